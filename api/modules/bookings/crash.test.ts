import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openTestDatabase, testEngine } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { applyClosure, endMoveOffers } from './apply-closure.ts'
import { moneyOf } from './providers.ts'
import { reconcile } from './reconcile.ts'
import { completeRefund } from './refunds.ts'
import { signedEvent } from './sandbox.ts'
import { clientOf } from './testing-client.ts'
import { brokenInvariants, buildVenue } from './testing-courts.ts'
import { actAtRandom, type Crash, seeded } from './testing-crash-acts.ts'

/**
 * Random acts of 16 clients while the server is killed (`kill -9`) and connections of the database are cut. On PostgreSQL alone: the
 * embedded database dies with its server, and what it then keeps is its own crash test. BOOKING_CRASH_OPERATIONS=10000 runs it in full.
 * Each new server's clock is six minutes later, so that holds end and money comes too late.
 */
const operations = Number(process.env.BOOKING_CRASH_OPERATIONS ?? 240)
const everyKill = 80
const sixMinutes = 6 * 60_000
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
    let now = new Date(begin.getTime() - sixMinutes)
    const start = async () => {
      now = new Date(now.getTime() + sixMinutes)
      const args = ['--import', 'tsx', program, JSON.stringify(addressOf(database.address)), now.toISOString()]
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
    const send: TestServer['send'] = async (method, path, { body, headers = {}, person, roles } = {}) => {
      await ready
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: {
            'Content-Type': 'application/json',
            ...(person ? { 'X-Test-Person': person } : {}),
            ...(roles ? { 'X-Test-Roles': roles.join(',') } : {}),
            ...headers,
          },
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
    const crash: Crash = { send, venue, begin, done: {} }
    await Promise.all(
      people.map(async (person, index) => {
        const actor = { client: clientOf({ send } as TestServer, person), pick: seeded(20_261_122 + index), orders: [] }
        while (left-- > 0) {
          if (left > 0 && left % everyKill === 0) {
            const nth = left / everyKill
            ready = ready.then(() => strike(nth))
          }
          await actAtRandom(crash, actor)
        }
      }),
    )
    await ready
    child!.kill('SIGKILL')
    await settleAll(database, now)
    console.log(`${operations} acts, ${JSON.stringify({ ...kills, ...crash.done })}`)
    expect(await brokenInvariants(database)).toEqual([])
    const { rows } = await database.primary.raw(`
      select (select count(*)::integer from app.payment where state = 'paid') as paid,
             (select count(*)::integer from app.refund where state = 'owed') as owed,
             (select count(*)::integer from app.booking_move_offer where state = 'open') as offers`)
    expect(rows[0]).toMatchObject({ owed: 0, offers: 0 })
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

/** What goes on after a crash: the provider tells again what nobody heard, and workers do the jobs that were left. */
async function settleAll(database: Awaited<ReturnType<typeof openTestDatabase>>, now: Date): Promise<void> {
  const server = await startTestServer(database, { now: () => now })
  const { rows: charges } = await database.primary.raw(`
    select id, payment_id as "paymentId", amount_fen as "amountFen", paid_at as "paidAt" from app.sandbox_charge where state = 'paid'`)
  for (const charge of charges) {
    const body = await signedEvent(database, charge, 'paid')
    const { status } = await server.send('POST', '/api/booking/payments/sandbox/callback', { body })
    expect(status).toBe(200)
  }
  const { rows: closures } = await database.primary.raw(`select data from app.job where kind = 'apply-closure'`)
  for (const { data } of closures) await applyClosure({ ...server.core, now }, data)
  // Offers of another cell that nobody took end before their day.
  const later = new Date(now.getTime() + 12 * 3_600_000)
  await endMoveOffers({ ...server.core, now: later })
  const { rows: owed } = await database.primary.raw(`select id from app.refund where state = 'owed'`)
  const { providers } = moneyOf(server.core)
  for (const { id } of owed) await completeRefund(database, providers, id)
  const differences = await reconcile(database, providers.get('sandbox')!, '2026-11-25')
  expect(differences.filter(({ kind }) => !kind.startsWith('refund'))).toEqual([])
  await server.stop()
}
