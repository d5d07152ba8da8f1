import { expect, it } from 'vitest'
import { distanceMetres } from './earth.ts'

// Geodesics of WGS84 as PostGIS 3.3 gives them (st_distance of geographies).
it.each([
  [[104.0657, 30.6574], [106.5516, 29.563], 268_543.83],
  [[104.0657, 30.6574], [104.0757, 30.6574], 958.44],
  [[104.0657, 30.6574], [104.0657, 30.6574], 0],
] as const)('measures %j to %j', (from, to, metres) => {
  expect(Math.abs(distanceMetres(from, to) - metres)).toBeLessThan(1 + metres * 1e-5)
})

it('stays sane at the antipode', () => {
  expect(distanceMetres([0, 0], [180, 0])).toBeGreaterThan(20_000_000 * 0.99)
  expect(distanceMetres([104, 30], [-76, -30])).toBeLessThan(20_100_000)
})
