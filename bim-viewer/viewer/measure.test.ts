import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areasOf, lengthsOf } from './measure.ts'
import { begun, closed, noMeasures, pointed, undone, without } from './measure-tool.ts'
import type { Vec3 } from './vector.ts'

const part = fc.double({ min: -500, max: 500, noNaN: true })
const point: fc.Arbitrary<Vec3> = fc.tuple(part, part, part)
const at = (x: number, y: number, z: number) => ({ kind: 'face' as const, point: [x, y, z] as Vec3 })

test('a length is straight, level and up: the three agree by Pythagoras', () => {
  fc.assert(
    fc.property(point, point, (from, to) => {
      const { direct, horizontal, vertical } = lengthsOf(from, to)
      expect(direct).toBeCloseTo(Math.hypot(horizontal, vertical), 6)
      expect(lengthsOf(to, from).direct).toBeCloseTo(direct, 9)
    }),
    { seed: 1 },
  )
  expect(lengthsOf([0, 1, 0], [3, 0, 4])).toEqual({
    direct: expect.closeTo(Math.sqrt(26)),
    horizontal: 5,
    vertical: -1,
  })
})

test('a rectangle has its area in any position, also kilometres from the origin', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 6.3, noNaN: true }),
      fc.double({ min: 0, max: 1.5, noNaN: true }),
      (width, depth, turn, tilt) => {
        const along: Vec3 = [Math.cos(turn) * width, 0, Math.sin(turn) * width]
        const up: Vec3 = [
          -Math.sin(turn) * Math.cos(tilt) * depth,
          Math.sin(tilt) * depth,
          Math.cos(turn) * Math.cos(tilt) * depth,
        ]
        const corner: Vec3 = [40_000, 20, -90_000]
        const ring = [
          corner,
          corner.map((value, axis) => value + along[axis]!),
          corner.map((value, axis) => value + along[axis]! + up[axis]!),
          corner.map((value, axis) => value + up[axis]!),
        ] as unknown as Vec3[]
        const { face, plan, perimeter } = areasOf(ring)
        expect(face / (width * depth)).toBeCloseTo(1, 5)
        expect(plan).toBeCloseTo(width * depth * Math.cos(tilt), 4)
        expect(perimeter).toBeCloseTo(2 * (width + depth), 5)
      },
    ),
    { seed: 2 },
  )
})

test('an L-shaped room counts once, whichever way round it is clicked', () => {
  const ring: Vec3[] = [
    [0, 0, 0],
    [4, 0, 0],
    [4, 0, 2],
    [2, 0, 2],
    [2, 0, 5],
    [0, 0, 5],
  ]
  expect(areasOf(ring).face).toBeCloseTo(14)
  expect(areasOf([...ring].reverse()).face).toBeCloseTo(14)
})

test('two points end a length; the same spot twice is one point', () => {
  const started = begun(noMeasures, 'length')
  const first = pointed(pointed(started, at(0, 0, 0)), at(0, 0, 0))
  expect(first.draft?.points).toHaveLength(1)
  const done = pointed(first, at(3, 0, 0))
  expect(done).toMatchObject({ draft: null, kind: 'length', done: [{ kind: 'length' }] })
})

test('an area ends at its first point or by the button, and never with two points', () => {
  const two = [at(0, 0, 0), at(4, 0, 0)].reduce(pointed, begun(noMeasures, 'area'))
  expect(closed(two)).toBe(two)
  const three = pointed(two, at(4, 0, 3))
  expect(pointed(three, at(0, 0, 0)).done[0]?.points).toHaveLength(3)
  expect(closed(three).done).toHaveLength(1)
})

test('a step back takes the last point, then the last measurement', () => {
  const one = [at(0, 0, 0), at(1, 0, 0), at(5, 5, 5)].reduce(pointed, begun(noMeasures, 'length'))
  const back = undone(one)
  expect(back).toMatchObject({ draft: null, done: [{}] })
  expect(undone(back).done).toEqual([])
  expect(without(back, 0).done).toEqual([])
})
