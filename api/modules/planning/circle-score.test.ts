import { expect, it } from 'vitest'
import {
  pointsOfPath,
  pointsOfPlaza,
  pointsOfTrail,
  pointsOfTypes,
  type ScoredPlace,
  scoreCircle,
} from './circle-score.ts'

it('gives the points of DB37/T 4438-2021', () => {
  expect([0, 2, 3, 4, 5, 9].map(pointsOfTypes)).toEqual([0, 0, 10, 15, 20, 20])
  expect([149, 150, 200, 299, 300, 500, 900].map(pointsOfPlaza)).toEqual([0, 4, 4, 4, 6, 10, 10])
  expect([
    pointsOfPath(99, 8),
    pointsOfPath(100, 5),
    pointsOfPath(100, 6),
    pointsOfPath(275, 6),
    pointsOfPath(450, 6),
  ]).toEqual([0, 0, 4, 7, 10])
  expect([999, 1000, 2000, 3000].map((length) => pointsOfTrail(length, 1.5))).toEqual([0, 6, 8, 10])
  expect(pointsOfTrail(5000, 1.2)).toBe(0)
})

it('adds up a community, with the places behind each part, and leaves out what is farther than 1,000 m', () => {
  const place = (id: number, type: string, category: string, more: Partial<ScoredPlace> = {}): ScoredPlace => ({
    id,
    nameZh: `${id}`,
    nameEn: null,
    type,
    category,
    areaM2: 0,
    metres: 500,
    lengthM: null,
    widthM: null,
    pieces: 0,
    ...more,
  })
  const parts = scoreCircle([
    place(1, 'fitness-plaza', 'park', { areaM2: 320 }),
    place(2, 'fitness-path', 'fitness-path', { areaM2: 100, pieces: 7 }),
    place(3, 'fitness-trail', 'trail', { lengthM: 2500, widthM: 2 }),
    place(4, 'gymnasium', 'venue', { metres: 1001 }),
  ])
  expect(parts.map(({ part, points }) => [part, points])).toEqual([
    ['types', 10],
    ['plaza', 6],
    ['path', 4],
    ['trail', 8],
  ])
  expect(parts[0]!.rows.map(({ placeId }) => placeId)).toEqual([1, 2, 3])
})
