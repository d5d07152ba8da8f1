import { expect, test } from 'vitest'
import { filterQuery, tileQuery, tilesKnow } from './filter-query.ts'
import { noFilters } from './map-state.ts'

const types = [
  { code: 'stadium', category: 'venue' },
  { code: 'gymnasium', category: 'venue' },
  { code: 'trail', category: 'outdoor' },
]

test('a category stands for its types until types are chosen', () => {
  const category = { region: null, filters: { ...noFilters, category: 'venue' } }
  expect(filterQuery(category, types).type).toEqual(['stadium', 'gymnasium'])
  const chosen = { region: null, filters: { ...noFilters, category: 'venue', types: ['stadium'] } }
  expect(filterQuery(chosen, types).type).toEqual(['stadium'])
})

test('equal filters make equal tile addresses, whatever the order of choosing', () => {
  const one = { region: '510100', filters: { ...noFilters, sports: ['tennis', 'badminton'], category: 'venue' } }
  const other = {
    region: '510100',
    filters: { ...noFilters, sports: ['badminton', 'tennis'], types: ['stadium', 'gymnasium'] },
  }
  expect(tileQuery(one, types)).toBe('?type=gymnasium,stadium&sport=badminton,tennis&region=510100')
  expect(tileQuery(other, types)).toBe(tileQuery(one, types))
  expect(tileQuery({ region: null, filters: noFilters }, types)).toBe('')
})

test('what depends on the hour, access or ratings is not asked of tiles', () => {
  expect(tilesKnow({ ...noFilters, fees: ['free'], sports: ['tennis'] })).toBe(true)
  expect(tilesKnow({ ...noFilters, openNow: true })).toBe(false)
  expect(tilesKnow({ ...noFilters, accessible: true })).toBe(false)
  expect(tilesKnow({ ...noFilters, minRating: 4 })).toBe(false)
})
