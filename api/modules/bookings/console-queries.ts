import type { Knex } from 'knex'
import type { z } from 'zod'
import type { bookingRevenue, ListedBooking, venueSettlement } from '../../contract/booking-console.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** Lists and figures of a place's bookings. Days are local and of the booked cell, but for the settlement: there of the posting. */

export interface BookingsAsked {
  placeId: number
  from: string
  to: string
  state?: string | undefined
  q?: string | undefined
  limit: number
  offset: number
}

export async function bookingsOf(
  database: Database,
  on: Knex,
  asked: BookingsAsked,
): Promise<{ total: number; items: ListedBooking[] }> {
  const part = asked.q ? `%${asked.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await database.rows<ListedBooking & { total: number }>(on, {
    name: 'console-bookings',
    text: `
      with input as (
        select $1::bigint as place_id, tstzrange($2::date::timestamp at time zone 'Asia/Shanghai',
          ($3::date + 1)::timestamp at time zone 'Asia/Shanghai') as span
      )
      select count(*) over ()::integer as total, b.id, b.order_id as "orderId", b.court_id as "courtId", c.name_zh as "courtNameZh",
             c.name_en as "courtNameEn", lower(b.during) as start, upper(b.during) as "end",
             case when b.state = 'held' and b.held_until <= now() then 'expired' else b.state end as state, o.channel,
             case when o.channel = 'walk-in' then o.note else p.name end as "personName",
             case when o.channel = 'walk-in' then '' else o.note end as note, b.person_kind as kind,
             b.price_fen as "priceFen", b.refunded_fen as "refundedFen",
             coalesce((select y.amount_fen from payment y
                where y.order_id = o.id and y.state = 'due' and y.collected_at is null limit 1), 0)::integer as "dueFen",
             (select m.until from booking_move_offer m where m.booking_id = b.id and m.state = 'open') as "moveOfferUntil"
      from input i
      join court c on c.place_id = i.place_id
      join booking b on b.court_id = c.id and b.during && i.span and lower(b.during) >= lower(i.span)
      join booking_order o on o.id = b.order_id
      join person p on p.id = o.person_id
      where ($4::text is null or b.state = $4::text)
        and ($5::text is null or p.name ilike $5::text or o.note ilike $5::text or c.name_zh ilike $5::text)
      order by lower(b.during), c.sort, b.id
      limit $6::integer offset $7::integer`,
    values: [asked.placeId, asked.from, asked.to, asked.state ?? null, part, asked.limit, asked.offset],
  })
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total, ...item }) => item) }
}

type Revenue = z.input<(typeof bookingRevenue)['reply']>

/** What was paid or is due for cells that count or kept something, less what was given back. */
export async function revenueOf(
  database: Database,
  on: Knex,
  { placeId, from, to }: { placeId: number; from: string; to: string },
): Promise<Revenue> {
  const sums = `count(*) filter (where e.occupies)::integer as bookings,
    coalesce(sum(e.gross), 0)::bigint as "grossFen", coalesce(sum(e.back), 0)::bigint as "refundedFen"`
  const [row] = await database.rows<Revenue & { whole: Omit<Revenue, 'byDay' | 'byCourt' | 'bySport'> }>(on, {
    name: 'console-revenue',
    text: `
      with input as (
        select $1::bigint as place_id, tstzrange($2::date::timestamp at time zone 'Asia/Shanghai',
          ($3::date + 1)::timestamp at time zone 'Asia/Shanghai') as span
      ), e as materialized (
        select (lower(b.during) at time zone 'Asia/Shanghai')::date as day, c.id as court_id, c.name_zh, c.name_en, c.sport, s.occupies,
               case when s.occupies or exists (select from payment y where y.order_id = b.order_id and y.state = 'paid')
                 then b.price_fen else 0 end as gross, b.refunded_fen as back
        from input i
        join court c on c.place_id = i.place_id
        join booking b on b.court_id = c.id and b.during && i.span and lower(b.during) >= lower(i.span)
        join booking_state s on s.state = b.state
        where b.state in ('confirmed', 'checked-in', 'done', 'no-show', 'cancelled')
      )
      select (select row_to_json(w) from (select ${sums} from e) w) as whole,
             coalesce((select json_agg(d order by d.day) from (select e.day, ${sums} from e group by e.day) d), '[]') as "byDay",
             coalesce((select json_agg(c order by c."grossFen" desc, c."courtId") from (
               select e.court_id as "courtId", e.name_zh as "nameZh", e.name_en as "nameEn", ${sums}
               from e group by e.court_id, e.name_zh, e.name_en) c), '[]') as "byCourt",
             coalesce((select json_agg(s order by s."grossFen" desc) from (
               select e.sport, n.name_zh as "nameZh", n.name_en as "nameEn", ${sums}
               from e left join sport n on n.code = e.sport group by e.sport, n.name_zh, n.name_en) s), '[]') as "bySport"`,
    values: [placeId, from, to],
  })
  const { whole, byDay, byCourt, bySport } = row!
  return { ...whole, byDay, byCourt, bySport }
}

type Settlement = z.input<(typeof venueSettlement)['reply']>

/** Each posting on the venue's account in a period: what we owe it is what the lines add up to. */
export async function settlementOf(
  database: Database,
  on: Knex,
  { placeId, from, to }: { placeId: number; from: string; to: string },
): Promise<Settlement> {
  const items = await database.rows<Settlement['items'][number]>(on, {
    name: 'console-settlement',
    text: `
      with input as (
        select $1::bigint as place_id, $2::date::timestamp at time zone 'Asia/Shanghai' as from_at,
               ($3::date + 1)::timestamp at time zone 'Asia/Shanghai' as to_at
      )
      select (t.at at time zone 'Asia/Shanghai')::date::text as day, t.order_id as "orderId",
             split_part(t.key, ':', 1) || '-' || split_part(t.key, ':', 3) as kind, -e.amount_fen as "amountFen"
      from input i
      join booking_order o on o.place_id = i.place_id
      join ledger_transaction t on t.order_id = o.id and t.at >= i.from_at and t.at < i.to_at
      join ledger_entry e on e.transaction_id = t.id and e.account = 'venue-payable'
      order by t.at, t.id`,
    values: [placeId, from, to],
  })
  return { payableFen: items.reduce((sum, { amountFen }) => sum + amountFen, 0), items }
}

export const calendarDays = (database: Database, on: Knex, year: number) =>
  database.rows<{ day: string; kind: 'holiday' | 'workday'; nameZh: string; nameEn: string; source: string }>(on, {
    name: 'calendar-list',
    text: `
      select day::text, kind, name_zh as "nameZh", name_en as "nameEn", source
      from calendar_day
      where day >= make_date($1::integer, 1, 1) and day <= make_date($1::integer, 12, 31)
      order by day`,
    values: [year],
  })

/** What somebody entered stands over the library's: `seed-data/load-calendar.ts` leaves other sources alone. */
export async function writeCalendarDay(
  database: Database,
  entry: { day: string; kind: 'holiday' | 'workday'; nameZh: string; nameEn: string },
) {
  const source = 'entered'
  await database.rows(database.primary, {
    name: 'calendar-write',
    text: `
      insert into calendar_day (day, kind, name_zh, name_en, source)
      values ($1::date, $2::text, $3::text, $4::text, $5::text)
      on conflict (day) do update
        set kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en, source = excluded.source`,
    values: [entry.day, entry.kind, entry.nameZh, entry.nameEn, source],
  })
  return { ...entry, source }
}

/** Takes an entered day back: what the library says of it stands again. @throws 404 calendar-day-unknown */
export async function removeCalendarDay(database: Database, day: string): Promise<void> {
  const [taken] = await database.rows<{ days: number }>(database.primary, {
    name: 'calendar-remove',
    text: `
      with restored as (
        update calendar_day
        set kind = library ->> 'kind', name_zh = library ->> 'nameZh', name_en = library ->> 'nameEn', source = 'chinese-days'
        where day = $1::date and source = 'entered' and library is not null
        returning day
      ), removed as (
        delete from calendar_day
        where day = $1::date and source = 'entered' and library is null
        returning day
      )
      select ((select count(*) from restored) + (select count(*) from removed))::integer as days`,
    values: [day],
  })
  if (!taken!.days)
    throw errors.notFound('calendar-day-unknown', `Nobody entered ${day}; there is nothing to take back.`)
}
