import { expect, test } from 'vitest'
import { nextHeight, restingHeight, sheetPixels } from './sheet-rules.ts'

const screen = 844

test('a sheet let go rests at the nearest height', () => {
  expect(restingHeight(130, 0, screen)).toBe('peek')
  expect(restingHeight(400, 0.1, screen)).toBe('half')
  expect(restingHeight(700, -0.1, screen)).toBe('full')
})

test('a flick goes on to the next height in its direction', () => {
  expect(restingHeight(sheetPixels('half', screen) + 10, 1, screen)).toBe('full')
  expect(restingHeight(sheetPixels('half', screen) + 10, -1, screen)).toBe('half')
  expect(restingHeight(sheetPixels('half', screen) - 10, -1, screen)).toBe('peek')
  expect(restingHeight(60, -2, screen)).toBe('peek')
  expect(restingHeight(900, 2, screen)).toBe('full')
})

test('keys step through the heights and stop at the ends', () => {
  expect(nextHeight('peek', 1)).toBe('half')
  expect(nextHeight('full', 1)).toBe('full')
  expect(nextHeight('peek', -1)).toBe('peek')
})
