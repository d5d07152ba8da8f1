import type { Knex } from 'knex'
import type { z } from 'zod'
import type { getOrder } from '../../contract/bookings.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { type BookingState, bookingMoves, mayMove, orderStateOf } from './booking-states.ts'
import type { CancellationStep } from './offer.ts'
import { refundOf } from './refund-rules.ts'
import { signingKey, ticketOf } from './signing.ts'

export type OrderReply = z.output<(typeof getOrder)['reply']>

interface OrderRow extends Omit<OrderReply, 'state' | 'now' | 'bookings'> {
  bookings: (Omit<OrderReply['bookings'][number], 'ticket' | 'refundIfCancelledFen'> & {
    cancellation: CancellationStep[]
  })[]
}

const text = `
  select o.id, o.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", p.is_demo as "isDemo",
         o.total_fen as "totalFen", to_char(o.hold_expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "holdExpiresAt",
         (select json_build_object('state', y.state, 'provider', y.provider, 'amountFen', y.amount_fen, 'refundedFen', y.refunded_fen)
          from payment y
          where y.order_id = o.id
          order by y.state in ('paid', 'due') desc, y.created_at desc
          limit 1) as payment,
         (select json_agg(json_build_object('id', b.id, 'courtId', b.court_id, 'courtNameZh', c.name_zh, 'courtNameEn', c.name_en,
            'start', to_char(lower(b.during) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'end', to_char(upper(b.during) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'kind', b.person_kind, 'priceFen', b.price_fen, 'refundedFen', b.refunded_fen,
            'state', case when b.state = 'held' and b.held_until <= $4::timestamptz then 'expired' else b.state end,
            'moveOfferUntil', (select to_char(m.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from booking_move_offer m
               where m.booking_id = b.id and m.state = 'open'),
            'cancellation', b.price -> 'cancellation') order by lower(b.during), b.court_id, b.id)
          from booking b join court c on c.id = b.court_id where b.order_id = o.id) as bookings
  from booking_order o
  join place p on p.id = o.place_id
  where o.person_id = $1::uuid and o.channel <> 'walk-in' and ($2::uuid is null or o.id = $2::uuid) and ($3::bigint is null or o.place_id = $3::bigint)
    and ($5::timestamptz is null or o.created_at < $5::timestamptz)
  order by o.created_at desc
  limit $6::integer`

export interface OwnOrders {
  personId: string
  now: Date
}

/** @throws 404 order-not-found, also for another person's. */
export async function readOrder(database: Database, { personId, now }: OwnOrders, id: string): Promise<OrderReply> {
  const values = [personId, id, null, now, null, 1]
  const [row] = await database.rows<OrderRow>(database.primary, { name: 'booking-orders', text, values })
  if (!row) throw orderNotFound(id)
  return present(row, now, await signingKey(database, 'ticket'))
}

export async function listOrders(
  database: Database,
  { personId, now }: OwnOrders,
  query: { placeId?: number | undefined; state?: string | undefined; before?: string | undefined; limit: number },
): Promise<OrderReply[]> {
  const values = [personId, null, query.placeId ?? null, now, query.before ?? null, query.limit]
  const rows = await database.rows<OrderRow>(database.primary, { name: 'booking-orders', text, values })
  const key = await signingKey(database, 'ticket')
  const orders = rows.map((row) => present(row, now, key))
  return query.state ? orders.filter(({ state }) => state === query.state) : orders
}

function present(row: OrderRow, now: Date, ticketKey: Buffer): OrderReply {
  const bookings = row.bookings.map(({ cancellation, ...booking }) => {
    const state = booking.state as BookingState
    const start = new Date(booking.start)
    const paid = row.payment?.state === 'paid'
    return {
      ...booking,
      ticket: bookingMoves[state].occupies && state !== 'held' ? ticketOf(ticketKey, booking.id) : null,
      refundIfCancelledFen:
        paid && mayMove(state, 'cancelled') ? refundOf({ ...booking, start }, cancellation, now) : 0,
    }
  })
  const state = orderStateOf(bookings.map((booking) => booking.state as BookingState))
  return { ...row, state, now: now.toISOString(), bookings }
}

export const orderNotFound = (id: string) =>
  errors.notFound('order-not-found', `You have no order ${id}; GET /api/booking/orders lists yours.`)

export interface LockedOrder {
  id: string
  placeId: number
  personId: string
  channel: string
  totalFen: number
  /** Payments begun and not ended, by provider. */
  pending: Record<string, string>
  bookings: {
    id: number
    state: BookingState
    units: number[]
    priceFen: number
    refundedFen: number
    subsidyFen: number
    courtId: number
    sessionId: number | null
    kind: string
    start: string
    end: string
    heldUntil: string | null
    cancellation: CancellationStep[]
  }[]
}

/**
 * The order and its bookings under their locks, the first locks of everything that moves its money or bookings; `personId` null for the
 * program itself.
 */
export async function lockOrder(
  database: Database,
  trx: Knex.Transaction,
  id: string,
  personId: string | null,
): Promise<LockedOrder> {
  const [order] = await database.rows<LockedOrder>(trx, {
    name: 'booking-lock-order',
    text: `
      select id, place_id as "placeId", person_id as "personId", channel, total_fen as "totalFen", pending, bookings
      from booking_lock_order($1::uuid, $2::uuid)`,
    values: [id, personId],
  })
  if (!order) throw orderNotFound(id)
  return order
}

/** @throws by the database, when a move is not legal or a cell is taken. */
export async function moveBookings(
  database: Database,
  trx: Knex.Transaction,
  ids: readonly number[],
  to: BookingState,
): Promise<void> {
  await database.rows(trx, {
    name: 'booking-move',
    text: `update booking set state = $2::text, held_until = null where id = any($1::bigint[])`,
    values: [ids, to],
  })
}
