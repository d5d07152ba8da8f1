import type { ServerResponse } from 'node:http'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

const mostListeners = 2_000
const keepAliveMs = 25_000

/**
 * Server-sent events `changed` to whoever looks at a place's grid, woken by the database's own notice of each commit, from any
 * process. They say that something changed, not what: the page asks for the grid again.
 */
export function changesStream(database: Pick<Database, 'listen'>): (placeId: number, response: ServerResponse) => void {
  const watching = new Map<number, Set<ServerResponse>>()
  let count = 0
  let isListening = false

  const tell = (payload: string): void => {
    // Empty after a reconnection: anything may have been missed.
    const places = payload === '' ? [...watching.keys()] : [Number(payload)]
    for (const placeId of places) for (const response of watching.get(placeId) ?? []) write(response, placeId)
  }
  const write = (response: ServerResponse, placeId: number): void => {
    // Who does not read is let go, and asks anew when back.
    if (response.writableLength > 100_000) response.destroy()
    else response.write(`event: changed\ndata: {"placeId":${placeId}}\n\n`)
  }
  return (placeId, response) => {
    if (count >= mostListeners) {
      throw errors.unavailable(
        'too-many-listeners',
        'Too many pages listen already; ask for the availability now and then.',
      )
    }
    if (!isListening) {
      isListening = true
      void database.listen('booking_change', tell).catch(() => {
        isListening = false
      })
    }
    // no-transform: a compressing middleman would keep events back.
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    response.write('retry: 3000\n\n')
    const here = watching.get(placeId) ?? new Set()
    watching.set(placeId, here.add(response))
    count++
    const alive = setInterval(() => response.write(': still here\n\n'), keepAliveMs).unref()
    response.once('close', () => {
      clearInterval(alive)
      count--
      here.delete(response)
      if (here.size === 0 && watching.get(placeId) === here) watching.delete(placeId)
    })
  }
}
