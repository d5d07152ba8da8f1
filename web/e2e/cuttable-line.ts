import { connect, createServer, type Socket } from 'node:net'

/** A line to the server that a test can cut, as a tunnel or a lift does: nothing answers, not even an error page. */
export interface CuttableLine {
  url: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openLine(server: URL): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  let whole = true
  const listener = createServer((client) => {
    if (!whole) {
      client.destroy()
      return
    }
    const upstream = connect(Number(server.port), server.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(upstream)
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      whole = false
      hangUp()
    },
    mend() {
      whole = true
    },
    close() {
      hangUp()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}
