import { expect, test } from 'vitest'
import { type Grant, isWithin, mayAct } from './access.ts'

const owner: Grant = { role: 'owner', placeId: 7, regionCode: null }
const cityOperator: Grant = { role: 'operator', placeId: null, regionCode: '510100' }
const administrator: Grant = { role: 'administrator', placeId: null, regionCode: null }
const inChengdu = { placeId: 8, regionCode: '510107' }
const inMianyang = { placeId: 9, regionCode: '510703' }

test('an owner acts on the listed place only', () => {
  expect(mayAct([owner], ['owner'], { placeId: 7, regionCode: '510107' })).toBe(true)
  expect(mayAct([owner], ['owner'], inChengdu)).toBe(false)
})

test('an operator acts on everything inside the region, and on nothing beside it', () => {
  expect(mayAct([cityOperator], ['operator'], inChengdu)).toBe(true)
  expect(mayAct([cityOperator], ['operator'], inMianyang)).toBe(false)
  expect(mayAct([cityOperator], ['operator'], { regionCode: null })).toBe(false)
})

test('a grant without a place or region counts everywhere, but only for its own role', () => {
  expect(mayAct([administrator], ['operator', 'administrator'], inMianyang)).toBe(true)
  expect(mayAct([administrator], ['operator'], inMianyang)).toBe(false)
})

test('without a target the question is whether the role is held at all', () => {
  expect(mayAct([owner], ['owner'])).toBe(true)
  expect(mayAct([], ['owner'])).toBe(false)
  expect(mayAct([], ['citizen'])).toBe(true)
})

test('regions nest by their codes', () => {
  expect(isWithin('510107', '510000')).toBe(true)
  expect(isWithin('510107', '510100')).toBe(true)
  expect(isWithin('510107', '510107')).toBe(true)
  expect(isWithin('510100', '510107')).toBe(false)
  expect(isWithin('500103', '510000')).toBe(false)
})
