import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openTestDatabase, testEngine } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { moneyOf } from './providers.ts'
import { reconcile } from './reconcile.ts'
import { completeRefund } from './refunds.ts'
import { signedEvent } from './sandbox.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { brokenInvariants, buildVenue } from './testing-courts.ts'

/**
 * Random acts of 16 clients while the server is killed (`kill -9`) and connections of the database are cut. On PostgreSQL alone: the
 * embedded database dies with its server, and what it then keeps is its own crash test. BOOKING_CRASH_OPERATIONS=10000 runs it in full.
 */
const operations = Number(process.env.BOOKING_CRASH_OPERATIONS ?? 240)
const everyKill = 80
const program = fileURLToPath(new URL('testing-crash-server.ts', import.meta.url))
const begin = new Date('2026-11-25T02:00:00Z')

test.skipIf(testEngine() === 'pglite')(
  `${operations} random acts under kill -9 and cut connections leave no overlap, no lost payment and a balanced ledger`,
  async () => {
    const database = await openTestDatabase()
    const venue = await buildVenue(database)
    const people = await Promise.all(Array.from({ length: 16 }, () => makePerson(database)))
    let child: ChildProcess
    let url = ''
    const start = async () => {
      const args = ['--import', 'tsx', program, JSON.stringify(addressOf(database.address)), begin.toISOString()]
      child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(child.stdout!, 'data')) as [Buffer]
      url = line.toString().trim()
    }
    await start()
    let left = operations
    let ready = Promise.resolve()
    const kills = { server: 0, connections: 0 }
    const strike = async (nth: number) => {
      if (nth % 2 === 0) {
        kills.server++
        child.kill('SIGKILL')
        await once(child, 'exit')
        await start()
        return
      }
      const { rows } = await database.primary.raw(`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'crash-test'`)
      kills.connections += rows.length
    }
    const send: TestServer['send'] = async (method, path, { body, headers = {}, person } = {}) => {
      await ready
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: { 'Content-Type': 'application/json', ...(person ? { 'X-Test-Person': person } : {}), ...headers },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
        const text = await response.text()
        return {
          status: response.status,
          headers: response.headers,
          body: text.startsWith('{') ? JSON.parse(text) : {},
        }
      } catch {
        // Nobody knows whether it was done.
        return { status: 0, headers: new Headers(), body: {} } satisfies TestReply
      }
    }
    const actors = people.map((person) => clientOf({ send } as TestServer, person))
    await Promise.all(
      actors.map(async (actor, index) => {
        const pick = seeded(20_261_122 + index)
        const orders: { id: string; payPath?: string }[] = []
        while (left-- > 0) {
          if (left > 0 && left % everyKill === 0) ready = ready.then(() => strike(left / everyKill))
          const order = orders[pick(Math.max(1, orders.length))]
          const act = pick(8)
          if (act <= 2 || !order) {
            const cells = [{ courtId: venue.courtIds[pick(4)]!, start: cellStart(begin, 1 + pick(2), 8 + pick(12)) }]
            const { status, body } = await actor.hold(venue.placeId, cells)
            if (status === 201) orders.push({ id: body.id })
          } else if (act <= 4) {
            const { body } = await actor.pay(order.id)
            if (body.payPath) order.payPath = body.payPath
          } else if (act <= 6 && order.payPath) {
            await actor.settle(order.payPath, ['paid', 'twice', 'failed-after-paid'][pick(3)])
          } else {
            const { body } = await actor.order(order.id)
            const booking = body.bookings?.[0]
            if (booking) await actor.cancel(booking.id, booking.refundIfCancelledFen)
          }
        }
      }),
    )
    await ready
    child!.kill('SIGKILL')
    await settleAll(database)
    expect(await brokenInvariants(database)).toEqual([])
    const { rows } = await database.primary.raw(`
      select (select count(*)::integer from app.payment where state = 'paid') as paid,
             (select count(*)::integer from app.refund where state = 'owed') as owed`)
    expect(rows[0].owed).toBe(0)
    expect(rows[0].paid).toBeGreaterThan(2)
    expect(kills.server).toBeGreaterThan(0)
    await database.close()
  },
  1_800_000,
)

/** Its connections have a name, so that only they are cut. */
function addressOf(address: object): object {
  const { databaseUrl } = address as { databaseUrl: string }
  const url = new URL(databaseUrl)
  url.searchParams.set('application_name', 'crash-test')
  return { ...address, databaseUrl: url.href }
}

/** What goes on after a crash: the provider tells again what nobody heard, and workers give back what is owed. */
async function settleAll(database: Awaited<ReturnType<typeof openTestDatabase>>): Promise<void> {
  const server = await startTestServer(database, { now: () => begin })
  const { rows: charges } = await database.primary.raw(`
    select id, payment_id as "paymentId", amount_fen as "amountFen", paid_at as "paidAt" from app.sandbox_charge where state = 'paid'`)
  for (const charge of charges) {
    const body = await signedEvent(database, charge, 'paid')
    const { status } = await server.send('POST', '/api/booking/payments/sandbox/callback', { body })
    expect(status).toBe(200)
  }
  const { rows: owed } = await database.primary.raw(`select id from app.refund where state = 'owed'`)
  const { providers } = moneyOf(server.core)
  for (const { id } of owed) await completeRefund(database, providers, id)
  const differences = await reconcile(database, providers.get('sandbox')!, '2026-11-25')
  expect(differences.filter(({ kind }) => !kind.startsWith('refund'))).toEqual([])
  await server.stop()
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}
