import type { Knex } from 'knex'
import type { z } from 'zod'
import type { postVisits } from '../../contract/visits.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { clockErrorOf, corrected, doubtOf } from './rules.ts'

type Batch = z.output<(typeof postVisits)['body'] & object>

/**
 * Takes a device's counts, each of its sequences once; those that were posted before are only counted as known.
 * @throws 404 place-not-found, 422 hall-unknown, count-in-future, count-too-old.
 */
export async function takeCounts(
  database: Database,
  { placeId, device, sentAt, counts }: Batch,
  now: Date,
): Promise<{ accepted: number; known: number; clockErrorMs: number }> {
  const clockErrorMs = clockErrorOf(new Date(sentAt), now)
  const rows = counts.map((count) => ({ ...count, at: corrected(new Date(count.at), clockErrorMs) }))
  for (const { at, sequence } of rows) {
    const doubt = doubtOf(at, now)
    if (!doubt) continue
    throw errors.invalid(
      doubt,
      `Count ${sequence} is of ${at.toISOString()} by our clock, which is ${now.toISOString()}; check the device’s clock and sentAt.`,
    )
  }
  return database.primary.transaction(async (trx) => {
    const deviceId = await deviceOf(database, trx, { placeId, name: device, clockErrorMs, now })
    const accepted = await insertCounts(database, trx, { placeId, deviceId, clockErrorMs, now, rows })
    return { accepted, known: counts.length - accepted, clockErrorMs }
  })
}

interface Seen {
  placeId: number
  name: string
  clockErrorMs: number
  now: Date
}

/** The device's row, under its lock: two posts of one device come one after the other. */
export async function deviceOf(database: Database, trx: Knex.Transaction, seen: Seen): Promise<number> {
  const [device] = await database.rows<{ id: number }>(trx, {
    name: 'visits-device',
    text: `
      insert into visit_device (place_id, name, clock_error_ms, seen_at)
      select id, $2::text, $3::bigint, $4::timestamptz from place where id = $1::bigint
      on conflict on constraint visit_device_once do update
        set clock_error_ms = excluded.clock_error_ms, seen_at = excluded.seen_at
      returning id`,
    values: [seen.placeId, seen.name, seen.clockErrorMs, seen.now],
  })
  if (!device) throw errors.notFound('place-not-found', `There is no place ${seen.placeId}.`)
  return device.id
}

interface Counts {
  placeId: number
  deviceId: number
  clockErrorMs: number
  now: Date
  rows: readonly { sequence: number; at: Date; hallId: number | null; entered: number; exited: number }[]
}

/** Returns how many were new. */
export async function insertCounts(database: Database, trx: Knex.Transaction, counts: Counts): Promise<number> {
  const inserted = await database.rows(trx, {
    name: 'visits-insert',
    text: `
      insert into visit_count (device_id, sequence, place_id, hall_id, at, entered, exited, clock_error_ms, received_at)
      select $1::bigint, r.sequence, $2::bigint, r."hallId", r.at, r.entered, r.exited, $3::bigint, $4::timestamptz
      from jsonb_to_recordset($5::jsonb) as r (sequence bigint, "hallId" bigint, at timestamptz, entered integer, exited integer)
      order by r.sequence
      on conflict (device_id, sequence) do nothing
      returning sequence`,
    values: [counts.deviceId, counts.placeId, counts.clockErrorMs, counts.now, JSON.stringify(counts.rows)],
  })
  return inserted.length
}

/** Counts that are so old that nobody can post them again; their sums stay. */
export async function forgetCounts(database: Database, before: Date): Promise<void> {
  await database.rows(database.primary, {
    name: 'visits-forget',
    text: 'delete from visit_count where at < $1::timestamptz',
    values: [before],
  })
}
