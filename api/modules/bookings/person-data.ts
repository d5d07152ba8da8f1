import type { Knex } from 'knex'
import type { PersonSections } from '../../bus/person.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'

/** Orders, tickets and payments; they outlive the person's name, because the ledger stands on them. */
export function listenForPersons({ bus, database }: Core): void {
  bus.answer('person-data', ({ personId }) => readPersonSections(database.primary, personId))
  bus.on('person.erased', forgetPerson)
}

async function readPersonSections(on: Knex, personId: string): Promise<PersonSections> {
  const { rows: orders } = await on.raw(
    `select id, place_id as "placeId", total_fen as "totalFen", created_at as "createdAt"
     from app.booking_order where person_id = :personId order by created_at`,
    { personId },
  )
  const { rows: bookings } = await on.raw(
    `select b.id::text, b.order_id as "orderId", b.court_id as "courtId", b.state, lower(b.during) as start, upper(b.during) as "end",
       b.price_fen as "priceFen"
     from app.booking b join app.booking_order o on o.id = b.order_id
     where o.person_id = :personId order by b.id`,
    { personId },
  )
  const { rows: waiting } = await on.raw(
    `select id::text, court_id as "courtId", lower(during) as start, state, created_at as "createdAt"
     from app.waitlist_entry where person_id = :personId order by id`,
    { personId },
  )
  const { rows: bookingMessages } = await on.raw(
    `select kind, order_id as "orderId", details, created_at as "createdAt"
     from app.booking_message where person_id = :personId order by id`,
    { personId },
  )
  const { rows: gateScans } = await on.raw(
    `select place_id as "placeId", direction, reason, at from app.gate_scan where person_id = :personId order by id`,
    { personId },
  )
  return { orders, bookings, waiting, bookingMessages, gateScans }
}

/** @throws 409 bookings-ahead: what is paid and still to come would be lost; the person uses or cancels it first. */
async function forgetPerson(trx: Knex.Transaction, { personId }: { personId: string }): Promise<void> {
  const { rows } = await trx.raw(
    `select count(*)::int as count from app.booking b join app.booking_order o on o.id = b.order_id
     where o.person_id = :personId and b.state in ('held', 'confirmed') and upper(b.during) > now()`,
    { personId },
  )
  const { count } = rows[0]
  if (count > 0)
    throw errors.conflict('bookings-ahead', `${count} bookings are still to come; cancel them or use them first.`)
  await trx.raw('delete from app.idempotency_key where person_id = :personId', { personId })
  await trx.raw('delete from app.waitlist_entry where person_id = :personId', { personId })
  await trx.raw('delete from app.booking_message where person_id = :personId', { personId })
  await trx.raw('update app.gate_scan set person_id = null where person_id = :personId', { personId })
}
