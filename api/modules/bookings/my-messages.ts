import type { z } from 'zod'
import type { listMyBookingMessages } from '../../contract/booking-wishes.ts'
import type { Database } from '../../db/types.ts'

type Listed = z.input<(typeof listMyBookingMessages)['reply']>

export async function messagesOf(database: Database, personId: string): Promise<Listed> {
  const items = await database.rows<Listed['items'][number]>(database.primary, {
    name: 'booking-messages-mine',
    text: `
      select m.id, m.kind, m.order_id as "orderId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn",
             m.created_at as at, m.read_at is not null as read, (m.details ->> 'refundFen')::integer as "refundFen",
             m.details ->> 'until' as until, coalesce(m.details ->> 'note', '') as note
      from booking_message m
      left join booking_order o on o.id = m.order_id
      left join place p on p.id = o.place_id
      where m.person_id = $1::uuid
      order by m.id desc
      limit 50`,
    values: [personId],
  })
  return { items }
}

export async function markRead(database: Database, personId: string, upTo: number): Promise<void> {
  await database.rows(database.primary, {
    name: 'booking-messages-read',
    text: 'update booking_message set read_at = now() where person_id = $1::uuid and id <= $2::bigint and read_at is null',
    values: [personId, upTo],
  })
}
