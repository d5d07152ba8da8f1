import { randomUUID } from 'node:crypto'
import type { TestReply, TestServer } from '../../http/testing.ts'
import { instantOf, localDayOf } from './local-time.ts'
import { signedEvent } from './sandbox.ts'

/** A citizen's calls, for tests that drive the routes. */

export interface Wanted {
  courtId: number
  start: string
  kind?: string
}

const key = (): Record<string, string> => ({ 'Idempotency-Key': randomUUID() })

/** The start of an hour some days ahead of a moment, as the API takes it. */
export const cellStart = (now: Date, daysAhead: number, hour: number): string =>
  new Date(instantOf(localDayOf(now.getTime() + daysAhead * 86_400_000), hour * 60)).toISOString()

export function clientOf(server: TestServer, person: string) {
  const post = (path: string, body?: object, headers: Record<string, string> = {}): Promise<TestReply> =>
    server.send('POST', path, { person, headers, ...(body ? { body } : {}) })
  const get = (path: string) => server.send('GET', path, { person })
  return {
    person,
    hold: (placeId: number, cells: Wanted[], headers = key()) =>
      post('/api/booking/orders', { placeId, cells }, headers),
    order: (id: string) => get(`/api/booking/orders/${id}`),
    orders: (query = '') => get(`/api/booking/orders${query}`),
    release: (id: string) => post(`/api/booking/orders/${id}/release`),
    pay: (id: string, provider = 'sandbox', headers = key()) =>
      post(`/api/booking/orders/${id}/pay`, { provider }, headers),
    settle: (payPath: string, outcome = 'paid') =>
      post(`/api/booking/sandbox/${payPath.split('/').at(-1)}`, { outcome }),
    cancel: (bookingId: number, refundFen: number, headers = key()) =>
      post(`/api/booking/bookings/${bookingId}/cancel`, { refundFen }, headers),
    move: (bookingId: number, to: Wanted) => post(`/api/booking/bookings/${bookingId}/move`, to, key()),
    wait: (placeId: number, cell: Wanted) => post('/api/booking/waitlist', { placeId, ...cell }, key()),
    get,
  }
}

/** The provider's own signed word on a charge, for callbacks that tests send themselves. */
export async function eventOf(server: TestServer, payPath: string, kind: 'paid' | 'failed', amountFen: number) {
  const id = payPath.split('/').at(-1)!
  const { database } = server.core
  const { rows } = await database.primary.raw(
    'select payment_id as "paymentId", paid_at as "paidAt" from app.sandbox_charge where id = :id',
    { id },
  )
  return signedEvent(database, { id, amountFen, ...rows[0] }, kind)
}
