import { connect, type Socket } from 'node:net'

/** What a run of requests gave. Latencies are in milliseconds, sorted. */
export interface LoadResult {
  requestsPerSecond: number
  latencies: Float64Array
  bytes: number
}

/**
 * Asks for the paths in turn over `connections` kept-open connections, one request at a time on each, for `seconds`. Reads replies
 * no further than their length, so that one core of load keeps one core of server busy.
 */
export async function runLoad(
  url: string,
  paths: readonly string[],
  options: { connections: number; seconds: number; headers?: string },
): Promise<LoadResult> {
  const { hostname, port } = new URL(url)
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${options.headers ?? ''}\r\n`),
  )
  const latencies: number[] = []
  let bytes = 0
  let next = 0
  const started = performance.now()
  const end = started + options.seconds * 1000
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const socket = await opened(hostname, Number(port))
      await new Promise<void>((resolve, reject) => {
        let sentAt = 0
        let missing = -1
        let head = ''
        const send = () => {
          sentAt = performance.now()
          if (sentAt >= end) {
            socket.destroy()
            return resolve()
          }
          missing = -1
          head = ''
          socket.write(requests[next++ % requests.length]!)
        }
        socket.on('error', reject)
        socket.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (missing < 0) {
            head += chunk.toString('latin1')
            const body = head.indexOf('\r\n\r\n')
            if (body < 0) return
            const status = head.slice(9, 12)
            if (status !== '200' && status !== '204') return reject(new Error(`the server answered ${status}`))
            const length = /content-length: (\d+)/i.exec(head)
            missing = Number(length?.[1] ?? 0) - (head.length - body - 4)
          } else missing -= chunk.length
          if (missing > 0) return
          latencies.push(performance.now() - sentAt)
          send()
        })
        send()
      })
    }),
  )
  const seconds = (performance.now() - started) / 1000
  return { requestsPerSecond: latencies.length / seconds, latencies: Float64Array.from(latencies).sort(), bytes }
}

export const percentile = (sorted: Float64Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN

function opened(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => resolve(socket))
    socket.setNoDelay(true)
    socket.once('error', reject)
  })
}
