import fc from 'fast-check'
import type { Layer } from './layers.ts'
import type { Preset } from './rank.ts'

/** Questions for tests of nearest ranking, over the places and regions of testing-places.ts. */

export const testLayers: Layer[] = [
  {
    name: 'places',
    titleZh: '场馆',
    titleEn: 'Places',
    geometry: 'mixed',
    minZoom: 0,
    maxZoom: 14,
    clustered: true,
    fields: { type: { type: 'string', facet: true, description: '' } },
  },
  {
    name: 'regions',
    titleZh: '区划',
    titleEn: 'Regions',
    geometry: 'area',
    minZoom: 0,
    maxZoom: 14,
    clustered: false,
    fields: { level: { type: 'string', description: '' } },
  },
]

export const testPresets: Preset[] = ['nearest', 'best', 'cheapest', 'open-now']
/** The dense city, the province around it, the whole Earth, the antimeridian. */
export const testOrigin = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      lon: fc.double({ min: 102, max: 107, noNaN: true }),
      lat: fc.double({ min: 28, max: 32, noNaN: true }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      lon: fc.double({ min: 103.95, max: 104.15, noNaN: true }),
      lat: fc.double({ min: 30.55, max: 30.75, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      lon: fc.constantFrom(179.99, -179.99, 180, -180),
      lat: fc.double({ min: -20, max: 20, noNaN: true }),
    }),
  },
)
const everyFilter = fc.record({
  type: fc.constantFrom('t-common', 't-rare', 't-common,t-rare', 't-none'),
  region: fc.constantFrom('510000', '510100', '510104', '510105', '500000'),
  sport: fc.constantFrom('basketball', 'hiking,tennis'),
  fee: fc.constantFrom('free', 'free,low-fee'),
  status: fc.constantFrom('open', 'temporarily-closed'),
  minRating: fc.constantFrom(3, 4.5),
  openNow: fc.constant('true'),
  accessible: fc.constant('true'),
  bbox: fc.constantFrom('103.9,30.5,104.2,30.8', '170,-20,-170,20', '102,28,107,32'),
  maxDistanceMetres: fc.constantFrom(500, 20_000, 400_000),
  wantedSport: fc.constantFrom('basketball', 'swimming'),
})
const names = [
  'type',
  'region',
  'sport',
  'fee',
  'status',
  'minRating',
  'openNow',
  'accessible',
  'bbox',
  'maxDistanceMetres',
  'wantedSport',
] as const
/** At most two at a time: more would seldom leave anything to rank. */
export const testFilters = fc
  .tuple(everyFilter, fc.subarray([...names], { minLength: 0, maxLength: 2 }))
  .map(([all, chosen]) => Object.fromEntries(chosen.map((name) => [name, all[name]])))
