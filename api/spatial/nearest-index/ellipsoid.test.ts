import fc from 'fast-check'
import { expect, test } from 'vitest'
import { geocentric, leastWay, longestLine, longestWay, spheroidMetres, wayBetween } from './ellipsoid.ts'
import { boundsOfWay, localMap, nearestOnShape } from './nearest-on-shape.ts'
import { readGeometry, type Shape } from './shape.ts'

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -90, max: 90, noNaN: true })
const offset = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -7, max: 2 }))
  .map(([a, e]) => a * 10 ** e)
const clamped = (value: number, most: number) => Math.max(-most, Math.min(most, value))

test('a straight line through the Earth bounds the way from both sides, near and far', () => {
  fc.assert(
    fc.property(lon, lat, fc.option(offset), fc.option(offset), lon, lat, (x, y, dx, dy, otherX, otherY) => {
      const [bx, by] = [dx === null ? otherX : clamped(x + dx, 180), dy === null ? otherY : clamped(y + dy, 90)]
      const metres = spheroidMetres(x, y, bx, by)
      const [a, b] = [geocentric(x, y), geocentric(bx, by)]
      const line = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
      expect(leastWay(line)).toBeLessThanOrEqual(metres)
      expect(longestWay(line)).toBeGreaterThanOrEqual(metres)
      expect(line).toBeLessThanOrEqual(longestLine(metres))
      const [least, longest] = wayBetween(line, [x, y], bx, by)
      expect(least).toBeLessThanOrEqual(metres)
      expect(longest).toBeGreaterThanOrEqual(metres)
    }),
    { seed: 20260803, numRuns: 20_000 },
  )
})

test('the map at a position bounds the way to a line or an area nearby', () => {
  const around = fc.double({ min: -0.4, max: 0.4, noNaN: true })
  const vertices = fc.array(fc.tuple(around, around), { minLength: 2, maxLength: 12 })
  let bounded = 0
  fc.assert(
    fc.property(
      lon,
      fc.double({ min: -76, max: 76, noNaN: true }),
      vertices,
      around,
      around,
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      (x, y, path, dx, dy, small, power) => {
        const scale = small ? 0.05 : 1
        const shape = lineOf(path.map(([a, b]) => [wrapped(x + (dx + a * scale)), y + dy + b * scale]))
        const most = 10 ** power
        const map = localMap(x, y)
        const bounds = map && boundsOfWay(shape, map, most)
        if (!bounds) return
        bounded++
        const { metres } = nearestOnShape(shape, x, y)
        expect(bounds[0]).toBeLessThanOrEqual(metres)
        expect(bounds[1]).toBeGreaterThanOrEqual(metres)
      },
    ),
    { seed: 20260804, numRuns: 5_000 },
  )
  expect(bounded).toBeGreaterThan(1_000)
})

const wrapped = (degrees: number) => (degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees)

function lineOf(path: [number, number][]): Shape {
  const bytes = Buffer.alloc(9 + 16 * path.length)
  bytes[0] = 1
  bytes.writeUInt32LE(2, 1)
  bytes.writeUInt32LE(path.length, 5)
  for (const [n, [x, y]] of path.entries()) bytes.writeDoubleLE(y, bytes.writeDoubleLE(x, 9 + 16 * n))
  return readGeometry(bytes.toString('hex')) as Shape
}
