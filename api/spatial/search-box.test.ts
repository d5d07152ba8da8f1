import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distanceMetres } from './earth.ts'
import { searchBoxes } from './search-box.ts'

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -90, max: 90, noNaN: true })
const isIn =
  (x: number, y: number) =>
  ([west, south, east, north]: number[]) =>
    x >= west! && x <= east! && y >= south! && y <= north!

it('holds every point within the radius, over the antimeridian and the poles too', () => {
  const bearing = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true })
  fc.assert(
    fc.property(lon, lat, fc.double({ min: 1, max: 300_000, noNaN: true }), bearing, (x, y, radius, angle) => {
      // A point about the radius away, by the sphere; its true distance decides.
      const d = (radius * 0.99) / 6_371_009
      const [phi, lambda] = [(y * Math.PI) / 180, (x * Math.PI) / 180]
      const sine = Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(angle)
      const phi2 = Math.asin(Math.max(-1, Math.min(1, sine)))
      const lambda2 =
        lambda + Math.atan2(Math.sin(angle) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(phi2))
      const there: [number, number] = [
        (((((lambda2 * 180) / Math.PI + 540) % 360) + 360) % 360) - 180,
        (phi2 * 180) / Math.PI,
      ]
      fc.pre(distanceMetres([x, y], there) <= radius)
      expect(searchBoxes(x, y, radius).some(isIn(...there))).toBe(true)
    }),
    { seed: 20260610, numRuns: 3000 },
  )
})

it('is one box on land, two across the antimeridian, the whole circle at a pole', () => {
  expect(searchBoxes(104, 30, 1000)).toHaveLength(1)
  expect(searchBoxes(179.999, 10, 5000)).toHaveLength(2)
  expect(searchBoxes(10, 89.99, 5000)).toEqual([[-180, expect.any(Number), 180, 90]])
})

it('is not much larger than it must be', () => {
  const [[west, south, east, north]] = searchBoxes(104, 30, 1000) as [[number, number, number, number]]
  expect(distanceMetres([west, 30], [east, 30])).toBeLessThan(2020)
  expect(distanceMetres([104, south], [104, north])).toBeLessThan(2020)
})
