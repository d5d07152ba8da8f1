import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { LineString, MultiLineString, Position } from 'geojson'
import { describe, expect, test } from 'vitest'
import { openGpx } from './formats/read-gpx.ts'
import { placeWaypoints, trailAscent, trailLength } from './trail.ts'

/** A real track to compare with, where the machine has one. */
const realTrack = process.env.TRAIL_GPX ?? ''

/** A trail over hills of some hundred metres, a point every twelve metres or so. */
const hills = (phase: number, height: number): LineString => ({
  type: 'LineString',
  coordinates: Array.from(
    { length: 1_500 },
    (_, index): Position => [
      104 + index * 0.00012,
      30,
      800 + height * Math.sin(index / 90 + phase) + 0.3 * height * Math.sin(index / 31),
    ],
  ),
})

const noisy = (line: LineString | MultiLineString, noise: () => number): MultiLineString => ({
  type: 'MultiLineString',
  coordinates: (line.type === 'LineString' ? [line.coordinates] : line.coordinates).map((part) =>
    part.map(([lon, lat, z]) => [lon!, lat!, z! + noise()]),
  ),
})

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('a trail', () => {
  test('noise of ± 3 m changes the ascent by less than 5 %', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.integer({ min: 150, max: 400 }),
        (seed, phase, height) => {
          const line = hills(phase, height)
          const next = random(seed)
          const plain = trailAscent(line)!
          const withNoise = trailAscent(noisy(line, () => (next() * 2 - 1) * 3))!
          expect(Math.abs(withNoise - plain) / plain).toBeLessThan(0.05)
        },
      ),
      { numRuns: 60, seed: 7 },
    )
  })

  test('each segment climbs by itself: a gap is neither walked nor climbed', () => {
    const up = Array.from({ length: 100 }, (_, index): Position => [104 + index * 0.0005, 30, 500 + index * 3])
    const far = up.map(([lon, lat, z]): Position => [lon! + 1, lat!, z! + 2_000])
    const one = trailAscent({ type: 'LineString', coordinates: up })!
    const both: MultiLineString = { type: 'MultiLineString', coordinates: [up, far] }
    expect(trailAscent(both)).toBeCloseTo(2 * one, 6)
    expect(trailLength(both)).toBeCloseTo(2 * trailLength({ type: 'LineString', coordinates: up }), 6)
  })

  test('waypoints come in the order of the walk, those far off are left out', () => {
    const line: LineString = {
      type: 'LineString',
      coordinates: [
        [104, 30],
        [104.01, 30],
        [104.01, 30.01],
      ],
    }
    const placed = placeWaypoints(line, [
      { name: 'end', position: [104.0101, 30.0099] },
      { name: 'start', position: [104.0001, 30.0002] },
      { name: 'elsewhere', position: [105, 31] },
      { name: 'corner', position: [104.01, 29.9999] },
    ])
    expect(placed.map(({ name }) => name)).toEqual(['start', 'corner', 'end'])
    expect(placed[1]!.alongMetres).toBeCloseTo(
      trailLength({ type: 'LineString', coordinates: line.coordinates.slice(0, 2) }),
      0,
    )
  })

  test.skipIf(!existsSync(realTrack))(
    'the Lantau Trail is 67 km long, and keeps its ascent under noise (skipped without the file)',
    () => {
      const [row] = [
        ...(openGpx(readFileSync(realTrack)).rows() as Iterable<{ geometry: LineString | MultiLineString }>),
      ]
      const { geometry } = row!
      expect(Math.abs(trailLength(geometry) / 1000 - 67)).toBeLessThan(0.15)
      const plain = trailAscent(geometry)!
      expect(plain).toBeGreaterThan(2_800)
      expect(plain).toBeLessThan(4_100)
      for (let seed = 1; seed <= 5; seed++) {
        const next = random(seed)
        const withNoise = trailAscent(noisy(geometry, () => (next() * 2 - 1) * 3))!
        expect(Math.abs(withNoise - plain) / plain).toBeLessThan(0.05)
      }
    },
  )
})
