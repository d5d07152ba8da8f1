import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { migrate } from '../../../db/migrate.ts'
import { openDatabase } from '../../../db/open.ts'
import { makeTestFolder, openTestDatabase, testEngine } from '../../../db/testing.ts'
import type { Database } from '../../../db/types.ts'
import { startTestServer, type TestReply } from '../../../http/testing.ts'
import { buildTwoCounties, buildType } from '../build.ts'
import { applyImport } from './apply-import.ts'
import { importDriver } from './testing-import.ts'

const rows = 5_000
const beside = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)))

it('an import whose worker is killed between two batches goes on where it was: each row once, each place one revision', async () => {
  const { address, id, release } = await checkedImport()
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', worker(address, id)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let doneRows = 0
  for await (const line of createInterface({ input: child.stdout! })) {
    doneRows = Number(line)
    if (doneRows > 0) break
  }
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(doneRows).toBeGreaterThan(0)
  expect(doneRows).toBeLessThan(rows)

  const database = await openDatabase(address)
  await applyImport(database, id, new AbortController().signal)
  const counted = await database.primary.raw(
    `select (select count(*) from app.place where source = 'crash')::int as places,
            (select count(distinct source_ref) from app.place where source = 'crash')::int as refs,
            (select count(*) from app.place_revision r join app.place p on p.id = r.place_id where p.source = 'crash')::int as revisions,
            (select count(*) from app.import_row where import_id = :id and applied_version = 1)::int as applied,
            (select state from app.import where id = :id) as state`,
    { id },
  )
  expect(counted.rows).toEqual([{ places: rows, refs: rows, revisions: rows, applied: rows, state: 'applied' }])
  await database.close()
  await release()
}, 120_000)

/** An import that was checked and told to be applied, in a database that another process may open. */
async function checkedImport() {
  if (testEngine() === 'postgres') {
    const database = await openTestDatabase()
    return { address: database.address, id: await prepare(database), release: () => database.close() }
  }
  const address = { dataDir: makeTestFolder() }
  const database = await openDatabase(address)
  await migrate(database)
  const id = await prepare(database)
  await database.close()
  return { address, id, release: async () => {} }
}

async function prepare(database: Database): Promise<number> {
  await buildTwoCounties(database)
  await buildType(database, { code: 'gymnasium', nameZh: '体育馆', nameEn: 'Gymnasium' })
  const server = await startTestServer(database)
  const driver = await importDriver(database, server)
  const lines = Array.from(
    { length: rows },
    (_, row) => `R${row},第${row}号体育馆,${104.1 + (row % 90) / 200},${30.3 + Math.floor(row / 90) / 400}`,
  )
  const id = await driver.upload('crash.csv', ['编号,名称,经度,纬度', ...lines].join('\n'))
  const checking = driver.check(id, {
    source: 'crash',
    ref: '编号',
    fields: { nameZh: { column: '名称' }, type: { constant: 'gymnasium' } },
  })
  const seen = await askedWhile(checking, () => driver.send('GET', `/api/imports/${id}`))
  const between = new Set(seen.map(({ doneRows }) => doneRows).filter((done) => done > 0 && done < rows))
  expect(between.size).toBeGreaterThanOrEqual(2)
  await driver.send('POST', `/api/imports/${id}/decisions`, { rows: null, decision: 'new' })
  const { status } = await driver.send('POST', `/api/imports/${id}/apply`, {})
  expect(status).toBe(202)
  await server.stop()
  return id
}

/** Asks again and again until the work is done: every reply must be one of 200, also where the work shares the one connection. */
async function askedWhile(work: Promise<unknown>, ask: () => Promise<TestReply>): Promise<{ doneRows: number }[]> {
  const seen: { doneRows: number }[] = []
  let working = true
  const asking = (async () => {
    while (working) {
      const { status, body } = await ask()
      expect(status).toBe(200)
      seen.push(body)
    }
  })()
  await work.finally(() => {
    working = false
  })
  await asking
  return seen
}

function worker(address: object, id: number): string {
  return `
    const { openDatabase } = await import(${beside('../../../db/open.ts')})
    const { applyImport } = await import(${beside('./apply-import.ts')})
    const database = await openDatabase(${JSON.stringify(address)})
    const tell = async () => {
      const answer = await database.primary.raw('select done_rows from app.import where id = ${id}')
      console.log(answer.rows[0].done_rows)
      setTimeout(tell, 5)
    }
    void tell()
    await applyImport(database, ${id}, new AbortController().signal)`
}
