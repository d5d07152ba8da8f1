import fc from 'fast-check'
import { expect, test } from 'vitest'
import { footprintOf, type Triangles } from './footprint.ts'
import { withoutOverlaps } from './resolve-overlaps.ts'
import { isSimple, polygonArea } from './rings.ts'

type Point = [number, number]

/** An upright body over triangles of a floor, with its ceiling; sides do not matter. */
function body(floor: readonly [Point, Point, Point][], low = 0, high = 3): Triangles {
  const corners = floor.flatMap((triangle) => [
    ...triangle.map(([x, y]) => [x, y, low]),
    ...triangle.map(([x, y]) => [x, y, high]).reverse(),
  ])
  return { points: Float64Array.from(corners.flat()), corners: Uint32Array.from(corners.keys()) }
}
const rectangle = (x0: number, y0: number, x1: number, y1: number): [Point, Point, Point][] => [
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
  ],
  [
    [x0, y0],
    [x1, y1],
    [x0, y1],
  ],
]
const areaOf = (triangles: readonly [Point, Point, Point][]) => {
  const found = footprintOf([body(triangles)])
  return found && polygonArea(found.polygon.coordinates)
}

test('shared edges cancel out and the outline is left, whatever way round the triangles are', () => {
  const found = footprintOf([
    body([...rectangle(0, 0, 2, 2), ...rectangle(2, 0, 4, 2).map(([a, b, c]): [Point, Point, Point] => [c, b, a])]),
  ])!
  expect(found.polygon.coordinates).toHaveLength(1)
  expect(found.polygon.coordinates[0]).toHaveLength(5)
  expect(polygonArea(found.polygon.coordinates)).toBe(8)
  expect([found.floor, found.height]).toEqual([0, 3])
})

test('a column in a room is a hole, two parts give the larger one, a step of 5 cm is no floor', () => {
  const around = [
    ...rectangle(0, 0, 6, 2),
    ...rectangle(0, 4, 6, 6),
    ...rectangle(0, 2, 2, 4),
    ...rectangle(4, 2, 6, 4),
  ]
  expect(areaOf(around)).toBeCloseTo(32, 6)
  expect(areaOf([...rectangle(0, 0, 3, 3), ...rectangle(10, 0, 12, 2)])).toBeCloseTo(9, 6)
  const stepped = footprintOf([body(rectangle(0, 0, 3, 3)), body(rectangle(3, 0, 5, 3), 0.05)])!
  expect(polygonArea(stepped.polygon.coordinates)).toBeCloseTo(9, 6)
})

test('parts that touch in a point only do not make a ring that touches itself', () => {
  const found = footprintOf([body([...rectangle(0, 0, 2, 2), ...rectangle(2, 2, 5, 5)])])!
  expect(polygonArea(found.polygon.coordinates)).toBeCloseTo(9, 6)
  expect(isSimple(found.polygon.coordinates[0]!.slice(0, -1))).toBe(true)
})

test('a body without a floor, or of no size, is none', () => {
  expect(footprintOf([])).toBeNull()
  expect(areaOf(rectangle(0, 0, 0.1, 0.1))).toBeNull()
})

test('any set of rectangles on a grid becomes a valid floor of at most their union', () => {
  const cells = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 1,
    maxLength: 20,
    selector: ([x, y]) => x * 10 + y,
  })
  const property = fc.property(cells, (filled) => {
    const found = footprintOf([body(filled.flatMap(([x, y]) => rectangle(x, y, x + 1, y + 1)))])!
    expect(found.polygon.coordinates.every((ring) => isSimple(ring.slice(0, -1)))).toBe(true)
    expect(polygonArea(found.polygon.coordinates)).toBeLessThanOrEqual(filled.length + 1e-6)
    expect(polygonArea(found.polygon.coordinates)).toBeGreaterThan(0.99)
  })
  fc.assert(property, { seed: 5, numRuns: 200 })
})

test('a zone gives way to the rooms in it, a copy is left out, rooms above each other keep theirs', () => {
  const floor = (name: string, x0: number, x1: number, more = {}) => {
    const footprint = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [x0, 0],
          [x1, 0],
          [x1, 4],
          [x0, 4],
          [x0, 0],
        ],
      ],
    }
    return { name, storeyGuid: 'a', floor: 0, height: 3, footprint, ...more }
  }
  const kept = withoutOverlaps([
    floor('zone', 0, 10),
    floor('room', 6, 10),
    floor('copy', 6, 10),
    floor('above', 6, 10, { floor: 3.2 }),
  ])
  expect(kept.map(({ name, footprint }) => [name, Math.round(polygonArea(footprint.coordinates))])).toEqual([
    ['zone', 24],
    ['room', 16],
    ['above', 16],
  ])
})
