import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import type { BookingState } from './booking-states.ts'
import type { ScanReason } from './gate-rules.ts'

export interface GateBooking {
  id: number
  orderId: string
  personId: string
  placeId: number
  name: string
  state: BookingState
  start: string
  end: string
  earlyMinutes: number
  reentry: boolean
  dueFen: number
  lastPassage: 'entry' | 'exit' | null
  courtNameZh: string
  courtNameEn: string | null
}

const gateBooking = `
  select b.id, b.order_id as "orderId", o.person_id as "personId", o.place_id as "placeId",
         case when o.channel = 'walk-in' then o.note else p.name end as name,
         case when b.state = 'held' and b.held_until <= now() then 'expired' else b.state end as state,
         lower(b.during) as start, upper(b.during) as "end", t.early_minutes as "earlyMinutes", t.reentry,
         coalesce((select y.amount_fen from payment y where y.order_id = o.id and y.state = 'due' and y.collected_at is null limit 1), 0) as "dueFen",
         (select s.direction from gate_scan s where s.booking_id = b.id and s.reason = 'valid' order by s.at desc, s.id desc limit 1) as "lastPassage",
         c.name_zh as "courtNameZh", c.name_en as "courtNameEn"
  from booking b
  join booking_order o on o.id = b.order_id
  join person p on p.id = o.person_id
  join court c on c.id = b.court_id
  join timetable t on t.id = c.timetable_id`

export const orderOfBooking = (database: Database, trx: Knex.Transaction, id: number) =>
  database.rows<{ orderId: string }>(trx, {
    name: 'gate-order-of',
    text: 'select order_id as "orderId" from booking where id = $1::bigint',
    values: [id],
  })

export const bookingAtGate = (database: Database, trx: Knex.Transaction, id: number) =>
  database.rows<GateBooking>(trx, {
    name: 'gate-booking',
    text: `${gateBooking} where b.id = $1::bigint`,
    values: [id],
  })

/** A person's bookings at a place on the local day of a scan and the night before it. */
export const bookingsOfPerson = (
  database: Database,
  trx: Knex.Transaction,
  { personId, placeId, at }: { personId: string; placeId: number; at: Date },
) =>
  database.rows<GateBooking>(trx, {
    name: 'gate-bookings-of-person',
    text: `${gateBooking}
      where o.person_id = $1::uuid and o.place_id = $2::bigint and o.channel <> 'walk-in'
        and b.during && tstzrange($3::timestamptz - interval '12 hours', $3::timestamptz + interval '24 hours')
      order by lower(b.during), b.id`,
    values: [personId, placeId, at],
  })

export interface ScanRow {
  id: number
  reason: ScanReason
  direction: 'entry' | 'exit'
  bookingId: number | null
}

/** A scan of this nonce that was judged before; whoever else brings it waits until then. */
export async function earlierScan(
  database: Database,
  trx: Knex.Transaction,
  { placeId, nonce }: { placeId: number; nonce: string },
): Promise<ScanRow | undefined> {
  await database.rows(trx, {
    name: 'gate-lock-nonce',
    text: `select pg_advisory_xact_lock(hashtextextended($1::text, $2::bigint))`,
    values: [`gate ${nonce}`, placeId],
  })
  const [scan] = await database.rows<ScanRow>(trx, {
    name: 'gate-earlier-scan',
    text: `
      select id, reason, direction, booking_id as "bookingId"
      from gate_scan
      where place_id = $1::bigint and nonce = $2::text`,
    values: [placeId, nonce],
  })
  return scan
}

export interface NewScan {
  placeId: number
  nonce: string
  device: string
  direction: 'entry' | 'exit'
  kind: 'ticket' | 'personal-code' | 'other'
  reason: ScanReason
  bookingId: number | null
  personId: string | null
  at: Date
  receivedAt: Date
}

export async function insertScan(database: Database, trx: Knex.Transaction, scan: NewScan): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'gate-insert-scan',
    text: `
      insert into gate_scan (place_id, nonce, device, direction, kind, reason, booking_id, person_id, at, received_at)
      values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text, $7::bigint, $8::uuid, $9::timestamptz, $10::timestamptz)
      returning id`,
    values: [
      scan.placeId,
      scan.nonce,
      scan.device,
      scan.direction,
      scan.kind,
      scan.reason,
      scan.bookingId,
      scan.personId,
      scan.at,
      scan.receivedAt,
    ],
  })
  return row!.id
}

export async function checkInBooking(database: Database, trx: Knex.Transaction, id: number, at: Date): Promise<void> {
  await database.rows(trx, {
    name: 'gate-check-in',
    text: `update booking set state = 'checked-in', checked_in_at = $2::timestamptz where id = $1::bigint`,
    values: [id, at],
  })
}

/** Let in less let out on the local day of a moment. */
export async function insideNow(
  database: Database,
  on: Knex,
  placeId: number,
  now: Date,
): Promise<{ inside: number; entries: number }> {
  const [counted] = await database.rows<{ entries: number; exits: number }>(on, {
    name: 'gate-inside',
    text: `
      select count(*) filter (where direction = 'entry')::integer as entries,
             count(*) filter (where direction = 'exit')::integer as exits
      from gate_scan
      where place_id = $1::bigint and reason = 'valid'
        and at >= date_trunc('day', $2::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'`,
    values: [placeId, now],
  })
  const { entries, exits } = counted!
  return { inside: Math.max(0, entries - exits), entries }
}

export const lastScans = (database: Database, on: Knex, placeId: number) =>
  database.rows<{
    id: number
    at: string
    device: string
    direction: 'entry' | 'exit'
    reason: ScanReason
    courtNameZh: string | null
    courtNameEn: string | null
  }>(on, {
    name: 'gate-last-scans',
    text: `
      select s.id, s.at, s.device, s.direction, s.reason, c.name_zh as "courtNameZh", c.name_en as "courtNameEn"
      from gate_scan s
      left join booking b on b.id = s.booking_id
      left join court c on c.id = b.court_id
      where s.place_id = $1::bigint
      order by s.at desc, s.id desc
      limit 20`,
    values: [placeId],
  })

export const ticketsAround = (database: Database, on: Knex, placeId: number, now: Date) =>
  database.rows<{ id: number; opens: string; closes: string; courtNameZh: string; courtNameEn: string | null }>(on, {
    name: 'gate-tickets',
    text: `
      select b.id, lower(b.during) - make_interval(mins => t.early_minutes) as opens, upper(b.during) as closes,
             c.name_zh as "courtNameZh", c.name_en as "courtNameEn"
      from court c
      join timetable t on t.id = c.timetable_id
      join booking b on b.court_id = c.id
      where c.place_id = $1::bigint and b.state in ('confirmed', 'checked-in')
        and b.during && tstzrange($2::timestamptz - interval '1 day', $2::timestamptz + interval '2 days')
        and not exists (select from payment y where y.order_id = b.order_id and y.state = 'due' and y.collected_at is null)
      order by 2`,
    values: [placeId, now],
  })

export async function hasCourts(database: Database, trx: Knex.Transaction, placeId: number): Promise<boolean> {
  const [row] = await database.rows<{ there: boolean }>(trx, {
    name: 'gate-has-courts',
    text: 'select exists (select from court where place_id = $1::bigint and archived_at is null) as there',
    values: [placeId],
  })
  return row!.there
}
