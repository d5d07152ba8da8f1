import type { Knex } from 'knex'
import type { z } from 'zod'
import type { visitFigures } from '../../contract/visits.ts'
import type { Database } from '../../db/types.ts'
import { lastMonths, localDayOf } from './rules.ts'

type Figures = z.input<(typeof visitFigures)['reply']>

export interface Scope {
  region?: string | undefined
  type?: string | undefined
}

/**
 * Sums of every counted place, from months and one day alone: $1 today, $2 first days of region codes, $3 type. 220 counters of three
 * years are some 8,000 rows of months.
 */
export const countedPlaces = `
  input as (
    select $1::date as today, date_trunc('month', $1::date)::date as this_month, date_trunc('year', $1::date)::date as this_year,
           $2::text as prefix, $3::text as type_code
  ), by_month as (
    select m.place_id, sum(m.entered) as total,
           coalesce(sum(m.entered) filter (where m.month >= i.this_year), 0) as year,
           coalesce(sum(m.entered) filter (where m.month = i.this_month), 0) as month
    from input i, visit_month m
    group by m.place_id
  ), by_day as (
    select d.place_id, sum(d.entered) as today, greatest(0, sum(d.entered - d.exited)) as inside
    from input i
    join visit_day d on d.day = i.today
    group by d.place_id
  ), counted as materialized (
    select p.id, p.name_zh, p.name_en, p.type_code, p.region_code, p.is_demo, p.rating, p.rating_count, p.fee,
           m.total, m.year, m.month, coalesce(d.today, 0) as today, coalesce(d.inside, 0) as inside
    from input i
    cross join by_month m
    join place p on p.id = m.place_id
    left join by_day d on d.place_id = p.id
    where (i.prefix is null or p.region_code like i.prefix || '%') and (i.type_code is null or p.type_code = i.type_code)
  )`

const sums = `count(*)::integer as places, sum(c.today)::bigint as today, sum(c.month)::bigint as month,
  sum(c.year)::bigint as year, sum(c.total)::bigint as total`

const text = `
  with ${countedPlaces}, regions as (
    -- A municipality has no prefectures and stands for itself.
    select coalesce(n.code::text, rpad(left(c.region_code, 2), 6, '0')) as code, ${sums}
    from counted c
    left join region n on n.code = rpad(left(c.region_code, $4::integer), 6, '0')
    where c.region_code is not null
    group by 1
  ), types as (
    select c.type_code as code, ${sums} from counted c group by 1
  ), top as (
    select c.id as "placeId", c.name_zh as "nameZh", c.name_en as "nameEn", c.region_code as "regionCode", c.is_demo as "isDemo",
           case $5::text when 'today' then c.today when 'month' then c.month when 'year' then c.year else c.total end as entered
    from counted c
    order by entered desc, c.id
    limit 5
  ), months as (
    select to_char(m.month, 'YYYY-MM') as month, sum(m.entered) as entered
    from input i
    join visit_month m on m.month > i.this_month - interval '1 year' and m.month <= i.this_month
    join counted c on c.id = m.place_id
    group by 1
  )
  select (select json_build_object('places', count(*), 'demoPlaces', count(*) filter (where is_demo), 'inside', coalesce(sum(inside), 0),
            'today', coalesce(sum(today), 0), 'month', coalesce(sum(month), 0), 'year', coalesce(sum(year), 0),
            'total', coalesce(sum(total), 0)) from counted) as sums,
         coalesce((select json_object_agg(month, entered) from months), '{}') as months,
         coalesce((select json_agg(json_build_object('code', r.code, 'nameZh', n.name_zh, 'nameEn', n.name_en, 'places', r.places,
            'today', r.today, 'month', r.month, 'year', r.year, 'total', r.total) order by r.month desc, r.code)
            from regions r join region n on n.code = r.code), '[]') as "byRegion",
         coalesce((select json_agg(json_build_object('code', t.code, 'nameZh', n.name_zh, 'nameEn', n.name_en, 'places', t.places,
            'today', t.today, 'month', t.month, 'year', t.year, 'total', t.total) order by t.month desc, t.code)
            from types t join place_type n on n.code = t.code), '[]') as "byType",
         coalesce((select json_agg(t) from top t), '[]') as top`

interface Row extends Pick<Figures, 'byRegion' | 'byType' | 'top'> {
  sums: Pick<Figures, 'places' | 'demoPlaces' | 'inside' | 'today' | 'month' | 'year' | 'total'>
  months: Record<string, number>
}

const digits = { province: 2, prefecture: 4, county: 6 } as const

export async function readFigures(
  database: Database,
  on: Knex,
  asked: Scope & { level?: keyof typeof digits | undefined; period: string; now: Date },
  signal?: AbortSignal,
): Promise<Figures> {
  const today = localDayOf(asked.now.getTime())
  const prefix = prefixOf(asked.region)
  const level = asked.level ?? (prefix === null ? 'prefecture' : prefix.length <= 2 ? 'prefecture' : 'county')
  const statement = {
    name: 'visits-figures',
    text,
    values: [today, prefix, asked.type ?? null, digits[level], asked.period],
  }
  const [row] = await database.rows<Row>(on, statement, signal ? { signal } : {})
  const { sums, months, ...rest } = row!
  return {
    ...sums,
    ...rest,
    asOf: asked.now.toISOString(),
    months: lastMonths(today).map((month) => ({ month, entered: months[month] ?? 0 })),
  }
}

/** 510100 holds all codes that begin with 5101; null is everywhere. */
export const prefixOf = (region: string | undefined): string | null => region?.replace(/(?:00)+$/, '') ?? null
