import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipEdge, flipped, heightOver, isKept, offsetRange, planesOfBox, planeThrough, shrunk } from './section.ts'
import { nearestOnEdge, snap, type Triangle } from './snap.ts'
import { distance, type Vec3 } from './vector.ts'

const part = fc.double({ min: -50, max: 50, noNaN: true })
const point: fc.Arbitrary<Vec3> = fc.tuple(part, part, part)
const normal = point.filter((vector) => Math.hypot(...vector) > 1)

test('a plane through a face keeps what lies behind it and, flipped, what lies before it', () => {
  fc.assert(
    fc.property(point, normal, (at, outward) => {
      const plane = planeThrough(at, outward)
      const before = at.map((value, axis) => value + outward[axis]! * 0.1) as unknown as Vec3
      expect(heightOver(plane, at)).toBeCloseTo(0, 6)
      expect(isKept([plane], before)).toBe(false)
      expect(isKept([flipped(plane)], before)).toBe(true)
    }),
    { seed: 3 },
  )
})

test('what is left of an edge is on the kept side and on the edge', () => {
  fc.assert(
    fc.property(point, point, fc.array(fc.tuple(point, normal), { minLength: 1, maxLength: 4 }), (from, to, cuts) => {
      const planes = cuts.map(([at, outward]) => planeThrough(at, outward))
      const left = clipEdge(planes, from, to)
      if (!left) return
      for (const end of left) {
        for (const plane of planes) expect(heightOver(plane, end)).toBeGreaterThan(-1e-3)
        expect(distance(end, nearestOnEdge(end, from, to))).toBeLessThan(1e-6)
      }
    }),
    { seed: 4, numRuns: 500 },
  )
})

test('an edge of which the middle is kept loses both ends, one that is all away is null', () => {
  const box = planesOfBox({ min: [1, -1, -1], max: [3, 1, 1] })
  expect(clipEdge(box, [0, 0, 0], [4, 0, 0])).toEqual([
    [1, 0, 0],
    [3, 0, 0],
  ])
  expect(clipEdge(box, [0, 5, 0], [4, 5, 0])).toBeNull()
})

test('a box keeps its inside only, and a slider reaches from nothing to all', () => {
  const box = { min: [0, 0, 0], max: [10, 4, 6] } as const
  const inner = shrunk(box, 0.1)
  expect(inner).toEqual({ min: [1, 0.4, expect.closeTo(0.6)], max: [9, 3.6, expect.closeTo(5.4)] })
  expect(isKept(planesOfBox(inner), [5, 2, 3])).toBe(true)
  expect(isKept(planesOfBox(inner), [0.5, 2, 3])).toBe(false)
  const [nothing, all] = offsetRange([0, -1, 0], box)
  expect([nothing, all].map((offset) => isKept([{ normal: [0, -1, 0], offset }], [5, 3.9, 3]))).toEqual([false, true])
})

/** A wall from x 0 to 4, 3 high, in the plane z = 0. */
const wall: Triangle[] = [
  [
    [0, 0, 0],
    [4, 0, 0],
    [4, 3, 0],
  ],
  [
    [0, 0, 0],
    [4, 3, 0],
    [0, 3, 0],
  ],
]
/** 100 pixels a metre, seen from the front. */
const toScreen = ([x, y]: Vec3): [number, number] => [x * 100, -y * 100]
const ask = (hit: Vec3, planes = planesOfBox({ min: [-9, -9, -9], max: [9, 9, 9] })) =>
  snap({ hit, triangles: wall, planes, toScreen, reach: 10 })

test('the pointer is drawn to a corner, then to an edge, and not to the seam of two triangles', () => {
  expect(ask([3.95, 2.96, 0])).toEqual({ kind: 'vertex', point: [4, 3, 0] })
  expect(ask([3.95, 1, 0])).toEqual({ kind: 'edge', point: [4, 1, 0] })
  expect(ask([2, 1.5, 0]).kind).toBe('face')
})

test('where a section cuts an edge there is a corner to measure from, and none where it took one away', () => {
  const upTo2 = [{ normal: [0, -1, 0] as Vec3, offset: 2 }]
  expect(ask([3.97, 1.95, 0], upTo2)).toEqual({ kind: 'vertex', point: [4, 2, 0] })
  fc.assert(
    fc.property(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (x, y) => {
      expect(ask([x, y, 0], upTo2).point[1]).toBeLessThanOrEqual(2 + 1e-4)
    }),
    { seed: 6 },
  )
})
