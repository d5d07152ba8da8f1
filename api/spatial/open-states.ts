import type { NamedStatement } from '../db/types.ts'
import type { Clock } from './open-clock.ts'
import { closesAtSql, openNowSql } from './place-summary.ts'

/**
 * Open or closed, and until when, of places by the key of their hours. Thousands of places share the same hours, and working out
 * the next change costs more than finding the place (12 µs a row): each hours are asked once per clock, that is once a minute.
 */
export interface OpenStates {
  /** Members `openNow` and `closesAt` as JSON text without braces, by key. */
  of(keys: readonly string[], clock: Clock, at: Date, rows: Rows): Promise<ReadonlyMap<string, string>>
}

type Rows = <Row extends object>(statement: NamedStatement) => Promise<Row[]>

/** SQL of a place's key: its open minutes, or the place itself where an exception of these days makes it a case of its own. */
export const hoursKeySql = (p: string, clock: string): string => `case
    when ${p}.status <> 'open' then 'closed'
    when ${p}.open_days is null then 'unknown'
    when ${p}.exception_days && ${clock}.days then 'place ' || ${p}.id
    else ${p}.open_days::text end`

const certain: [key: string, json: string][] = [
  ['closed', '"openNow":false,"closesAt":null'],
  ['unknown', '"openNow":null,"closesAt":null'],
]

export function openStates(): OpenStates {
  const byClock = new WeakMap<Clock, Map<string, string>>()
  return {
    async of(keys, clock, at, rows) {
      const known = byClock.get(clock) ?? new Map(certain)
      byClock.set(clock, known)
      const wanted = [...new Set(keys)].filter((key) => !known.has(key))
      if (wanted.length === 0) return known
      const read = await rows<{ key: string; open: boolean; closes_at: string | null }>(readStates(wanted, clock, at))
      const found = read.map(
        ({ key, open, closes_at }) => [key, `"openNow":${open},"closesAt":${JSON.stringify(closes_at)}`] as const,
      )
      // A place's own hours may be changed by the next statement; open minutes are what they are.
      for (const [key, json] of found) if (!key.startsWith('place ')) known.set(key, json)
      return new Map([...known, ...found])
    },
  }
}

function readStates(keys: readonly string[], clock: Clock, at: Date): NamedStatement {
  const places = keys.filter((key) => key.startsWith('place '))
  return {
    name: 'spatial_open_states',
    text: `with clock as materialized (
  select $1::timestamptz as at, $2::integer[] as minutes, $3::daterange as days
),
hours_of as (
  select key, 'open' as status, key::int4multirange as open_days, null::datemultirange as exception_days, null::jsonb as hours
  from unnest($4::text[]) as key
  union all
  select 'place ' || id, status, open_days, exception_days, hours
  from place
  where id = any ($5::bigint[])
)
select p.key, ${openNowSql('p', 'clock')} as open, ${closesAtSql('p', 'clock')} as closes_at
from hours_of p
cross join clock`,
    values: [
      at,
      clock.minutes,
      clock.days,
      keys.filter((key) => !key.startsWith('place ')),
      places.map((key) => Number(key.slice('place '.length))),
    ],
  }
}
