import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { openClock } from './open-clock.ts'
import { openStates } from './open-states.ts'
import { clockSql, closesAtSql, openNowSql } from './place-summary.ts'
import { insertTestPlaces, insertTestRegions, randomPlaces } from './testing-places.ts'

let database: TestDatabase
const moments = [
  '2026-05-06T04:00:00Z',
  '2026-05-08T16:30:00Z',
  '2026-05-01T02:00:00Z',
  '2026-05-09T22:59:00Z',
  '2026-05-03T15:59:30Z',
]

beforeAll(async () => {
  database = await openTestDatabase()
  await insertTestRegions(database.primary)
  await insertTestPlaces(database.primary, randomPlaces(60, 20260620))
  await database.primary.raw(`insert into calendar_day (day, kind, name_zh, name_en, source)
    values ('2026-05-01', 'holiday', '劳动节', 'Labour Day', 'test'), ('2026-05-09', 'workday', '调休', 'Make-up day', 'test')
    on conflict do nothing`)
}, 60_000)
afterAll(() => database.close())

interface State {
  id: number
  open: boolean | null
  closes_at: string | null
  whole_open: boolean | null
  whole_change: string | null
  differs: boolean
}

const states = (at: string) =>
  database.rows<State>(database.primary, {
    name: 'test-states',
    text: `with clock as materialized (${clockSql('$1')})
      select p.id, ${openNowSql('p', 'clock')} as open, ${closesAtSql('p', 'clock')} as closes_at,
        case when p.status <> 'open' then false else is_open(p.hours, clock.at) end as whole_open,
        case when p.status = 'open' and p.hours is not null then open_change(p.hours, clock.at) end as whole_change,
        -- One minute before it changes a place is as it is now, at that minute it is not.
        coalesce(is_open(p.hours, open_change(p.hours, clock.at)::timestamptz - interval '1 minute') <> is_open(p.hours, clock.at)
          or is_open(p.hours, open_change(p.hours, clock.at)::timestamptz) = is_open(p.hours, clock.at), false) as differs
      from place p cross join clock`,
    values: [at],
  })

it.each(moments)('agrees with the whole hours at %s, and says when that changes', async (at) => {
  const rows = await states(at)
  for (const row of rows) {
    expect([row.id, row.open, row.closes_at]).toEqual([row.id, row.whole_open, row.whole_change])
    expect([row.id, row.differs]).toEqual([row.id, false])
  }
  expect(rows.filter(({ closes_at }) => closes_at !== null).length).toBeGreaterThan(30)
})

it('answers the same by the key of the hours, and asks for each hours once', async () => {
  const at = new Date(moments[0]!)
  let asked = 0
  const rows = <Row extends object>(statement: Parameters<TestDatabase['rows']>[1]) => {
    asked += 1
    return database.rows<Row>(database.primary, statement)
  }
  const clockOf = openClock(database)
  const clock = await clockOf(database.primary, at, new AbortController().signal)
  expect(await clockOf(database.primary, at, new AbortController().signal)).toBe(clock)
  const all = await states(moments[0]!)
  const byId = await openStates().of(
    all.map(({ id }) => `place ${id}`),
    clock,
    at,
    rows,
  )
  for (const { id, open, closes_at } of all) {
    expect(byId.get(`place ${id}`)).toBe(`"openNow":${open},"closesAt":${JSON.stringify(closes_at)}`)
  }
  const kept = openStates()
  asked = 0
  for (let turn = 0; turn < 3; turn += 1) await kept.of(['{[540,1260)}', 'closed', 'unknown'], clock, at, rows)
  expect(asked).toBe(1)
})
