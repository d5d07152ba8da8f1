import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { addJob } from '../../jobs/add-job.ts'
import type { Messages } from '../../messages/message.ts'

export interface Telling {
  personId: string
  orderId: string | null
  kind: 'confirmed' | 'cancelled' | 'moved' | 'closed' | 'move-offered' | 'refunded' | 'reminder' | 'waitlist-offered'
  details: Record<string, unknown>
}

/** Leaves a person a message, and a job that sends it, in the transaction of what it tells: neither is there without the other. */
export async function tellPerson(database: Database, trx: Knex.Transaction, telling: Telling): Promise<void> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'booking-message-insert',
    text: `
      insert into booking_message (person_id, order_id, kind, details)
      values ($1::uuid, $2::uuid, $3::text, $4::jsonb)
      returning id`,
    values: [telling.personId, telling.orderId, telling.kind, JSON.stringify(telling.details)],
  })
  await addJob(trx, 'send-booking-message', { messageId: row!.id })
}

/** Sends a message to the number or mailbox of its person, once; who left neither reads it on their page. */
export async function sendBookingMessage(database: Database, messages: Messages, messageId: number): Promise<void> {
  const [message] = await database.rows<{
    kind: Telling['kind']
    phone: string | null
    email: string | null
    placeNameZh: string | null
    start: string | null
  }>(database.primary, {
    name: 'booking-message-to-send',
    text: `
      select m.kind, p.phone, p.email, l.name_zh as "placeNameZh",
             to_char((select min(lower(b.during)) from booking b where b.order_id = m.order_id) at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as start
      from booking_message m
      join person p on p.id = m.person_id
      left join booking_order o on o.id = m.order_id
      left join place l on l.id = o.place_id
      where m.id = $1::bigint and m.sent_at is null`,
    values: [messageId],
  })
  if (!message) return
  const channel = message.phone && messages.channels.has('phone') ? 'phone' : 'email'
  const to = channel === 'phone' ? message.phone : message.email
  if (to && messages.channels.has(channel)) {
    await messages.send({
      channel,
      to,
      template: `booking-${message.kind}`,
      language: 'zh-CN',
      values: { place: message.placeNameZh ?? '', start: message.start ?? '' },
    })
  }
  await database.rows(database.primary, {
    name: 'booking-message-sent',
    text: 'update booking_message set sent_at = now() where id = $1::bigint',
    values: [messageId],
  })
}
