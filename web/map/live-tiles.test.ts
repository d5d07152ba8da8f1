import { expect, test } from 'vitest'
import { isTouched } from './live-tiles.ts'

test('a tile is touched by a change in itself, below it and over it, and by no neighbour', () => {
  const tile = { z: 10, x: 807, y: 421 }
  expect(isTouched(tile, [tile])).toBe(true)
  expect(isTouched(tile, [{ z: 12, x: 807 * 4 + 3, y: 421 * 4 }])).toBe(true)
  expect(isTouched(tile, [{ z: 8, x: 201, y: 105 }])).toBe(true)
  expect(isTouched(tile, [{ z: 10, x: 808, y: 421 }])).toBe(false)
  expect(isTouched(tile, [{ z: 12, x: 808 * 4, y: 421 * 4 }])).toBe(false)
  expect(isTouched(tile, [])).toBe(false)
})
