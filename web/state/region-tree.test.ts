import { expect, test } from 'vitest'
import { regionTree, sumCounts } from './region-tree.ts'

const tree = regionTree([
  { code: '510000', parentCode: null },
  { code: '510100', parentCode: '510000' },
  { code: '510104', parentCode: '510100' },
  { code: '510105', parentCode: '510100' },
  { code: '500000', parentCode: null },
  { code: '500103', parentCode: '500000' },
])

test('a municipality has its districts at once below it, a province its prefectures', () => {
  expect(tree.roots.map(({ code }) => code)).toEqual(['510000', '500000'])
  expect(tree.childrenOf('500000').map(({ code }) => code)).toEqual(['500103'])
  expect(tree.pathTo('510104').map(({ code }) => code)).toEqual(['510000', '510100', '510104'])
  expect(tree.pathTo('999999')).toEqual([])
})

test('counts of counties add up to their prefecture and province', () => {
  const counts = sumCounts(tree, [
    { value: '510104', count: 3 },
    { value: '510105', count: 4 },
    { value: '500103', count: 5 },
  ])
  expect(Object.fromEntries(counts)).toMatchObject({ '510100': 7, '510000': 7, '500000': 5, '510104': 3 })
})

test('counts given at two levels are not added twice', () => {
  const counts = sumCounts(tree, [
    { value: '510100', count: 7 },
    { value: '510104', count: 3 },
    { value: '510105', count: 4 },
  ])
  expect(counts.get('510000')).toBe(7)
})
