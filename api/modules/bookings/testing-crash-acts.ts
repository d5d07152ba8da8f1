import { randomUUID } from 'node:crypto'
import type { TestServer } from '../../http/testing.ts'
import { addDays, localDayOf } from './local-time.ts'
import { cellStart, type clientOf } from './testing-client.ts'
import type { Venue } from './testing-courts.ts'

/** The random acts of the crash test: people book, pay, are called back twice, cancel, move; the desk moves, refunds, closes, opens. */

export interface Crash {
  send: TestServer['send']
  venue: Venue
  begin: Date
  /** How often each act got which status; 0: nobody knows. */
  done: Record<string, number>
}

export interface Actor {
  client: ReturnType<typeof clientOf>
  pick: (below: number) => number
  orders: { id: string; payPath?: string }[]
}

/** So many of the last orders are acted on, else most acts would meet what has ended long ago. */
const recent = 3

export async function actAtRandom(crash: Crash, actor: Actor): Promise<void> {
  const { client, pick, orders } = actor
  const order = orders.at(-1 - pick(Math.min(recent, Math.max(1, orders.length))))
  const act = order ? acts[pick(acts.length)]! : 'hold'
  const note = (status: number) => {
    crash.done[`${act} ${status}`] = (crash.done[`${act} ${status}`] ?? 0) + 1
  }
  const { courtIds, placeId } = crash.venue
  const cell = () => ({ courtId: courtIds[pick(4)]!, start: cellStart(crash.begin, 1 + pick(2), 8 + pick(12)) })
  if (act === 'hold') {
    const cells = pick(4) === 0 ? [cell(), cell()] : [cell()]
    const { status, body } = await client.hold(placeId, cells)
    if (status === 201) orders.push({ id: body.id })
    return note(status)
  }
  if (act === 'pay') {
    const { status, body } = await client.pay(order!.id)
    if (body.payPath) order!.payPath = body.payPath
    return note(status)
  }
  if (act === 'settle') {
    const { payPath } = order!
    return payPath
      ? note((await client.settle(payPath, ['paid', 'twice', 'failed-after-paid'][pick(3)])).status)
      : undefined
  }
  if (act === 'release') return note((await client.release(order!.id)).status)
  if (act === 'close') return note(await closeOrOpen(crash, actor))
  const { body } = await client.order(order!.id)
  const bookings: { id: number; state: string; refundIfCancelledFen: number }[] = body.bookings ?? []
  const booking = bookings.find(({ state }) => state === 'confirmed') ?? bookings[0]
  if (!booking) return
  if (act === 'cancel') return note((await client.cancel(booking.id, booking.refundIfCancelledFen)).status)
  if (act === 'move') {
    return note((await post(crash, client.person, `/api/booking/bookings/${booking.id}/move`, cell())).status)
  }
  const path = `/api/places/${placeId}/bookings/${booking.id}`
  if (act === 'desk-move') return note((await post(crash, client.person, `${path}/move`, cell())).status)
  const part = { amountFen: 500 + pick(1_000), note: '补偿' }
  note((await post(crash, client.person, `${path}/refund`, part)).status)
}

const acts = [
  ...['hold', 'hold', 'hold', 'pay', 'pay', 'pay', 'pay', 'settle', 'settle', 'settle', 'settle', 'release'],
  ...['cancel', 'cancel', 'move', 'move', 'desk-move', 'refund', 'close'],
] as const satisfies string[]

const post = (crash: Crash, person: string, path: string, body: object) =>
  crash.send('POST', path, {
    person,
    roles: [`owner@place:${crash.venue.placeId}`],
    headers: { 'Idempotency-Key': randomUUID() },
    body,
  })

/** Closes an hour of a court and what is booked in it, or opens an earlier one: else all would be closed in the end. */
async function closeOrOpen(crash: Crash, { client, pick }: Actor): Promise<number> {
  const { placeId, courtIds } = crash.venue
  const desk = { person: client.person, roles: [`owner@place:${placeId}`] }
  if (pick(2) === 0) {
    const { body } = await crash.send('GET', `/api/places/${placeId}/booking-set-up`, desk)
    const closures: { id: number }[] = body.closures ?? []
    const opened = closures[pick(Math.max(1, closures.length))]
    if (opened) return (await crash.send('DELETE', `/api/places/${placeId}/closures/${opened.id}`, desk)).status
  }
  const day = addDays(localDayOf(crash.begin.getTime()), 1 + pick(2))
  const fromMinute = (8 + pick(12)) * 60
  const { status } = await post(crash, client.person, `/api/places/${placeId}/closures`, {
    courtId: courtIds[pick(4)]!,
    fromDay: day,
    toDay: day,
    fromMinute,
    toMinute: fromMinute + 60,
    reasonZh: '检修',
    bookings: ['cancel', 'offer', 'refuse'][pick(3)],
    offerHours: 1 + pick(5),
  })
  return status
}

/** A small generator of numbers, so that a failing run can be had again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}
