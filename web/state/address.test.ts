import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress, writeAddress } from './address.ts'
import { fees, type MapState, noFilters, presets, sorts, startState, statuses } from './map-state.ts'

const split = (address: string): [string, string] => {
  const [path, search] = address.split('?')
  return [path!, search ? `?${search}` : '']
}

const code = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
const hundredThousandths = (least: number, most: number) =>
  fc.integer({ min: least * 1e5, max: most * 1e5 }).map((value) => value / 1e5 || 0)
const somewhere = fc.record({ lon: hundredThousandths(-180, 180), lat: hundredThousandths(-85, 85) })

const anyState: fc.Arbitrary<MapState> = fc.record({
  view: fc.option(
    fc.record({
      zoom: fc.integer({ min: 0, max: 2200 }).map((z) => z / 100),
      lon: hundredThousandths(-180, 180),
      lat: hundredThousandths(-85, 85),
    }),
  ),
  placeId: fc.option(fc.integer({ min: 1, max: 9e15 })),
  q: fc.string({ maxLength: 100, unit: 'grapheme' }).map((text) => text.slice(0, 100).toWellFormed()),
  filters: fc.record({
    category: fc.option(code),
    types: fc.uniqueArray(code, { maxLength: 5 }),
    sports: fc.uniqueArray(code, { maxLength: 5 }),
    statuses: fc.subarray([...statuses]),
    fees: fc.subarray([...fees]),
    openNow: fc.boolean(),
    freeBetween: fc.constantFrom(null, '19:00-21:00', '22:00-24:00'),
    accessible: fc.boolean(),
    minRating: fc.option(fc.constantFrom(3, 3.5, 4, 4.5)),
  }),
  region: fc.option(fc.integer({ min: 100_000, max: 999_999 }).map(String)),
  near: fc.option(somewhere),
  preset: fc.constantFrom(...presets),
  sort: fc.constantFrom(...sorts),
  base: fc.stringMatching(/^[a-z0-9-]{1,10}$/),
})

test('every state comes back from its own address', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const expected = state.near ? state : { ...state, preset: startState.preset }
      expect(readAddress(...split(writeAddress(state)))).toEqual(expected)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('the bare address is the default state', () => {
  expect(readAddress('/', '')).toEqual(startState)
  expect(writeAddress(startState)).toBe('/')
})

test('a place has its own page and keeps the rest in the query', () => {
  expect(writeAddress({ ...startState, placeId: 7, filters: { ...noFilters, fees: ['free'] } }, { lang: 'en' })).toBe(
    '/places/7?fee=free&lang=en',
  )
})

test('a mangled address opens the default instead of failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webQueryParameters(), (path, search) => {
      readAddress(path, search)
    }),
    { seed: 8 },
  )
  expect(
    readAddress('/places/abc', '?z=99&lon=x&lat=1&near=1&rating=9&status=gone,open&region=12&preset=magic'),
  ).toEqual({
    ...startState,
    filters: { ...noFilters, statuses: ['open'] },
  })
})
