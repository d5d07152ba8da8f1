import type { ReplyOf } from '../../api.ts'

/** Scans that no server has heard of yet, and what a gate judges by meanwhile. Kept by the browser, so that a reload loses nothing. */

export interface QueuedScan {
  nonce: string
  token: string
  direction: 'entry' | 'exit'
  at: string
}

export type GateList = ReplyOf<'gateList'>
type Ticket = GateList['tickets'][number]

const queueKey = (placeId: number) => `venue-atlas.gate.queue.${placeId}`
const listKey = (placeId: number) => `venue-atlas.gate.list.${placeId}`

function read<T>(key: string, none: T, storage: Storage = localStorage): T {
  try {
    return (JSON.parse(storage.getItem(key) ?? 'null') as T | null) ?? none
  } catch {
    return none
  }
}

export const readQueue = (placeId: number, storage?: Storage): QueuedScan[] => read(queueKey(placeId), [], storage)

export function addToQueue(placeId: number, scan: QueuedScan, storage: Storage = localStorage): QueuedScan[] {
  const queue = [...readQueue(placeId, storage), scan]
  storage.setItem(queueKey(placeId), JSON.stringify(queue))
  return queue
}

/** Takes out what the server has judged; scans that came meanwhile stay. */
export function takeFromQueue(
  placeId: number,
  nonces: readonly string[],
  storage: Storage = localStorage,
): QueuedScan[] {
  const queue = readQueue(placeId, storage).filter(({ nonce }) => !nonces.includes(nonce))
  storage.setItem(queueKey(placeId), JSON.stringify(queue))
  return queue
}

export const keepGateList = (placeId: number, list: GateList): void =>
  localStorage.setItem(listKey(placeId), JSON.stringify(list))
export const keptGateList = (placeId: number): GateList | null => read<GateList | null>(listKey(placeId), null)

export type OfflineVerdict =
  | { state: 'admitted' | 'too-early' | 'too-late' | 'used'; ticket: Ticket }
  | { state: 'unknown' | 'cannot-check' }

/** Without a network: a ticket by its hash in the list and by the scans before it; personal codes cannot be checked. */
export function judgeOffline(
  list: GateList | null,
  hash: string,
  scan: Pick<QueuedScan, 'token' | 'direction'>,
  before: readonly QueuedScan[],
  now: number,
): OfflineVerdict {
  if (!list || !scan.token.startsWith('VA1.')) return { state: 'cannot-check' }
  const ticket = list.tickets.find((each) => each.hash === hash)
  if (!ticket) return { state: 'unknown' }
  if (scan.direction === 'exit') return { state: 'admitted', ticket }
  if (before.findLast(({ token }) => token === scan.token)?.direction === 'entry') return { state: 'used', ticket }
  if (now < Date.parse(ticket.opens)) return { state: 'too-early', ticket }
  return { state: now >= Date.parse(ticket.closes) ? 'too-late' : 'admitted', ticket }
}

export async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
