import type { Feed, LayerTouched } from './feed.ts'
import { type Exchange, openHeaders, replyProblem } from './reply.ts'

/** More listeners than this would cost more than the tiles. */
const MOST_LISTENERS = 1_000
const MOST_TILES_OF_EVENT = 2_000
const KEEP_ALIVE_MS = 25_000

/**
 * Server-sent events of touched tiles: `event: tiles`, data `{layer, version, tiles: ['z/x/y', …], all}`. `all` means that more
 * tiles changed than are listed: ask again for every tile in view. The first event says the present version.
 */
export function createChangesStream(feed: Pick<Feed, 'subscribe' | 'version'>) {
  const listeners = new Set<Exchange>()
  let unsubscribe: (() => void) | null = null
  let keepAlive: NodeJS.Timeout | undefined

  const send = (text: string) => {
    for (const { response } of listeners) {
      // A client that does not read is let go; it asks anew when it comes back.
      if (response.writableLength > 1_000_000) response.destroy()
      else response.write(text)
    }
  }
  const close = () => {
    for (const { response } of listeners) response.end()
    listeners.clear()
    unsubscribe?.()
    unsubscribe = null
    clearInterval(keepAlive)
  }
  return {
    listeners: () => listeners.size,
    close,
    add(exchange: Exchange) {
      const { request, response } = exchange
      if (listeners.size >= MOST_LISTENERS) {
        const detail = `${MOST_LISTENERS} clients listen already; poll the tiles instead`
        return replyProblem(exchange, { status: 503, code: 'too-many-listeners', title: 'Not available', detail })
      }
      response.writeHead(200, {
        ...openHeaders,
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      response.write(`retry: 3000\nevent: version\ndata: {"version":${feed.version()}}\n\n`)
      if (request.method === 'HEAD') return response.end()
      listeners.add(exchange)
      response.once('close', () => listeners.delete(exchange))
      unsubscribe ??= feed.subscribe((change) => send(eventOf(change)))
      if (listeners.size === 1) {
        clearInterval(keepAlive)
        keepAlive = setInterval(() => send(': still here\n\n'), KEEP_ALIVE_MS).unref()
      }
    },
  }
}

function eventOf({ layer, version, touched }: LayerTouched): string {
  const tiles: string[] = []
  const most = Math.min(touched.tiles.length, 3 * MOST_TILES_OF_EVENT)
  for (let i = 0; i < most; i += 3) tiles.push(`${touched.tiles[i]}/${touched.tiles[i + 1]}/${touched.tiles[i + 2]}`)
  const all = touched.more || most < touched.tiles.length
  return `event: tiles\ndata: ${JSON.stringify({ layer, version, tiles, all })}\n\n`
}
