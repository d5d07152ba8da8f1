import type { Database } from '../../db/types.ts'
import { buildPlace } from '../places/build.ts'
import type { CancellationStep } from './offer.ts'

/** Courts for tests, with the parents that they need: open every day 08:00–22:00, 60 by day and 80 from 18:00. */

export interface VenueSeed {
  placeId?: number
  slotMinutes?: number
  weekly?: [number, number][][]
  holidays?: [number, number][] | null
  windowDays?: number
  noticeMinutes?: number
  mostPerDay?: number | null
  cancellation?: CancellationStep[]
  /** Default: courts 1, 2, 3 and the hall that is all of them. */
  courts?: { nameZh: string; units: number[]; capacity?: number; kinds?: string[] }[]
  rules?: {
    priceFen: number
    fromMinute?: number
    dayKind?: string
    personKind?: string
    per?: string
    fee?: string
    priority?: number
  }[]
}

export interface Venue {
  placeId: number
  timetableId: number
  courtIds: number[]
}

export const threeCourtsAndHall: NonNullable<VenueSeed['courts']> = [
  { nameZh: '1号场', units: [1] },
  { nameZh: '2号场', units: [2] },
  { nameZh: '3号场', units: [3] },
  { nameZh: '全场', units: [1, 2, 3] },
]
const dayAndEvening: NonNullable<VenueSeed['rules']> = [
  { priceFen: 6000 },
  { priceFen: 8000, fromMinute: 1080, priority: 1 },
]
export const halfUntilTwoHours = [
  { untilMinutes: 1440, refundPercent: 100 },
  { untilMinutes: 120, refundPercent: 50 },
]

export async function buildVenue(database: Database, seed: VenueSeed = {}): Promise<Venue> {
  const placeId = seed.placeId ?? (await buildPlace(database, { nameZh: '测试羽毛球馆' }))
  const [timetable] = await database.rows<{ id: number }>(database.primary, {
    name: 'build-timetable',
    text: `
      insert into timetable (place_id, name_zh, slot_minutes, weekly, holidays, window_days, notice_minutes, most_per_day, cancellation)
      values ($1, '平时', $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8::jsonb)
      returning id`,
    values: [
      placeId,
      seed.slotMinutes ?? 60,
      JSON.stringify(seed.weekly ?? Array.from({ length: 7 }, () => [[480, 1320]])),
      seed.holidays ? JSON.stringify(seed.holidays) : null,
      seed.windowDays ?? 7,
      seed.noticeMinutes ?? 0,
      seed.mostPerDay ?? null,
      JSON.stringify(seed.cancellation ?? halfUntilTwoHours),
    ],
  })
  const timetableId = timetable!.id
  const courtIds: number[] = []
  for (const court of seed.courts ?? threeCourtsAndHall) {
    const [made] = await database.rows<{ id: number }>(database.primary, {
      name: 'build-court',
      text: `
        insert into court (place_id, timetable_id, name_zh, units, capacity, kinds)
        values ($1, $2, $3, $4::smallint[], $5, $6::text[])
        returning id`,
      values: [placeId, timetableId, court.nameZh, court.units, court.capacity ?? null, court.kinds ?? ['adult']],
    })
    courtIds.push(made!.id)
  }
  for (const rule of seed.rules ?? dayAndEvening) {
    await database.rows(database.primary, {
      name: 'build-price-rule',
      text: `
        insert into price_rule (timetable_id, from_minute, day_kind, person_kind, per, fee, price_fen, priority)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [
        timetableId,
        rule.fromMinute ?? 0,
        rule.dayKind ?? 'any',
        rule.personKind ?? null,
        rule.per ?? 'hour',
        rule.fee ?? (rule.priceFen === 0 ? 'free' : 'paid'),
        rule.priceFen,
        rule.priority ?? 0,
      ],
    })
  }
  return { placeId, timetableId, courtIds }
}

/** What must hold whatever happened: names of what does not. */
export async function brokenInvariants(database: Database): Promise<string[]> {
  const [counted] = await database.rows<Record<string, number>>(database.primary, {
    name: 'booking-invariants',
    text: `
      select
        (select count(*)::integer
         from booking_occupancy a join booking_occupancy b
           on a.place_id = b.place_id and a.unit = b.unit and a.during && b.during and a.ctid <> b.ctid) as overlaps,
        (select count(*)::integer
         from booking b
         join booking_state s on s.state = b.state
         join court c on c.id = b.court_id
         where b.session_id is null and (select count(*) from booking_occupancy o where o.booking_id = b.id)
           <> case when s.occupies then cardinality(c.units) else 0 end) as "wrongOccupancy",
        (select count(*)::integer
         from court_session e
         where e.seats_taken <> (select count(*) from booking b join booking_state s on s.state = b.state
                                 where b.session_id = e.id and s.occupies)) as "wrongSeats",
        (select coalesce(sum(amount_fen), 0)::integer from ledger_entry) as "ledgerSum",
        (select count(*)::integer from (
           select transaction_id from ledger_entry group by transaction_id having sum(amount_fen) <> 0) t) as "unbalanced",
        -- Paid: the order is confirmed by it (and stays paid when cancelled), or all of it is owed back.
        (select count(*)::integer
         from payment y
         where y.state = 'paid'
           and not exists (select from refund r where r.payment_id = y.id and r.booking_id is null and r.amount_fen = y.amount_fen)
           and exists (select from booking b where b.order_id = y.order_id and b.state in ('held', 'expired', 'released'))) as "paidForNothing",
        (select count(*)::integer
         from payment y
         where y.state = 'paid' and not exists (select from ledger_transaction t where t.key = 'payment:' || y.id || ':received')) as "paidNotPosted",
        (select count(*)::integer
         from (select o.id
               from booking_order o
               join payment y on y.order_id = o.id and y.state = 'paid'
               where not exists (select from refund r where r.payment_id = y.id and r.booking_id is null)
               group by o.id having count(*) > 1) t) as "paidTwiceKept",
        (select count(*)::integer
         from booking_order o
         where o.total_fen > 0
           and exists (select from booking b where b.order_id = o.id and b.state = 'confirmed')
           and not exists (select from payment y where y.order_id = o.id and y.state in ('paid', 'due'))) as "confirmedUnpaid",
        (select count(*)::integer
         from payment y
         where y.refunded_fen <> (select coalesce(sum(r.amount_fen), 0) from refund r where r.payment_id = y.id)) as "refundsMiscounted"`,
    values: [],
  })
  return Object.entries(counted!)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${name}: ${count}`)
}
