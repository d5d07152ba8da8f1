import type { Database } from '../../db/types.ts'
import type { FreeBetween } from '../../spatial/free-between.ts'

/**
 * Places with a court that can be had for the whole of a time, in one statement over courts alone: open then, not closed, sold, within window
 * and notice, and no floor unit of it taken (asked of the exclusion constraint's index). A time past midnight belongs to its first day.
 */
const text = `
  with input as (
    select $1::timestamptz as from_at, $2::timestamptz as to_at, tstzrange($1::timestamptz, $2::timestamptz) as span, $3::timestamptz as at,
           ($1::timestamptz at time zone 'Asia/Shanghai')::date as day, $4::text as prefix, $5::text[] as sports,
           $6::float8[] as box
  ), times as (
    select i.*, extract(epoch from i.from_at - i.day::timestamp at time zone 'Asia/Shanghai')::integer / 60 as from_minute,
           extract(epoch from i.to_at - i.day::timestamp at time zone 'Asia/Shanghai')::integer / 60 as to_minute,
           extract(isodow from i.day)::integer as weekday, d.kind as legal,
           coalesce(d.kind, case when extract(isodow from i.day) >= 6 then 'restday' else 'workday' end) as day_kind
    from input i
    left join calendar_day d on d.day = i.day
  ), near as (
    select p.id
    from times i
    join place p on p.status = 'open'
      and (i.prefix is null or p.region_code like i.prefix || '%')
      and (i.box is null or p.location && st_makeenvelope(i.box[1], i.box[2], i.box[3], i.box[4], 4326))
    where exists (select from court c where c.place_id = p.id)
  )
  select distinct c.place_id as id
  from times i
  join court c on c.archived_at is null and c.place_id in (select id from near)
    and (i.sports is null or c.sport = any(i.sports))
  join timetable t on t.id = c.timetable_id
  where i.from_at >= i.at + make_interval(mins => t.notice_minutes)
    and i.day < (i.at at time zone 'Asia/Shanghai')::date + t.window_days
    and exists (
      select from jsonb_array_elements(case
        when i.legal = 'workday' then t.weekly -> 0
        when i.legal = 'holiday' and t.holidays is not null then t.holidays
        else t.weekly -> (i.weekday - 1) end) s
      where (s.value ->> 0)::integer <= i.from_minute and (s.value ->> 1)::integer >= i.to_minute)
    and exists (
      select from price_rule r
      where r.timetable_id = t.id and (r.court_id is null or r.court_id = c.id)
        and r.from_minute <= i.from_minute and r.to_minute > i.from_minute
        and (r.day_kind in ('any', i.day_kind) or (r.day_kind = 'restday' and i.day_kind = 'holiday'))
        and (r.from_day is null or r.from_day <= i.day) and (r.to_day is null or r.to_day >= i.day))
    and not exists (
      select from closure x
      where x.place_id = c.place_id and (x.court_id is null or x.court_id = c.id) and i.day between x.from_day and x.to_day
        and (x.weekdays is null or i.weekday = any(x.weekdays)) and x.from_minute < i.to_minute and x.to_minute > i.from_minute)
    and not exists (
      select from booking_occupancy o
      left join court_session e on e.id = o.session_id
      where o.place_id = c.place_id and o.unit = any(c.units) and o.during && i.span and (o.held_until is null or o.held_until > i.at)
        and not (e.court_id is not distinct from c.id and e.seats_taken < e.capacity and c.capacity is not null))`

export async function freeBetween(database: Database, asked: FreeBetween, now: Date): Promise<number[]> {
  const { from, to, region, sports, bbox } = asked
  const rows = await database.rows<{ id: number }>(database.reader(), {
    name: 'booking-free-between',
    text,
    values: [from, to, now, region?.replace(/(?:00)+$/, '') ?? null, sports?.length ? sports : null, bbox ?? null],
  })
  return rows.map(({ id }) => id)
}
