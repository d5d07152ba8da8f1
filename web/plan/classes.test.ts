import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortRegionName } from '../map/region-words.ts'
import { breaksOf, classOf, coloursFor, sequential } from './classes.ts'
import { readParcels } from './read-parcels.ts'

const values = [1, 2, 3, 10, 11, 12, 100, 101]

describe('classes of a map', () => {
  it('have as many regions each by quantile', () => {
    const breaks = breaksOf(values, 'quantile', 4, [])
    expect(breaks).toEqual([2, 10, 12])
    expect(values.map((value) => classOf(value, breaks))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })
  it('follow the gaps by natural breaks', () => {
    expect(breaksOf(values, 'natural', 3, [])).toEqual([3, 12])
  })
  it('are the own bounds in order', () => {
    expect(breaksOf(values, 'own', 9, [50, 5, 5])).toEqual([5, 50])
  })
  it('leave no less deviation by natural breaks than by any other two bounds', () => {
    const inside = (list: readonly number[], breaks: readonly number[]) =>
      [0, 1, 2].reduce((total, at) => {
        const group = list.filter((value) => classOf(value, breaks) === at)
        const mean = group.reduce((a, b) => a + b, 0) / (group.length || 1)
        return total + group.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      }, 0)
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 9 }), (list) => {
        const least = inside(list, breaksOf(list, 'natural', 3, []))
        for (const low of list)
          for (const high of list) if (low < high) expect(least).toBeLessThanOrEqual(inside(list, [low, high]) + 1e-6)
      }),
      { seed: 5 },
    )
  })
  it('of one value or none are one colour', () => {
    expect(breaksOf([7, 7], 'natural', 5, [])).toEqual([])
    expect(breaksOf([], 'quantile', 5, [])).toEqual([])
    expect(coloursFor(2)).toEqual([sequential[0], sequential.at(-1)])
  })
})

it('parcels are read from commas and tabs, and a line that is none is named', () => {
  const text = '东区地块, 104.1, 30.6, 3\nWest\t103.9\t30.7\n\nnowhere, 30.6\nfar, 204.1, 30.6\nfree, 104.2, 30.5, 0'
  expect(readParcels(text)).toEqual({
    parcels: [
      { name: '东区地块', lon: 104.1, lat: 30.6, cost: 3 },
      { name: 'West', lon: 103.9, lat: 30.7, cost: 1 },
    ],
    badLines: [4, 5, 6],
  })
})

it('English names of regions lose what every name of their kind has', () => {
  const names = [
    'Chengdu City',
    'Garzê Tibetan Autonomous Prefecture',
    'Aba Tibetan and Qiang Autonomous Prefecture',
    'Jinjiang District',
  ]
  expect(names.map((nameEn) => shortRegionName('en', { nameZh: '', nameEn }))).toEqual([
    'Chengdu',
    'Garzê',
    'Aba',
    'Jinjiang',
  ])
})
