import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { Config } from '../config.ts'
import type { Route } from '../contract/route.ts'
import type { Person } from './auth.ts'
import { rateLimit } from './rate-limit.ts'

export type KeepPace = (route: Route, clientAddress: string, person: Person | null) => void

/**
 * Limits of searching and uploading: a minute of one address has so many calls, a minute of one account half as many. Counted in this
 * process: they are there against a flood, where sign-in (`modules/people/attempts.ts`) counts over all processes.
 * @throws 429 too-many-requests with Retry-After.
 */
export function paceOf(config: Pick<Config, 'SEARCH_RATE' | 'UPLOAD_RATE'>): KeepPace {
  const limits = { search: limitsOf(config.SEARCH_RATE), upload: limitsOf(config.UPLOAD_RATE) }
  return ({ pace }, clientAddress, person) => {
    const limit = pace && limits[pace]
    if (!limit) return
    if (person) limit.account(person.id)
    limit.address(networkOf(clientAddress))
  }
}

function limitsOf(perMinute: number) {
  if (perMinute === 0) return null
  return {
    address: rateLimit({ most: perMinute, perSeconds: 60 }),
    account: rateLimit({ most: Math.ceil(perMinute / 2), perSeconds: 60 }),
  }
}

/**
 * The client's address of a request that Express has not seen, by the same rule: the first from this side that is no trusted proxy.
 * `trust` is Express's compiled `trust proxy`.
 */
export function addressThrough(
  trust: (address: string, hop: number) => boolean,
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .flatMap((one) => one.trim() || [])
  const hops = [socket.remoteAddress ?? '', ...forwarded.reverse()]
  return hops.find((address, hop) => !trust(address, hop)) ?? hops.at(-1)!
}

/** One household has a whole /64 of IPv6: its addresses count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const filled =
    tail === undefined ? before : [...before, ...Array(8 - before.length - after.length).fill('0'), ...after]
  return filled
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')
}
