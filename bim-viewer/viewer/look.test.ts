import { expect, test } from 'vitest'
import { featuresOf } from './features.ts'
import { labelsWithRoom } from './labels.ts'
import { isHiddenByte, isShown, isXrayByte, plainLook, stateBytes, tints } from './look.ts'
import { planesInForce } from './planes-in-force.ts'
import { isKept } from './section.ts'
import { labelPointOf, poleOf } from './space-mesh.ts'
import { groundOf, startOfWalk, storeyAtEye } from './storeys.ts'
import { testBuilding } from './testing-model.ts'

const features = featuresOf(testBuilding)
const idOf = (guid: string): number => features.byGuid.get(guid)!

test('spaces that are no elements get feature ids of their own behind them', () => {
  expect(features.spaces.map(({ space, feature }) => [space.guid, feature])).toEqual([
    ['space-1', testBuilding.elements.length - 1],
    ['space-2', testBuilding.elements.length],
    ['space-3', testBuilding.elements.length + 1],
  ])
})

test('what is hidden, on another floor or not among the isolated is not shown; spaces are when asked for', () => {
  const shown = (guid: string, look = {}) => {
    const id = idOf(guid)
    return isShown(features.list[id]!, id, { ...plainLook, ...look })
  }
  expect(shown('storey-1-south')).toBe(true)
  expect(shown('storey-1-south', { storeyGuid: 'storey-2' })).toBe(false)
  expect(shown('storey-1-south', { hidden: new Set([idOf('storey-1-south')]) })).toBe(false)
  expect(shown('storey-1-south', { isolated: new Set([idOf('seat-1')]) })).toBe(false)
  expect(shown('space-1')).toBe(false)
  expect(shown('space-1', { spaces: true })).toBe(true)
})

test('the byte of a feature says tint, hidden and x-ray; compared, what is the same stands back', () => {
  const [wall, seat] = [idOf('storey-1-south'), idOf('seat-1')]
  const look = { ...plainLook, selected: new Set([wall]), hidden: new Set([seat]) }
  const bytes = stateBytes(features.list, look, null)
  expect(bytes[wall]).toBe(tints.selected)
  expect(isHiddenByte(bytes[seat]!)).toBe(true)
  const compared = stateBytes(features.list, plainLook, new Map([[wall, 'changed']]))
  expect(compared[wall]).toBe(tints.changed)
  expect(isXrayByte(compared[seat]!)).toBe(true)
})

test('the plan is cut over its own floor; other views are not', () => {
  const planes = planesInForce({ ...plainLook, mode: 'plan', storeyGuid: 'storey-2' }, testBuilding)
  expect([4.1, 4.3].map((height) => isKept(planes, [5, height, -3]))).toEqual([true, false])
  expect(planesInForce({ ...plainLook, storeyGuid: 'storey-2' }, testBuilding)).toEqual([])
})

test('a walk begins in the chosen space, else in the largest of the ground floor', () => {
  expect(groundOf(testBuilding)).toBe('storey-1')
  const [x, y, z] = startOfWalk(testBuilding, undefined)!
  expect([x > 0.2 && x < 6, y, z < 0]).toEqual([true, 0, true])
  expect(startOfWalk(testBuilding, testBuilding.spaces[2])![1]).toBe(3)
  expect([1.6, 4.6].map((eye) => storeyAtEye(testBuilding, eye)?.name)).toEqual(['一层', '二层'])
})

test('a label stands inside its room, also when the room is bent', () => {
  const u = [
    [0, 0],
    [10, 0],
    [10, 10],
    [8, 10],
    [8, 2],
    [2, 2],
    [2, 10],
    [0, 10],
    [0, 0],
  ]
  const [x, y] = poleOf(u)
  expect(y < 2 || x < 2 || x > 8).toBe(true)
  expect(labelPointOf(testBuilding.spaces[2]!)).toEqual([5, 3.5, -3])
})

test('of labels that would touch the weightier stays', () => {
  const box = { width: 60, height: 30, y: 0 }
  expect(
    labelsWithRoom([
      { ...box, x: 0, weight: 1 },
      { ...box, x: 50, weight: 3 },
      { ...box, x: 120, weight: 2 },
    ]),
  ).toEqual([false, true, true])
})
