import { errors } from '../errors.ts'

export interface RateLimitOptions {
  /** Calls allowed of one key within the window. */
  most: number
  perSeconds: number
  /** Keys remembered at most; beyond it the oldest window is forgotten. Bounds memory under a flood of addresses. */
  mostKeys?: number
  now?: () => number
}

/**
 * A limiter of this process: call it with the key (a client address) before the work.
 * @throws 429 too-many-requests with Retry-After in seconds.
 */
export function rateLimit({
  most,
  perSeconds,
  mostKeys = 50_000,
  now = Date.now,
}: RateLimitOptions): (key: string) => void {
  const windows = new Map<string, { count: number; endsAt: number }>()
  return (key) => {
    const moment = now()
    const open = windows.get(key)
    if (open && open.endsAt > moment) {
      open.count++
      if (open.count > most) {
        const wait = Math.ceil((open.endsAt - moment) / 1000)
        throw errors.tooManyRequests(
          `More than ${most} tries in ${perSeconds} seconds from this address. Try again in ${wait} s.`,
          wait,
        )
      }
      return
    }
    windows.delete(key)
    windows.set(key, { count: 1, endsAt: moment + perSeconds * 1000 })
    if (windows.size > mostKeys) windows.delete(windows.keys().next().value as string)
  }
}
