import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'

/** Everything that decides what of a place can be booked in some days, as it stands. */
export interface Offer {
  place: { id: number; status: string } | null
  timetables: Timetable[]
  courts: Court[]
  rules: PriceRule[]
  closures: Closure[]
  calendar: LegalDay[]
  taken: Taken[]
  sessions: Session[]
}

export interface Timetable {
  id: number
  slotMinutes: number
  weekly: [number, number][][]
  holidays: [number, number][] | null
  windowDays: number
  noticeMinutes: number
  mostPerDay: number | null
  holdMinutes: number
  cancellation: CancellationStep[]
  seriesWeeks: number
  waitlistPlaces: number
}

export interface CancellationStep {
  untilMinutes: number
  refundPercent: number
}

export interface Court {
  id: number
  timetableId: number
  nameZh: string
  nameEn: string | null
  sport: string | null
  sportNameZh: string | null
  sportNameEn: string | null
  units: number[]
  capacity: number | null
  kinds: string[]
}

export interface PriceRule {
  id: number
  timetableId: number
  courtId: number | null
  dayKind: 'any' | 'workday' | 'restday' | 'holiday'
  fromMinute: number
  toMinute: number
  personKind: string | null
  fromDay: string | null
  toDay: string | null
  fee: 'paid' | 'low-fee' | 'free'
  per: 'hour' | 'visit'
  priceFen: number
  priority: number
}

export interface Closure {
  courtId: number | null
  fromDay: string
  toDay: string
  weekdays: number[] | null
  fromMinute: number
  toMinute: number
}

export interface LegalDay {
  day: string
  kind: 'holiday' | 'workday'
  nameZh: string
  nameEn: string
}

/** A floor unit that a booking has; seconds since 1970. */
export type Taken = [unit: number, fromSecond: number, toSecond: number]

/** Seconds since 1970. */
export type Session = [courtId: number, fromSecond: number, toSecond: number, placesLeft: number]

/**
 * One statement for all of it, its rows as one JSON value: $1 place, $2…$3 first and last local day, $4 now (a hold that is over by
 * then takes nothing), $5 the courts that are wanted (null: all; those on the same floor come with them). Occupancy is found by its exclusion constraint's index.
 */
const text = `
  with input as (
    select $1::bigint as place_id, $2::date as from_day, $3::date as to_day, $4::timestamptz as at,
           (select array_agg(u) from court w cross join unnest(w.units) u where w.id = any($5::bigint[])) as units
  ), span as (
    select tstzrange(from_day::timestamp at time zone 'Asia/Shanghai', (to_day + 2)::timestamp at time zone 'Asia/Shanghai') as during
    from input
  ), the_court as materialized (
    select c.*, s.name_zh as sport_zh, s.name_en as sport_en
    from input i
    join court c on c.place_id = i.place_id
    left join sport s on s.code = c.sport
    where c.archived_at is null and ($5::bigint[] is null or c.units && i.units)
  ), the_timetable as materialized (
    select t.*
    from input i
    join timetable t on t.place_id = i.place_id
    where $5::bigint[] is null or t.id in (select c.timetable_id from the_court c)
  )
  select
    (select json_build_object('id', p.id, 'status', p.status) from input i join place p on p.id = i.place_id) as place,
    coalesce((select json_agg(json_build_object('id', t.id, 'slotMinutes', t.slot_minutes, 'weekly', t.weekly, 'holidays', t.holidays,
       'windowDays', t.window_days, 'noticeMinutes', t.notice_minutes, 'mostPerDay', t.most_per_day,
       'holdMinutes', t.hold_minutes, 'cancellation', t.cancellation, 'seriesWeeks', t.series_weeks,
       'waitlistPlaces', t.waitlist_places)) from the_timetable t), '[]') as timetables,
    coalesce((select json_agg(json_build_object('id', c.id, 'timetableId', c.timetable_id, 'nameZh', c.name_zh, 'nameEn', c.name_en,
       'sport', c.sport, 'sportNameZh', c.sport_zh, 'sportNameEn', c.sport_en, 'units', c.units, 'capacity', c.capacity,
       'kinds', c.kinds) order by c.sort, c.id) from the_court c), '[]') as courts,
    coalesce((select json_agg(json_build_object('id', r.id, 'timetableId', r.timetable_id, 'courtId', r.court_id, 'dayKind', r.day_kind,
       'fromMinute', r.from_minute, 'toMinute', r.to_minute, 'personKind', r.person_kind, 'fromDay', r.from_day, 'toDay', r.to_day,
       'fee', r.fee, 'per', r.per, 'priceFen', r.price_fen, 'priority', r.priority))
       from the_timetable t join price_rule r on r.timetable_id = t.id), '[]') as rules,
    coalesce((select json_agg(json_build_object('courtId', c.court_id, 'fromDay', c.from_day, 'toDay', c.to_day, 'weekdays', c.weekdays,
       'fromMinute', c.from_minute, 'toMinute', c.to_minute))
       from input i join closure c on c.place_id = i.place_id and c.to_day >= i.from_day and c.from_day <= i.to_day), '[]') as closures,
    coalesce((select json_agg(json_build_object('day', d.day, 'kind', d.kind, 'nameZh', d.name_zh, 'nameEn', d.name_en))
       from input i join calendar_day d on d.day between i.from_day and i.to_day), '[]') as calendar,
    coalesce((select json_agg(json_build_array(o.unit, extract(epoch from lower(o.during))::bigint, extract(epoch from upper(o.during))::bigint))
       from input i, span s, booking_occupancy o
       where o.place_id = i.place_id and o.during && s.during and o.booking_id is not null
         and ($5::bigint[] is null or o.unit = any(i.units))
         and (o.held_until is null or o.held_until > i.at)), '[]') as taken,
    coalesce((select json_agg(json_build_array(s.court_id, extract(epoch from lower(s.during))::bigint, extract(epoch from upper(s.during))::bigint,
         s.capacity - s.seats_taken + (
           select count(*) from booking b where b.session_id = s.id and b.state = 'held' and b.held_until <= i.at)))
       from input i, span w, the_court c, court_session s
       where c.capacity is not null and s.court_id = c.id and s.during && w.during), '[]') as sessions`

/** @param on a reader, or the transaction that is about to hold cells */
export async function readOffer(
  database: Pick<Database, 'rows'>,
  on: Knex | Knex.Transaction,
  asked: { placeId: number; fromDay: string; toDay: string; now: Date; courtIds?: readonly number[] },
  signal?: AbortSignal,
): Promise<Offer> {
  const { placeId, fromDay, toDay, now, courtIds } = asked
  const name = courtIds ? 'booking-offer-of-courts' : 'booking-offer'
  const statement = { name, text, values: [placeId, fromDay, toDay, now, courtIds ?? null] }
  const [offer] = await database.rows<Offer>(on, statement, signal ? { signal } : {})
  return offer!
}
