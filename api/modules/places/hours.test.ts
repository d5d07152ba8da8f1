import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Hours, hours as hoursShape } from '../../contract/place-record.ts'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { arbitraryHours } from './arbitrary-hours.ts'
import { type Calendar, openState, weeklyMinutes } from './hours.ts'

const calendar: Calendar = new Map([
  ['2026-10-01', { kind: 'holiday', nameZh: '国庆节', nameEn: 'National Day' }],
  ['2026-10-02', { kind: 'holiday', nameZh: '国庆节', nameEn: 'National Day' }],
  ['2026-10-10', { kind: 'workday', nameZh: '国庆节', nameEn: 'National Day' }],
])
const shanghai = (local: string) => new Date(`${local}+08:00`)
const daily = (from: number, to: number): Hours => ({
  weekly: Array.from({ length: 7 }, () => [[from, to]]),
  holidays: null,
  exceptions: [],
})

describe('openState', () => {
  it('tells the closing time of a place that is open and the opening time of one that is closed', () => {
    const hours = daily(540, 1260)
    expect(openState(hours, calendar, shanghai('2026-05-06T10:30'))).toMatchObject({
      open: true,
      changesAt: '2026-05-06T13:00:00Z',
      today: [[540, 1260]],
    })
    expect(openState(hours, calendar, shanghai('2026-05-06T21:00'))).toMatchObject({
      open: false,
      changesAt: '2026-05-07T01:00:00Z',
    })
  })

  it('stays open past midnight into a day that is closed', () => {
    const hours = daily(1200, 1560)
    hours.weekly[3] = []
    expect(openState(hours, calendar, shanghai('2026-05-07T01:59'))).toMatchObject({
      open: true,
      changesAt: '2026-05-06T18:00:00Z',
      today: [],
    })
    expect(openState(hours, calendar, shanghai('2026-05-07T02:00')).open).toBe(false)
  })

  it('uses the hours of a legal holiday, and says which', () => {
    const hours = { ...daily(540, 1260), holidays: [[600, 960]] as Hours['holidays'] }
    expect(openState(hours, calendar, shanghai('2026-10-01T17:00'))).toMatchObject({
      open: false,
      reasonZh: '国庆节',
      reasonEn: 'National Day',
    })
    expect(openState(hours, calendar, shanghai('2026-10-03T17:00')).open).toBe(true)
  })

  it('gives a make-up workday, here a Saturday, the hours of Monday', () => {
    const hours = daily(540, 1260)
    hours.weekly[0] = [[720, 780]]
    expect(openState(hours, calendar, shanghai('2026-10-10T12:30')).today).toEqual([[720, 780]])
    expect(openState(hours, calendar, shanghai('2026-10-10T14:00')).open).toBe(false)
  })

  it('lets the last exception that covers a day win over holiday and week', () => {
    const hours = daily(540, 1260)
    const exception = { reasonEn: '', announcedOn: null }
    hours.exceptions = [
      { ...exception, from: '2026-10-01', to: '2026-10-05', open: [], reasonZh: '检修' },
      { ...exception, from: '2026-10-02', to: '2026-10-02', open: [[600, 660]], reasonZh: '比赛' },
    ]
    expect(openState(hours, calendar, shanghai('2026-10-01T12:00'))).toMatchObject({ open: false, reasonZh: '检修' })
    expect(openState(hours, calendar, shanghai('2026-10-02T10:30'))).toMatchObject({ open: true, reasonZh: '比赛' })
    expect(openState(hours, calendar, shanghai('2026-10-01T12:00')).changesAt).toBe('2026-10-02T02:00:00Z')
  })

  it('joins days without a gap into one opening, and knows no end of one that has none', () => {
    expect(openState(daily(0, 1440), calendar, shanghai('2026-05-06T10:00')).changesAt).toBeNull()
    const weekend = daily(0, 1440)
    weekend.weekly[0] = [[0, 60]]
    expect(openState(weekend, calendar, shanghai('2026-05-06T10:00')).changesAt).toBe('2026-05-10T17:00:00Z')
  })
})

it('counts overlapping spans of a week once', () => {
  const hours = daily(540, 600)
  hours.weekly[6] = [
    [600, 720],
    [660, 1500],
  ]
  expect(weeklyMinutes(hours)).toBe(6 * 60 + (1500 - 600))
})

describe('in the database', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
    const days = [...calendar].map(([day, { kind, nameZh, nameEn }]) => ({
      day,
      kind,
      name_zh: nameZh,
      name_en: nameEn,
    }))
    await database.primary('calendar_day').insert(days.map((day) => ({ ...day, source: 'test' })))
  })
  afterAll(() => database?.close())

  it('is_open and the look-up in open_days say what openState says, for any hours at any moment', async () => {
    const moments = fc
      .integer({
        min: shanghai('2026-09-27T00:00').getTime() / 1000,
        max: shanghai('2026-10-14T00:00').getTime() / 1000,
      })
      .map((second) => new Date(second * 1000))
    const cases = fc.sample(fc.tuple(arbitraryHours, moments), { numRuns: 3_000, seed: 20_260_501 })
    const rows = await database.rows<{ exact: boolean; fast: boolean }>(database.primary, {
      name: 'hours-twin',
      text: `
        with input as (
          select (c.value -> 0) as hours, (c.value ->> 1)::timestamptz as at, c.ordinality
          from jsonb_array_elements($1::jsonb) with ordinality as c (value, ordinality)
        )
        select is_open(hours, at) as exact,
               case when exception_days_of(hours) && open_probe_days(at) then is_open(hours, at)
                    else open_by_days(open_days_of(hours), open_probe(at)) end as fast
        from input
        order by ordinality`,
      values: [JSON.stringify(cases)],
    })
    const expected = cases.map(([hours, at]) => openState(hours, calendar, at).open)
    expect(expected.filter(Boolean).length).toBeGreaterThan(300)
    expect(rows.map(({ exact }) => exact)).toEqual(expected)
    expect(rows.map(({ fast }) => fast)).toEqual(expected)
  })

  it('knows nothing of a place without hours', async () => {
    const [row] = await database.rows<{ open: null }>(database.primary, {
      name: 'hours-unknown',
      text: `select open_by_days(open_days_of(null), open_probe(now())) as open`,
      values: [],
    })
    expect(row).toEqual({ open: null })
  })
})

it('makes random hours that the contract accepts', () => {
  fc.assert(fc.property(arbitraryHours, (hours) => hoursShape.safeParse(hours).success))
})
