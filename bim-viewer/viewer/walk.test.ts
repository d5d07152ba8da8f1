import { expect, test } from 'vitest'
import { firstMeeting, type Triangle } from './snap.ts'
import type { Vec3 } from './vector.ts'
import { directionOf, type Probe, stepped, turned, walkerAt } from './walk.ts'

const quad = (a: Vec3, b: Vec3, c: Vec3, d: Vec3): Triangle[] => [
  [a, b, c],
  [a, c, d],
]
/** A floor of 20 × 20 m at the origin. */
const floor = quad([-10, 0, -10], [10, 0, -10], [10, 0, 10], [-10, 0, 10])
const wallAt = (z: number) => quad([-10, 0, z], [10, 0, z], [10, 3, z], [-10, 3, z])
const probeOf =
  (triangles: readonly Triangle[]): Probe =>
  (origin, direction, metres) => {
    const along = firstMeeting(origin, direction, triangles, [])?.along ?? null
    return along !== null && along <= metres ? along : null
  }
const walker = walkerAt([0, 1.6, 0], [0, 1.6, -1])
const walk = (steps: number, probe: Probe, from = walker) => {
  let now = from
  for (let step = 0; step < steps; step++) now = stepped(now, new Set(['forward'] as const), 0.1, probe)
  return now
}

test('heading and direction are each other’s inverse, and nobody looks past straight up', () => {
  const { heading, pitch } = walkerAt([1, 2, 3], [1 + 0.3, 2 + 0.4, 3 - 0.5])
  const size = Math.hypot(0.3, 0.4, 0.5)
  expect(directionOf({ heading, pitch }).map((part) => part * size)).toEqual([
    expect.closeTo(0.3),
    expect.closeTo(0.4),
    expect.closeTo(-0.5),
  ])
  expect(turned(walker, 0, 9).pitch).toBeLessThan(Math.PI / 2)
})

test('a wall stops the walk before it, and aslant one slides along it', () => {
  const probe = probeOf([...floor, ...wallAt(-3)])
  expect(walk(60, probe).eye[2]).toBeGreaterThan(-3 + 0.3)
  expect(walk(60, probe).eye[2]).toBeLessThan(-2.4)
  const aslant = walk(60, probe, turned(walker, -0.7, 0))
  expect(aslant.eye[0]).toBeGreaterThan(2)
})

test('stairs are climbed step by step at eye height', () => {
  const steps = Array.from({ length: 10 }, (_, step) => {
    const [y, z] = [(step + 1) * 0.16, -1 - step * 0.3]
    return [
      ...quad([-2, y - 0.16, z], [2, y - 0.16, z], [2, y, z], [-2, y, z]),
      ...quad([-2, y, z], [2, y, z], [2, y, z - 0.3], [-2, y, z - 0.3]),
    ]
  }).flat()
  const top = quad([-2, 1.6, -4], [2, 1.6, -4], [2, 1.6, -9], [-2, 1.6, -9])
  expect(walk(60, probeOf([...floor, ...steps, ...top])).eye[1]).toBeCloseTo(3.2)
})

test('nobody walks over the edge of the floor', () => {
  expect(walk(200, probeOf(floor)).eye[2]).toBeGreaterThan(-10.01)
})
