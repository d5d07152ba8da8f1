import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { createSubscriptions, quoteIdentifier } from './notifications.ts'
import type { Log } from './pool.ts'

const firstRetryMs = 200
const longestRetryMs = 5000
const heartbeatMs = 15_000

export interface Listener {
  listen(channel: string, wake: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** One connection that listens for everyone, opened with the first channel, and opened again for as long as it takes when it is lost. */
export function createListener(settings: pg.ClientConfig, log: Log): Listener {
  const subscriptions = createSubscriptions((error) => log('error', `a listener failed: ${error}`))
  let current: Promise<pg.Client> | undefined
  let closed = false

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(settings)
    client.on('notification', ({ channel, payload }) => subscriptions.notify(channel, payload ?? ''))
    client.on('error', () => {})
    await client.connect()
    try {
      for (const channel of subscriptions.channels()) await client.query(`listen ${quoteIdentifier(channel)}`)
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    // A silent network keeps a dead connection open for hours: a question every now and then finds out.
    const heartbeat = setInterval(() => {
      const late = setTimeout(() => destroy(client), heartbeatMs)
      client.query('select 1').then(
        () => clearTimeout(late),
        () => clearTimeout(late),
      )
    }, heartbeatMs)
    heartbeat.unref()
    client.once('end', () => {
      clearInterval(heartbeat)
      if (!closed) reconnect()
    })
    return client
  }

  function reconnect(): void {
    log('warn', 'the listening connection was lost; connecting again')
    current = connectWithRetries()
    current.then(
      () => subscriptions.notifyAll(),
      () => {},
    )
  }

  async function connectWithRetries(): Promise<pg.Client> {
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      if (closed) throw new Error('the database is closed')
      try {
        return await connect()
      } catch {
        await pause(waitMs, undefined, { ref: false })
      }
    }
  }

  return {
    async listen(channel, wake) {
      const first = subscriptions.add(channel, wake)
      if (!current) {
        current = connect()
        // A server that is not there yet: the caller is told '' when it is, as after any reconnection.
        current.catch(reconnect)
        await current.catch(() => {})
      } else if (first) {
        const client = await current.catch(() => undefined)
        // A lost connection says so by 'end', and the next one listens to every channel.
        await client?.query(`listen ${quoteIdentifier(channel)}`).catch(() => {})
      }
      return async () => {
        if (!subscriptions.remove(channel, wake)) return
        const client = await current?.catch(() => undefined)
        await client?.query(`unlisten ${quoteIdentifier(channel)}`).catch(() => {})
      }
    },
    async close() {
      closed = true
      const client = await Promise.race([current?.catch(() => undefined), pause(100, undefined, { ref: false })])
      await client?.end().catch(() => {})
    },
  }
}

function destroy(client: pg.Client): void {
  ;(client as pg.Client & { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}
