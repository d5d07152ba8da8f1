import type { Knex } from 'knex'
import type { z } from 'zod'
import type { bookingSetUp, courtFields, TimetableFields } from '../../contract/booking-set-up.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** Timetables, prices, courts and closures of a place, read and written whole. */

type SetUp = z.output<(typeof bookingSetUp)['reply']>
type CourtFields = z.output<typeof courtFields>

const text = `
  with input as (
    select $1::bigint as place_id, $2::date as today
  )
  select (select p.id from input i join place p on p.id = i.place_id) as "placeId",
    coalesce((select json_agg(json_build_object('id', t.id, 'nameZh', t.name_zh, 'slotMinutes', t.slot_minutes, 'weekly', t.weekly,
       'holidays', t.holidays, 'windowDays', t.window_days, 'noticeMinutes', t.notice_minutes, 'mostPerDay', t.most_per_day,
       'holdMinutes', t.hold_minutes, 'cancellation', t.cancellation, 'seriesWeeks', t.series_weeks,
       'waitlistPlaces', t.waitlist_places, 'offerMinutes', t.offer_minutes, 'earlyMinutes', t.early_minutes, 'reentry', t.reentry,
       'rules', coalesce((select json_agg(json_build_object('courtId', r.court_id, 'dayKind', r.day_kind, 'fromMinute', r.from_minute,
          'toMinute', r.to_minute, 'personKind', r.person_kind, 'fromDay', r.from_day, 'toDay', r.to_day, 'fee', r.fee, 'per', r.per,
          'priceFen', r.price_fen, 'priority', r.priority) order by r.id) from price_rule r where r.timetable_id = t.id), '[]'))
       order by t.id) from input i join timetable t on t.place_id = i.place_id), '[]') as timetables,
    coalesce((select json_agg(json_build_object('id', c.id, 'timetableId', c.timetable_id, 'nameZh', c.name_zh, 'nameEn', c.name_en,
       'sport', c.sport, 'units', c.units, 'capacity', c.capacity, 'kinds', c.kinds, 'sort', c.sort,
       'archived', c.archived_at is not null) order by c.sort, c.id) from input i join court c on c.place_id = i.place_id), '[]') as courts,
    coalesce((select json_agg(json_build_object('id', c.id, 'courtId', c.court_id, 'fromDay', c.from_day, 'toDay', c.to_day,
       'weekdays', c.weekdays, 'fromMinute', c.from_minute, 'toMinute', c.to_minute, 'reasonZh', c.reason_zh, 'reasonEn', c.reason_en)
       order by c.from_day, c.id) from input i join closure c on c.place_id = i.place_id and c.to_day >= i.today), '[]') as closures`

/** @throws 404 place-not-found */
export async function readSetUp(database: Database, on: Knex, placeId: number, today: string): Promise<SetUp> {
  const [row] = await database.rows<SetUp & { placeId: number | null }>(on, {
    name: 'booking-set-up',
    text,
    values: [placeId, today],
  })
  const { placeId: found, ...setUp } = row!
  if (found === null) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  return setUp
}

const timetableValues = (fields: TimetableFields) => [
  fields.nameZh,
  fields.slotMinutes,
  JSON.stringify(fields.weekly),
  fields.holidays === null ? null : JSON.stringify(fields.holidays),
  fields.windowDays,
  fields.noticeMinutes,
  fields.mostPerDay,
  fields.holdMinutes,
  JSON.stringify(fields.cancellation),
  fields.seriesWeeks,
  fields.waitlistPlaces,
  fields.offerMinutes,
  fields.earlyMinutes,
  fields.reentry,
]
const timetableColumns = `name_zh, slot_minutes, weekly, holidays, window_days, notice_minutes, most_per_day, hold_minutes, cancellation,
  series_weeks, waitlist_places, offer_minutes, early_minutes, reentry`
const given = `$2::text, $3::smallint, $4::jsonb, $5::jsonb, $6::smallint, $7::integer, $8::smallint, $9::smallint, $10::jsonb,
  $11::smallint, $12::smallint, $13::smallint, $14::smallint, $15::boolean`

/** @throws 404 place-not-found, 404 court-unknown */
export async function insertTimetable(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  fields: TimetableFields,
): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'timetable-insert',
    text: `insert into timetable (place_id, ${timetableColumns}) select id, ${given} from place where id = $1::bigint returning id`,
    values: [placeId, ...timetableValues(fields)],
  })
  if (!row) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  await writeRules(database, trx, { placeId, timetableId: row.id }, fields)
  return row.id
}

/** @throws 404 timetable-unknown, 404 court-unknown */
export async function updateTimetable(
  database: Database,
  trx: Knex.Transaction,
  { placeId, timetableId }: { placeId: number; timetableId: number },
  fields: TimetableFields,
): Promise<void> {
  const [row] = await database.rows(trx, {
    name: 'timetable-update',
    text: `
      update timetable set (${timetableColumns}) = (${given})
      where id = $16::bigint and place_id = $1::bigint
      returning id`,
    values: [placeId, ...timetableValues(fields), timetableId],
  })
  if (!row) throw timetableUnknown(placeId, timetableId)
  await database.rows(trx, {
    name: 'price-rules-forget',
    text: 'delete from price_rule where timetable_id = $1::bigint',
    values: [timetableId],
  })
  await writeRules(database, trx, { placeId, timetableId }, fields)
}

async function writeRules(
  database: Database,
  trx: Knex.Transaction,
  { placeId, timetableId }: { placeId: number; timetableId: number },
  { rules }: TimetableFields,
): Promise<void> {
  const courtIds = [...new Set(rules.flatMap(({ courtId }) => (courtId === null ? [] : [courtId])))]
  for (const courtId of courtIds) await checkCourt(database, trx, placeId, courtId)
  await database.rows(trx, {
    name: 'price-rules-write',
    text: `
      insert into price_rule (timetable_id, court_id, day_kind, from_minute, to_minute, person_kind, from_day, to_day, fee, per, price_fen, priority)
      select $1::bigint, r."courtId", r."dayKind", r."fromMinute", r."toMinute", r."personKind", r."fromDay", r."toDay", r.fee, r.per,
             r."priceFen", r.priority
      from jsonb_to_recordset($2::jsonb) as r ("courtId" bigint, "dayKind" text, "fromMinute" smallint, "toMinute" smallint,
        "personKind" text, "fromDay" date, "toDay" date, fee text, per text, "priceFen" integer, priority smallint)`,
    values: [timetableId, JSON.stringify(rules)],
  })
}

/** @throws 404 court-unknown */
export async function checkCourt(
  database: Database,
  on: Knex | Knex.Transaction,
  placeId: number,
  courtId: number,
): Promise<void> {
  const [court] = await database.rows(on, {
    name: 'court-of-place',
    text: 'select id from court where id = $1::bigint and place_id = $2::bigint',
    values: [courtId, placeId],
  })
  if (!court) throw errors.notFound('court-unknown', `Place ${placeId} has no court ${courtId}.`)
}

export const timetableUnknown = (placeId: number, id: number) =>
  errors.notFound('timetable-unknown', `Place ${placeId} has no timetable ${id}.`)

/** Writes a court: a new one where `courtId` is null. @throws 404 timetable-unknown, 404 court-unknown, 409 court-booked */
export async function writeCourt(
  database: Database,
  trx: Knex.Transaction,
  { placeId, courtId }: { placeId: number; courtId: number | null },
  fields: CourtFields,
): Promise<number> {
  const [timetable] = await database.rows(trx, {
    name: 'timetable-of-place',
    text: 'select id from timetable where id = $1::bigint and place_id = $2::bigint',
    values: [fields.timetableId, placeId],
  })
  if (!timetable) throw timetableUnknown(placeId, fields.timetableId)
  const values = [
    placeId,
    fields.timetableId,
    fields.nameZh,
    fields.nameEn,
    fields.sport,
    [...new Set(fields.units)].sort((a, b) => a - b),
    fields.capacity,
    fields.kinds,
    fields.sort,
    fields.archived,
  ]
  const columns = 'timetable_id, name_zh, name_en, sport, units, capacity, kinds, sort, archived_at'
  const row = `$2::bigint, $3::text, $4::text, $5::text, $6::smallint[], $7::integer, $8::text[], $9::smallint, case when $10::boolean then now() end`
  const [written] = await database.rows<{ id: number }>(
    trx,
    courtId === null
      ? {
          name: 'court-insert',
          text: `insert into court (place_id, ${columns}) values ($1::bigint, ${row}) returning id`,
          values,
        }
      : {
          name: 'court-update',
          text: `update court set (${columns}) = (${row}) where id = $11::bigint and place_id = $1::bigint returning id`,
          values: [...values, courtId],
        },
  )
  if (!written) throw errors.notFound('court-unknown', `Place ${placeId} has no court ${courtId}.`)
  return written.id
}
