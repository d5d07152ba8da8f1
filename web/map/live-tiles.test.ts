import { expect, test } from 'vitest'
import { isTouched, readTouched } from './live-tiles.ts'

test('a tile is touched by a change in itself, below it and over it, and by no neighbour', () => {
  const tile = { z: 10, x: 807, y: 421 }
  expect(isTouched(tile, [tile])).toBe(true)
  expect(isTouched(tile, [{ z: 12, x: 807 * 4 + 3, y: 421 * 4 }])).toBe(true)
  expect(isTouched(tile, [{ z: 8, x: 201, y: 105 }])).toBe(true)
  expect(isTouched(tile, [{ z: 10, x: 808, y: 421 }])).toBe(false)
  expect(isTouched(tile, [{ z: 12, x: 808 * 4, y: 421 * 4 }])).toBe(false)
  expect(isTouched(tile, [])).toBe(false)
})

test('a message names the touched tiles of the places; another layer touches none, and "all" means any', () => {
  expect(readTouched('{"layer":"places","version":7,"tiles":["10/807/421"],"all":false}')).toEqual([
    { z: 10, x: 807, y: 421 },
  ])
  expect(readTouched('{"layer":"regions","version":7,"tiles":["10/807/421"],"all":false}')).toEqual([])
  expect(readTouched('{"layer":"places","version":7,"tiles":[],"all":true}')).toBeNull()
  expect(readTouched('not json')).toBeNull()
})
