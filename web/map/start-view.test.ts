import { expect, test } from 'vitest'
import { viewOfBounds } from './start-view.ts'

test('the world fills 256 pixels at zoom 0, and more screen shows it larger', () => {
  const world = [-180, -85.0511, 180, 85.0511]
  expect(viewOfBounds(world, 4096, 4096).zoom).toBeCloseTo(4, 3)
  expect(viewOfBounds([100, 28, 108, 32], 1440, 900).zoom).toBeGreaterThan(
    viewOfBounds([100, 28, 108, 32], 390, 844).zoom,
  )
})

test('the middle is that of the map, a little north of the middle degree', () => {
  const { lon, lat } = viewOfBounds([97, 26, 110, 34], 800, 600)
  expect(lon).toBe(103.5)
  expect(lat).toBeGreaterThan(30)
  expect(lat).toBeLessThan(30.2)
})
