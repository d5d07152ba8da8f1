import { expect, test } from 'vitest'
import type { Place } from '../api/contract/place-record.ts'
import { fillersOf, fillSlot } from './slots.ts'

const place = (type: string) => ({ type }) as Place

test('a slot shows its fillers for the places they have something for, and nothing when empty', () => {
  expect(fillersOf('place-booking', place('gymnasium'))).toEqual([])
  const booking = {
    name: 'booking',
    slot: 'place-booking' as const,
    appliesTo: ({ type }: Place) => type === 'gymnasium',
    component: () => null,
  }
  const takeOut = fillSlot(booking)
  expect(fillersOf('place-booking', place('gymnasium'))).toEqual([booking])
  expect(fillersOf('place-booking', place('trail'))).toEqual([])
  expect(fillersOf('place-indoor', place('gymnasium'))).toEqual([])
  expect(() => fillSlot(booking)).toThrow('twice')
  takeOut()
  expect(fillersOf('place-booking', place('gymnasium'))).toEqual([])
})
