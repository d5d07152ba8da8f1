import { expect, test } from 'vitest'
import { profileOf, profilePath } from './profile.ts'

// One arc minute of latitude is a nautical mile: 1,853 m on the mean sphere.
const mile = 1853.25
const north = (minutes: number, height: number): number[] => [104, 30 + minutes / 60, height]

test('length follows the ground and heights are read from the third coordinate', () => {
  const profile = profileOf({ type: 'LineString', coordinates: [north(0, 500), north(1, 620), north(2, 480)] })!
  expect(profile.length).toBeCloseTo(2 * mile, -1)
  expect([profile.lowest, profile.highest]).toEqual([480, 620])
  expect(profile.points.map(({ height }) => height)).toEqual([500, 620, 480])
})

test('the gap between parts is not part of the way', () => {
  const parts = [
    [north(0, 500), north(1, 510)],
    [north(30, 900), north(31, 910)],
  ]
  expect(profileOf({ type: 'MultiLineString', coordinates: parts })!.length).toBeCloseTo(2 * mile, -1)
})

test('without heights, or without a line, there is no profile', () => {
  expect(
    profileOf({
      type: 'LineString',
      coordinates: [
        [104, 30],
        [104.1, 30],
      ],
    }),
  ).toBeNull()
  expect(profileOf({ type: 'Polygon', coordinates: [] })).toBeNull()
})

test('the drawn line spans its box, thinned to the points a screen can show', () => {
  const coordinates = Array.from({ length: 5000 }, (_, index) => north(index / 1000, 500 + (index % 100)))
  const path = profilePath(profileOf({ type: 'LineString', coordinates })!, 300, 80)
  expect(path.startsWith('M0.0 80.0')).toBe(true)
  expect(path.split('L').length).toBeLessThan(260)
  expect(path).toMatch(/L300\.0 [\d.]+$/)
})
