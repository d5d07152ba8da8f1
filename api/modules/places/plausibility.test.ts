import { expect, it } from 'vitest'
import { type PlaceFields, placeFields } from '../../contract/place-record.ts'
import type { Surroundings } from './doubt.ts'
import { warningsOf } from './plausibility.ts'
import { statusMoves } from './status-moves.ts'
import type { PlaceType } from './types.ts'

const type = (more: Partial<PlaceType> = {}): PlaceType => ({
  code: 'gymnasium',
  category: 'venue',
  nameZh: '体育馆',
  nameEn: 'Gymnasium',
  icon: '',
  geometryKind: 'point-or-area',
  ownership: 'either',
  sports: [],
  attributeSchema: {},
  nationalCode: null,
  deprecated: false,
  ...more,
})
const fields = (more: object = {}): PlaceFields =>
  placeFields.parse({
    type: 'gymnasium',
    nameZh: '馆',
    geometry: { type: 'Point', coordinates: [104, 30] },
    source: 'test',
    ...more,
  })
const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  type: type(),
  regionCode: '510104',
  location: [104, 30],
  lengthM: null,
  drawnAreaM2: null,
  today: '2026-05-06',
  ...more,
})
const piece = (count: number) => ({ kind: 'bar', nameZh: '单杠', nameEn: 'Bar', count })
const week = (...spans: [number, number][]) => ({ weekly: Array.from({ length: 7 }, () => spans) })
const closedOn = (day: string, announcedOn: string | null) => ({
  ...week([540, 1260]),
  exceptions: [{ from: day, to: day, open: [], announcedOn }],
})
const court = (sport: string, areaM2: number) => ({ sport, nameZh: '场', areaM2 })

it('has no doubt about a plain record', () => {
  expect(warningsOf(fields(), around())).toEqual([])
  expect(
    warningsOf(
      fields({ hours: week([540, 1260]), fee: 'paid', priceFen: 3000, phone: '028-8888 0000 转 2', builtYear: 2020 }),
      around(),
    ),
  ).toEqual([])
})

it.each<[string, object, Partial<Surroundings>]>([
  ['few-pieces', { type: 'fitness-path', equipment: [piece(4)] }, {}],
  ['closure-not-announced', { hours: closedOn('2026-06-01', null) }, {}],
  ['closure-notice-short', { hours: closedOn('2026-06-01', '2026-05-26') }, {}],
  ['few-pieces', { type: 'fitness-path', attributes: { pieces: 4 } }, {}],
  ['pieces-differ', { equipment: [piece(8)], attributes: { pieces: 9 } }, {}],
  ['track-short', { attributes: { trackLengthM: 180 } }, {}],
  ['track-long', { attributes: { trackLengthM: 800 } }, {}],
  ['pitch-small', { type: 'football-pitch', attributes: { lengthM: 80, widthM: 50 } }, {}],
  ['handball-small', { courts: [court('handball', 700)] }, {}],
  ['rink-small', { type: 'roller-rink', areaM2: 350 }, {}],
  ['courts-exceed-area', { areaM2: 1000, courts: [court('football', 900), court('basketball', 400)] }, {}],
  ['hours-short', { hours: { weekly: [[], [], [], [], [], [[480, 960]], [[480, 960]]] } }, {}],
  ['rest-day-hours-short', { hours: week([540, 960]) }, {}],
  ['price-missing', { fee: 'paid' }, {}],
  ['price-zero', { fee: 'paid', priceFen: 0 }, {}],
  ['far-from-regions', {}, { regionCode: null }],
  ['outside-china', {}, { location: [30, 104] }],
  ['area-differs', { areaM2: 100 }, { drawnAreaM2: 900 }],
  ['trail-short', {}, { type: type({ geometryKind: 'line' }), lengthM: 90 }],
  ['ascent-steep', { ascentM: 900 }, { lengthM: 1000 }],
  ['built-ahead', { builtYear: 2027 }, {}],
  ['verified-ahead', { verifiedOn: '2026-05-07' }, {}],
  ['status-note-missing', { status: 'temporarily-closed' }, {}],
  ['phone-odd', { phone: 'call me' }, {}],
  ['ownership-unusual', { ownership: 'private' }, { type: type({ ownership: 'public' }) }],
  ['type-deprecated', {}, { type: type({ deprecated: true }) }],
])('%s is told in both languages', (code, more, surroundings) => {
  const warnings = warningsOf(fields(more), around(surroundings))
  expect(warnings.map((warning) => warning.code)).toEqual([code])
  expect(warnings[0]!.messageZh).toMatch(/\p{Script=Han}/u)
  expect(warnings[0]!.messageEn).toMatch(/[a-z]{3}/)
})

it.each([
  ['a path of 5 pieces', { type: 'fitness-path', equipment: [piece(5)] }, {}],
  ['a track of 200 m and one of 400 m', { attributes: { trackLengthM: 200 } }, {}],
  ['a pitch for five a side', { type: 'football-pitch', attributes: { lengthM: 40, widthM: 20, playersASide: 5 } }, {}],
  ['the hours of a private place', { ownership: 'private', hours: week([600, 660]) }, {}],
  ['35 hours a week', { hours: { weekly: [...Array(5).fill([[540, 780]]), [[540, 1020]], [[540, 1020]]] } }, {}],
  ['a closure announced a week ahead', { hours: closedOn('2026-06-01', '2026-05-25') }, {}],
  ['a closure that is over', { hours: closedOn('2026-05-05', null) }, {}],
  ['the year of what is planned', { status: 'planned', builtYear: 2030 }, {}],
] as const)('does not mind %s', (_, more, surroundings) => {
  expect(warningsOf(fields(more), around(surroundings))).toEqual([])
})

it('every status can be left, and leads only to other statuses', () => {
  for (const [from, moves] of Object.entries(statusMoves)) {
    expect(moves.length).toBeGreaterThan(0)
    expect(moves).not.toContain(from)
  }
})
