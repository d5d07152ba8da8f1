import type { Database } from '../../db/types.ts'
import { tellPerson } from './tell-person.ts'

const aheadHours = 3

/** Reminds once of what begins within three hours, unless it was booked just now. Safe to run any number of times. */
export async function remind(database: Database, now: Date): Promise<void> {
  await database.primary.transaction(async (trx) => {
    const due = await database.rows<{ personId: string; orderId: string; bookingId: number; start: string }>(trx, {
      name: 'booking-reminders',
      text: `
        with due as (
          select b.id
          from booking b
          join booking_order o on o.id = b.order_id
          where b.state = 'confirmed' and b.reminded_at is null and o.channel <> 'walk-in'
            and lower(b.during) > $1::timestamptz and lower(b.during) <= $1::timestamptz + make_interval(hours => $2::integer)
            and o.created_at < $1::timestamptz - interval '1 hour'
          order by b.id
          limit 1000
          for no key update of b skip locked
        ), noted as (
          update booking b set reminded_at = $1::timestamptz from due where b.id = due.id
          returning b.id, b.order_id, lower(b.during) as start
        )
        select o.person_id as "personId", n.order_id as "orderId", min(n.id) as "bookingId", min(n.start) as start
        from noted n
        join booking_order o on o.id = n.order_id
        group by o.person_id, n.order_id`,
      values: [now, aheadHours],
    })
    for (const { personId, orderId, bookingId, start } of due)
      await tellPerson(database, trx, { personId, orderId, kind: 'reminder', details: { bookingId, start } })
  })
}
