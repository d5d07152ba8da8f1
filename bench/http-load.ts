import { connect, type Socket } from 'node:net'

export interface LoadOptions {
  /** Without a slash at the end. */
  url: string
  connections: number
  seconds: number
  /** Path and query of the next request. */
  nextPath: () => string
}

export interface Load {
  requestsPerSecond: number
  latenciesMs: number[]
}

/**
 * Closed-loop load: each connection sends its next request when the last answer is complete. On bare sockets, since node's own client
 * costs as much as the server that it measures. Any answer but 200 with Content-Length ends the bench.
 */
export async function httpLoad({ url, connections, seconds, nextPath }: LoadOptions): Promise<Load> {
  const { hostname, port } = new URL(url)
  const latenciesMs: number[] = []
  const started = performance.now()
  const until = started + seconds * 1000
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      let sentAt = 0
      let left = -1
      let head = ''
      const send = () => {
        if (performance.now() >= until) return void finish(socket, resolve)
        head = ''
        left = -1
        sentAt = performance.now()
        socket.write(`GET ${nextPath()} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
      }
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the server closed the connection')))
      socket.on('data', (chunk) => {
        if (left < 0) {
          head += chunk.toString('latin1')
          const end = head.indexOf('\r\n\r\n')
          if (end < 0) return
          const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1]
          if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
            socket.destroy()
            return reject(new Error(`unexpected answer: ${head.slice(0, 600)}`))
          }
          left = Number(length) - (head.length - end - 4)
        } else left -= chunk.length
        if (left > 0) return
        latenciesMs.push(performance.now() - sentAt)
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { requestsPerSecond: latenciesMs.length / ((performance.now() - started) / 1000), latenciesMs }
}

function finish(socket: Socket, resolve: () => void): void {
  socket.removeAllListeners('close')
  socket.end(resolve)
}
