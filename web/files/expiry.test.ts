import { expect, test } from 'vitest'
import { expiryOf } from './expiry.ts'

/** 23:30 in Shanghai on 1 March. */
const now = new Date('2026-03-01T15:30:00Z')

test('the last day of a document still counts, the next does not', () => {
  expect(expiryOf('2026-03-01', now)).toEqual({ state: 'soon', days: 0 })
  expect(expiryOf('2026-02-28', now).state).toBe('expired')
  expect(expiryOf('2026-04-30', now)).toEqual({ state: 'soon', days: 60 })
  expect(expiryOf('2026-05-01', now).state).toBe('valid')
  expect(expiryOf(null, now).state).toBe('none')
})

test('the day is the one in Shanghai', () => {
  expect(expiryOf('2026-03-01', new Date('2026-03-01T16:30:00Z')).state).toBe('expired')
})
