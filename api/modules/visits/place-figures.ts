import type { Knex } from 'knex'
import type { z } from 'zod'
import type { placeVisitCounts, placeVisits, VisitFigures } from '../../contract/visits.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { localDayOf, spanOf } from './rules.ts'

type PlaceVisits = z.input<(typeof placeVisits)['reply']>
type Counts = z.input<(typeof placeVisitCounts)['reply']>

interface Row {
  place: { nameZh: string; nameEn: string | null; isDemo: boolean } | null
  figures: (VisitFigures & { hallId: number | null })[]
  halls: { id: number; nameZh: string; nameEn: string | null }[]
  points: Record<string, [entered: number, exited: number]>
}

/** $1 place, $2 today, $3…$4 the span's first day and the day after its last, $5 what a point of the curve is. */
const text = `
  with input as (
    select $1::bigint as place_id, $2::date as today, $3::date as from_day, $4::date as to_day, $5::text as span
  ), by_hall as (
    select m.hall_id, sum(m.entered) as total,
           coalesce(sum(m.entered) filter (where m.month >= date_trunc('year', i.today)::date), 0) as year,
           coalesce(sum(m.entered) filter (where m.month = date_trunc('month', i.today)::date), 0) as month
    from input i
    join visit_month m on m.place_id = i.place_id
    group by m.hall_id
  ), points as (
    select to_char(h.hour at time zone 'Asia/Shanghai', 'HH24') as at, h.entered, h.exited
    from input i
    join visit_hour h on h.place_id = i.place_id
      and h.hour >= i.from_day::timestamp at time zone 'Asia/Shanghai' and h.hour < i.to_day::timestamp at time zone 'Asia/Shanghai'
    where i.span = 'day'
    union all
    select d.day::text, d.entered, d.exited
    from input i
    join visit_day d on d.place_id = i.place_id and d.day >= i.from_day and d.day < i.to_day
    where i.span = 'month'
    union all
    select to_char(m.month, 'YYYY-MM'), m.entered, m.exited
    from input i
    join visit_month m on m.place_id = i.place_id and m.month >= i.from_day and m.month < i.to_day
    where i.span = 'year'
  )
  select (select json_build_object('nameZh', p.name_zh, 'nameEn', p.name_en, 'isDemo', p.is_demo)
          from input i join place p on p.id = i.place_id) as place,
         coalesce((select json_agg(json_build_object('hallId', b.hall_id, 'total', b.total, 'year', b.year, 'month', b.month,
            'today', coalesce(d.entered, 0), 'inside', coalesce(d.entered - d.exited, 0)))
            from input i
            cross join by_hall b
            left join visit_day d on d.place_id = i.place_id and d.hall_id is not distinct from b.hall_id and d.day = i.today), '[]') as figures,
         coalesce((select json_agg(json_build_object('id', h.id, 'nameZh', h.name_zh, 'nameEn', h.name_en) order by h.id)
            from input i join visit_hall h on h.place_id = i.place_id and h.archived_at is null), '[]') as halls,
         coalesce((select json_object_agg(s.at, json_build_array(s.entered, s.exited))
            from (select at, sum(entered) as entered, sum(exited) as exited from points group by at) s), '{}') as points`

const none: VisitFigures = { inside: 0, today: 0, month: 0, year: 0, total: 0 }

/** @throws 404 place-not-found */
export async function readPlaceVisits(
  database: Database,
  on: Knex,
  asked: { placeId: number; span: 'day' | 'month' | 'year'; day: string | undefined; now: Date },
  signal?: AbortSignal,
): Promise<PlaceVisits> {
  const today = localDayOf(asked.now.getTime())
  const span = spanOf(asked.span, asked.day ?? today)
  const values = [asked.placeId, today, span.from, span.to, asked.span]
  const [row] = await database.rows<Row>(on, { name: 'visits-place', text, values }, signal ? { signal } : {})
  const { place, figures, halls, points } = row!
  if (!place) throw errors.notFound('place-not-found', `There is no place ${asked.placeId}.`)
  return {
    placeId: asked.placeId,
    ...place,
    ...addUp(figures),
    asOf: asked.now.toISOString(),
    halls: halls.map((hall) => ({ ...hall, figures: addUp(figures.filter(({ hallId }) => hallId === hall.id)) })),
    from: span.from,
    points: span.points.map((at) => ({ at, entered: points[at]?.[0] ?? 0, exited: points[at]?.[1] ?? 0 })),
  }
}

function addUp(figures: readonly VisitFigures[]): VisitFigures {
  const sums = figures.reduce(
    (sum, each) => ({
      inside: sum.inside + each.inside,
      today: sum.today + each.today,
      month: sum.month + each.month,
      year: sum.year + each.year,
      total: sum.total + each.total,
    }),
    none,
  )
  return { ...sums, inside: Math.max(0, sums.inside) }
}

/** The counts of a local day, the latest first. */
export async function readCounts(
  database: Database,
  on: Knex,
  asked: { placeId: number; day: string; limit: number; offset: number },
): Promise<Counts> {
  const rows = await database.rows<Counts['items'][number] & { total: number }>(on, {
    name: 'visits-counts',
    text: `
      with input as (
        select $1::bigint as place_id, $2::date::timestamp at time zone 'Asia/Shanghai' as from_at,
               ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' as to_at
      )
      select count(*) over ()::integer as total, c.at, d.name as device, c.sequence, c.hall_id as "hallId", c.entered, c.exited,
             c.clock_error_ms as "clockErrorMs", c.received_at as "receivedAt"
      from input i
      join visit_count c on c.place_id = i.place_id and c.at >= i.from_at and c.at < i.to_at
      join visit_device d on d.id = c.device_id
      order by c.at desc, c.device_id, c.sequence desc
      limit $3::integer offset $4::integer`,
    values: [asked.placeId, asked.day, asked.limit, asked.offset],
  })
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total, ...item }) => item) }
}
