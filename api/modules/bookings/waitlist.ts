import type { Knex } from 'knex'
import type { z } from 'zod'
import type { listMyWaitlist } from '../../contract/booking-wishes.ts'
import type { Database } from '../../db/types.ts'
import { errors, ProblemError } from '../../errors.ts'
import { holdCells } from './hold.ts'
import { lockUnits } from './lock-units.ts'
import { quoteCells, readOfferFor } from './quote.ts'
import { tellPerson } from './tell-person.ts'
import { transact } from './transact.ts'

/**
 * Waiting for a cell that somebody has: so many places a cell, first come first served. A freed cell is held for the first who waits, as an
 * order of theirs, for the time of the timetable; when they let it lapse the next one is asked.
 */

export type WaitlistEntry = z.output<(typeof listMyWaitlist)['reply']>['items'][number]

interface Wish {
  placeId: number
  courtId: number
  start: string
  kind: string
}

/** @throws 404 court-unknown, 409 cell-free, waitlist-full, waitlist-already; 422 what a quote throws. */
export async function joinWaitlist(
  database: Database,
  trx: Knex.Transaction,
  wish: Wish,
  { personId, now }: { personId: string; now: Date },
): Promise<number> {
  const cart = { placeId: wish.placeId, cells: [{ courtId: wish.courtId, start: wish.start, kind: wish.kind }] }
  const offer = await readOfferFor(database, trx, cart, now)
  const [line] = quoteCells(offer, cart, now)
  if (line!.free) throw errors.conflict('cell-free', 'That cell is free: book it, there is nothing to wait for.')
  await lockUnits(database, trx, wish.placeId, line!.court.units)
  const [entry] = await database.rows<{ id: number | null; already: boolean }>(trx, {
    name: 'waitlist-join',
    text: `
      with input as (
        select $1::bigint as place_id, $2::bigint as court_id, tstzrange($3::timestamptz, $4::timestamptz) as during,
               $5::uuid as person_id, $6::text as kind, $7::integer as places
      ), already as (
        select w.id from input i join waitlist_entry w
          on w.court_id = i.court_id and w.during = i.during and w.person_id = i.person_id and w.state = 'waiting'
      ), seat as (
        select min(s) as seat
        from input i
        cross join generate_series(1, i.places) s
        where not exists (
          select from waitlist_entry w where w.court_id = i.court_id and w.during = i.during and w.state = 'waiting' and w.seat = s)
      ), joined as (
        insert into waitlist_entry (place_id, court_id, during, person_id, person_kind, seat)
        select i.place_id, i.court_id, i.during, i.person_id, i.kind, s.seat
        from input i, seat s
        where s.seat is not null and not exists (select from already)
        returning id
      )
      select (select id from joined) as id, exists (select from already) as already`,
    values: [wish.placeId, wish.courtId, line!.start, line!.end, personId, wish.kind, line!.timetable.waitlistPlaces],
  })
  if (entry!.already) throw errors.conflict('waitlist-already', 'You wait for that cell already.')
  if (entry!.id === null)
    throw errors.conflict('waitlist-full', 'As many wait for that cell as may. Choose another one.')
  return entry!.id
}

/** @throws 404 waitlist-entry-not-found */
export async function leaveWaitlist(database: Database, personId: string, id: number): Promise<void> {
  const [left] = await database.rows(database.primary, {
    name: 'waitlist-leave',
    text: `
      update waitlist_entry set state = 'left'
      where id = $1::bigint and person_id = $2::uuid and state = 'waiting'
      returning id`,
    values: [id, personId],
  })
  if (!left) throw errors.notFound('waitlist-entry-not-found', `You do not wait under number ${id} (any more).`)
}

export const waitingOf = (database: Database, personId: string, now: Date) =>
  database.rows<WaitlistEntry>(database.primary, {
    name: 'waitlist-mine',
    text: `
      select w.id, w.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", w.court_id as "courtId",
             c.name_zh as "courtNameZh", c.name_en as "courtNameEn", lower(w.during) as start, upper(w.during) as "end", w.state,
             (select count(*)::integer from waitlist_entry o
              where o.court_id = w.court_id and o.during = w.during and o.state = 'waiting' and o.id < w.id) as ahead,
             w.order_id as "orderId"
      from waitlist_entry w
      join place p on p.id = w.place_id
      join court c on c.id = w.court_id
      where w.person_id = $1::uuid and w.state in ('waiting', 'offered') and lower(w.during) > $2::timestamptz
      order by lower(w.during), w.id`,
    values: [personId, now],
  })

/** Offers each free cell of a place to the first who waits for it. Safe to run any number of times and beside itself. */
export async function promoteWaiting(database: Database, placeId: number, now: Date): Promise<number> {
  const waiting = await database.rows<{ id: number; courtId: number; start: string }>(database.primary, {
    name: 'waitlist-waiting',
    text: `
      select id, court_id as "courtId", lower(during) as start
      from waitlist_entry
      where place_id = $1::bigint and state = 'waiting'
      order by id
      limit 500`,
    values: [placeId],
  })
  const full = new Set<string>()
  let offered = 0
  for (const { id, courtId, start } of waiting) {
    if (full.has(`${courtId} ${start}`)) continue
    const outcome = await transact(database, (trx) => offerTo(database, trx, id, now))
    if (outcome === 'full') full.add(`${courtId} ${start}`)
    if (outcome === 'offered') offered++
  }
  return offered
}

/** Every place where somebody waits. */
export async function promoteAll(database: Database, now: Date): Promise<void> {
  const places = await database.rows<{ placeId: number }>(database.primary, {
    name: 'waitlist-places',
    text: `select distinct place_id as "placeId" from waitlist_entry where state = 'waiting'`,
    values: [],
  })
  for (const { placeId } of places) await promoteWaiting(database, placeId, now)
}

type Outcome = 'offered' | 'full' | 'gone'
const taken = new Set(['booking_occupancy_no_overlap', 'court_session_capacity', 'slot-taken', 'session-full'])

async function offerTo(database: Database, trx: Knex.Transaction, id: number, now: Date): Promise<Outcome> {
  const [entry] = await database.rows<Wish & { personId: string; offerMinutes: number }>(trx, {
    name: 'waitlist-lock',
    text: `
      select w.place_id as "placeId", w.court_id as "courtId", lower(w.during) as start, w.person_kind as kind,
             w.person_id as "personId", t.offer_minutes as "offerMinutes"
      from waitlist_entry w
      join court c on c.id = w.court_id
      join timetable t on t.id = c.timetable_id
      where w.id = $1::bigint and w.state = 'waiting'
      for no key update of w`,
    values: [id],
  })
  if (!entry) return 'gone'
  const { placeId, courtId, kind, personId, offerMinutes } = entry
  const start = new Date(entry.start).toISOString()
  try {
    const orderId = await trx.transaction((inner) =>
      holdCells(
        database,
        inner,
        { placeId, cells: [{ courtId, start, kind }] },
        { personId, now, channel: 'waitlist', holdMinutes: offerMinutes },
      ),
    )
    await setState(database, trx, id, 'offered', orderId)
    await tellPerson(database, trx, { personId, orderId, kind: 'waitlist-offered', details: { minutes: offerMinutes } })
    return 'offered'
  } catch (error) {
    const word = error instanceof ProblemError ? error.code : ((error as { constraint?: string }).constraint ?? '')
    if (taken.has(word)) return 'full'
    // Closed, past, or not sold any more: nobody can have it.
    if (!(error instanceof ProblemError)) throw error
    await setState(database, trx, id, 'lapsed', null)
    return 'gone'
  }
}

async function setState(
  database: Database,
  trx: Knex.Transaction,
  id: number,
  state: 'offered' | 'lapsed',
  orderId: string | null,
): Promise<void> {
  await database.rows(trx, {
    name: 'waitlist-set-state',
    text: 'update waitlist_entry set state = $2::text, order_id = $3::uuid where id = $1::bigint',
    values: [id, state, orderId],
  })
}
