import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { makeTestFolder, openTestDatabase, testEngine } from '../db/testing.ts'
import { addJobOf } from './add-job.ts'
import { gatherHandlers } from './handlers.ts'
import { kind } from './kinds.ts'
import { work } from './work.ts'

const beside = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)))
const kinds = { step: kind({ data: z.object({}), lane: 'heavy', attempts: 3, timeoutSeconds: 60 }) }

it('a job whose worker is killed is begun again by the next worker, once', async () => {
  const { address, release } = await databaseOfItsOwn()
  const first = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', worker(address)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: first.stdout! })) if (line === 'began') break
  first.kill('SIGKILL')
  await once(first, 'exit')

  const database = await openDatabase(address)
  const attempts: number[] = []
  let done = () => {}
  const finished = new Promise<void>((resolve) => {
    done = resolve
  })
  const step = async (_data: unknown, { attempt }: { attempt: number }) => {
    attempts.push(attempt)
    done()
  }
  const handlers = gatherHandlers([{ step }], kinds)
  const second = await work({ database, handlers, log: pino({ level: 'silent' }), leaseSeconds: 2 })
  await finished
  await second.stop()
  expect(attempts).toEqual([2])
  const { rows } = await database.primary.raw('select state, attempts_left from app.job')
  expect(rows).toEqual([{ state: 'done', attempts_left: 1 }])
  await database.close()
  await release()
}, 60_000)

/** One with a job in it, closed, so that a child process may open it. */
async function databaseOfItsOwn() {
  if (testEngine() === 'postgres') {
    const database = await openTestDatabase()
    await addStep(database)
    return { address: database.address, release: () => database.close() }
  }
  const address = { dataDir: makeTestFolder() }
  const database = await openDatabase(address)
  await migrate(database)
  await addStep(database)
  await database.close()
  return { address, release: async () => {} }
}

const addStep = (database: Awaited<ReturnType<typeof openDatabase>>) =>
  database.primary.transaction((trx) => addJobOf(trx, { name: 'step', kind: kinds.step }, {}))

function worker(address: object): string {
  return `
    import { pino } from 'pino'
    import { z } from 'zod'
    const { openDatabase } = await import(${beside('../db/open.ts')})
    const { work } = await import(${beside('./work.ts')})
    const database = await openDatabase(${JSON.stringify(address)})
    const kind = { data: z.object({}), lane: 'heavy', attempts: 3, timeoutSeconds: 60 }
    const handle = async () => {
      console.log('began')
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    }
    await work({ database, handlers: new Map([['step', { kind, handle }]]), log: pino({ level: 'silent' }), leaseSeconds: 2 })`
}
