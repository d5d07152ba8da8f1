import type { Knex } from 'knex'
import type { z } from 'zod'
import type { Bus } from '../../bus/bus.ts'
import type {} from '../../bus/gate.ts'
import type {} from '../../bus/visits.ts'
import type { scanAtGate } from '../../contract/gate-scans.ts'
import type { Database } from '../../db/types.ts'
import {
  bookingAtGate,
  bookingsOfPerson,
  checkInBooking,
  earlierScan,
  type GateBooking,
  hasCourts,
  insertScan,
  type NewScan,
  orderOfBooking,
} from './gate-queries.ts'
import { bestReason, judgeScan, type ScanReason } from './gate-rules.ts'
import { lockOrder } from './orders.ts'
import { isTicket, signingKey } from './signing.ts'
import { transact } from './transact.ts'

type Batch = z.output<(typeof scanAtGate)['body'] & object>
type Result = z.input<(typeof scanAtGate)['reply']>['results'][number]

export interface Gate {
  database: Database
  bus: Bus
  placeId: number
  device: string
  /** Who the device's key was made by, or who holds the page. */
  checkedBy: string
  now: Date
  clockErrorMs: number
}

/** Scans that are handed in later than this are not judged any more. */
const oldestMs = 72 * 3_600_000

/**
 * Judges one scan, writes it down, and when it lets somebody in checks their booking in and has the visit counted, all in one
 * transaction. A nonce that was judged before gets the same answer and does nothing.
 */
export function takeScan(gate: Gate, scan: Batch['scans'][number]): Promise<Result> {
  return transact(gate.database, async (trx) => {
    const { nonce, token, direction } = scan
    const earlier = await earlierScan(gate.database, trx, { placeId: gate.placeId, nonce })
    if (earlier) {
      const [booking] = earlier.bookingId ? await bookingAtGate(gate.database, trx, earlier.bookingId) : []
      return present({ nonce, direction: earlier.direction }, earlier.reason, booking, null, true)
    }
    const at = timeOf(scan.at, gate)
    const found = token.startsWith('VA1.')
      ? await byTicket(gate, trx, { token, direction, at })
      : await byPersonalCode(gate, trx, { token, direction, at })
    const reason = gate.now.getTime() - at.getTime() > oldestMs && found.reason === 'valid' ? 'too-late' : found.reason
    const [first] = found.bookings
    const row: NewScan = {
      placeId: gate.placeId,
      nonce,
      device: gate.device,
      direction,
      kind: found.kind,
      reason,
      bookingId: first?.id ?? null,
      personId: found.person?.id ?? first?.personId ?? null,
      at,
      receivedAt: gate.now,
    }
    const id = await insertScan(gate.database, trx, row)
    if (reason === 'valid') await letThrough(gate, trx, { id, direction, at, bookings: found.bookings })
    return present({ nonce, direction }, reason, first, found.person?.name ?? null, false)
  })
}

interface Found {
  kind: NewScan['kind']
  reason: ScanReason
  /** The one that decided first. */
  bookings: GateBooking[]
  person: { id: string; name: string } | null
}
interface Read {
  token: string
  direction: 'entry' | 'exit'
  at: Date
}

async function byTicket({ database, placeId }: Gate, trx: Knex.Transaction, read: Read): Promise<Found> {
  const none = { kind: 'ticket' as const, reason: 'unknown' as const, bookings: [], person: null }
  const id = isTicket(await signingKey(database, 'ticket'), read.token)
  if (id === null) return none
  const [order] = await orderOfBooking(database, trx, id)
  if (!order) return none
  await lockOrder(database, trx, order.orderId, null)
  const [booking] = await bookingAtGate(database, trx, id)
  return { ...none, reason: judge(booking!, placeId, read), bookings: [booking!] }
}

async function byPersonalCode(gate: Gate, trx: Knex.Transaction, read: Read): Promise<Found> {
  const { bus, database, placeId, checkedBy } = gate
  const none = { kind: 'other' as const, reason: 'unknown' as const, bookings: [], person: null }
  if (!read.token.startsWith('1.')) return none
  const answers = await bus.ask('personal-code-check', { trx, token: read.token, placeId, checkedBy, at: read.at })
  const answer = answers[0]
  if (!answer) return none
  const kind = 'personal-code'
  if ('refused' in answer) return { ...none, kind, reason: refusals[answer.refused] }
  const { person } = answer
  const read1 = await bookingsOfPerson(database, trx, { personId: person.id, placeId, at: read.at })
  for (const orderId of [...new Set(read1.map((booking) => booking.orderId))].sort())
    await lockOrder(database, trx, orderId, null)
  const bookings = await bookingsOfPerson(database, trx, { personId: person.id, placeId, at: read.at })
  if (bookings.length === 0) {
    // A place without courts lets everybody in and counts them.
    return { kind, reason: (await hasCourts(database, trx, placeId)) ? 'no-booking' : 'valid', bookings, person }
  }
  const judged = bookings.map((booking) => ({ booking, reason: judge(booking, placeId, read) }))
  const reason = bestReason(judged.map((each) => each.reason))
  return {
    kind,
    reason,
    bookings: judged.filter((each) => each.reason === reason).map(({ booking }) => booking),
    person,
  }
}

const refusals = { 'code-invalid': 'unknown', 'code-expired': 'revoked', 'code-used': 'used' } as const

const judge = (booking: GateBooking, placeId: number, { direction, at }: Read): ScanReason =>
  judgeScan({ ...booking, start: new Date(booking.start), end: new Date(booking.end) }, { placeId, direction, at })

async function letThrough(
  { bus, database, placeId }: Gate,
  trx: Knex.Transaction,
  pass: { id: number; direction: 'entry' | 'exit'; at: Date; bookings: GateBooking[] },
): Promise<void> {
  const { direction, at } = pass
  const arriving = pass.bookings.filter(({ state }) => state === 'confirmed' || state === 'no-show')
  for (const { id: bookingId, orderId, personId } of direction === 'entry' ? arriving : []) {
    await checkInBooking(database, trx, bookingId, at)
    await bus.tell(trx, 'booking.checked-in', { orderId, placeId, bookingId, personId, at })
  }
  await bus.tell(trx, 'gate.passed', { placeId, sequence: pass.id, direction, at })
}

/** By our clock, never after now. */
function timeOf(at: string, { now, clockErrorMs }: Gate): Date {
  return new Date(Math.min(now.getTime(), Date.parse(at) - clockErrorMs))
}

const present = (
  { nonce, direction }: { nonce: string; direction: 'entry' | 'exit' },
  reason: ScanReason,
  booking: GateBooking | undefined,
  name: string | null,
  repeated: boolean,
): Result => {
  // A ticket of another place says nothing of its booking here.
  const shown = reason === 'wrong-place' ? undefined : booking
  return {
    nonce,
    direction,
    admitted: reason === 'valid',
    reason,
    repeated,
    name: name ?? shown?.name ?? null,
    courtNameZh: shown?.courtNameZh ?? null,
    courtNameEn: shown?.courtNameEn ?? null,
    start: shown?.start ?? null,
    end: shown?.end ?? null,
    dueFen: shown?.dueFen ?? 0,
  }
}
