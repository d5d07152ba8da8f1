import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { mayMove } from './booking-states.ts'
import { expireHolds, refuseClosed } from './hold.ts'
import { lockUnits } from './lock-units.ts'
import { type LockedOrder, moveBookings } from './orders.ts'
import { quoteCells, readOfferFor } from './quote.ts'

declare module '../../bus/bus.ts' {
  interface Notices {
    'booking.moved': { orderId: string; placeId: number; fromBookingId: number; toBookingId: number }
  }
}

interface Moving {
  database: Database
  bus: Bus
  now: Date
}

export interface MoveWish {
  bookingId: number
  courtId: number
  start: string
  /** The person's own move: to a cell of the same price, unless the venue offered another cell. */
  samePrice: boolean
}

/**
 * Gives a confirmed booking another cell under its order's lock: the old one ends as moved, the new one has its price, its terms and what
 * was given back, so no money moves. Whether the new cell is free the database says.
 * @throws 409 cannot-move, move-price-differs, slot-taken, session-full; 404 court-unknown; 422 what a quote throws.
 */
export async function moveCell(
  { database, bus, now }: Moving,
  trx: Knex.Transaction,
  order: LockedOrder,
  wish: MoveWish,
): Promise<number> {
  const old = order.bookings.find(({ id }) => id === wish.bookingId)!
  if (!mayMove(old.state, 'moved') || new Date(old.end) <= now) {
    throw errors.conflict('cannot-move', `Booking ${old.id} is ${old.state} or over; it cannot be moved.`)
  }
  const cart = { placeId: order.placeId, cells: [{ courtId: wish.courtId, start: wish.start, kind: old.kind }] }
  const [line] = quoteCells(await readOfferFor(database, trx, cart, now), cart, now)
  const { court, price, start, end } = line!
  if (court.id === old.courtId && start.getTime() === Date.parse(old.start)) {
    throw errors.conflict('cannot-move', `Booking ${old.id} has that cell already.`)
  }
  if (wish.samePrice && price.priceFen !== old.priceFen + old.subsidyFen && !(await isOffered(database, trx, old.id))) {
    throw errors.conflict(
      'move-price-differs',
      `That cell costs ${price.priceFen} fen and yours ${old.priceFen + old.subsidyFen}. Nothing was moved; cancel yours and book that one.`,
    )
  }
  await lockUnits(database, trx, order.placeId, [...old.units, ...court.units])
  await refuseClosed(database, trx, order.placeId, [line!])
  await expireHolds(database, trx, now, order.placeId)
  await moveBookings(database, trx, [old.id], 'moved')
  const id = await insertMoved(database, trx, old.id, { courtId: court.id, start, end, capacity: court.capacity })
  await database.rows(trx, {
    name: 'move-offer-taken',
    text: `update booking_move_offer set state = 'moved' where booking_id = $1::bigint and state = 'open'`,
    values: [old.id],
  })
  await bus.tell(trx, 'booking.moved', {
    orderId: order.id,
    placeId: order.placeId,
    fromBookingId: old.id,
    toBookingId: id,
  })
  await addJob(trx, 'promote-waitlist', { placeId: order.placeId })
  return id
}

async function isOffered(database: Database, trx: Knex.Transaction, bookingId: number): Promise<boolean> {
  const [row] = await database.rows<{ open: boolean }>(trx, {
    name: 'move-offer-open',
    text: `select exists (select from booking_move_offer where booking_id = $1::bigint and state = 'open') as open`,
    values: [bookingId],
  })
  return row!.open
}

async function insertMoved(
  database: Database,
  trx: Knex.Transaction,
  oldId: number,
  cell: { courtId: number; start: Date; end: Date; capacity: number | null },
): Promise<number> {
  const span = [cell.courtId, cell.start, cell.end]
  if (cell.capacity !== null) {
    await database.rows(trx, {
      name: 'move-make-session',
      text: `
        insert into court_session (court_id, during, capacity)
        values ($1::bigint, tstzrange($2::timestamptz, $3::timestamptz), $4::integer)
        on conflict on constraint court_session_once do nothing`,
      values: [...span, cell.capacity],
    })
  }
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'move-insert',
    text: `
      insert into booking (order_id, court_id, session_id, during, person_kind, price_fen, price, state, refunded_fen, subsidy_fen, moved_from)
      select o.order_id, $1::bigint,
             (select s.id from court_session s where s.court_id = $1::bigint and s.during = tstzrange($2::timestamptz, $3::timestamptz)),
             tstzrange($2::timestamptz, $3::timestamptz), o.person_kind, o.price_fen, o.price, 'confirmed', o.refunded_fen, o.subsidy_fen, o.id
      from booking o
      where o.id = $4::bigint
      returning id`,
    values: [...span, oldId],
  })
  return row!.id
}
