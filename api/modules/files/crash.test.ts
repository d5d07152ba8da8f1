import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { makeTestFolder, openTestDatabase, testEngine } from '../../db/testing.ts'
import type { Database } from '../../db/types.ts'
import { openFileStore } from '../../files/open-store.ts'
import { buildPlace } from '../places/build.ts'
import { removeUnused } from './remove-unused.ts'
import { openResumableUploads } from './resumable-uploads.ts'

const beside = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)))

it('an upload whose server is killed, in the middle or after its content was kept, leaves no row; upkeep takes the rest', async () => {
  const { address, placeId, release } = await databaseOfItsOwn()
  const dataDir = makeTestFolder()
  for (const when of ['in the middle', 'before the row']) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', uploader(address, dataDir, placeId, when)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
  }
  const database = await openDatabase(address)
  const { rows } = await database.primary.raw(
    'select (select count(*)::int from app.file) as files, (select count(*)::int from app.content) as contents, (select count(*)::int from app.job) as jobs',
  )
  expect(rows).toEqual([{ files: 0, contents: 0, jobs: 0 }])
  const files = await openFileStore(readConfig({ DATA_DIR: dataDir }))
  const incoming = () => readdirSync(files.incoming).filter((name) => name !== 'parts')
  const kept = async () => {
    let total = 0
    for await (const _content of files.list()) total++
    return total
  }
  expect([incoming().length, await kept()]).toEqual([1, 1])
  const uploads = openResumableUploads(files.incoming)
  await removeUnused({ database, files, now: () => new Date() }, uploads)
  expect([incoming().length, await kept()]).toEqual([1, 1])
  await removeUnused({ database, files, now: () => new Date(Date.now() + 2 * 86_400_000) }, uploads)
  expect([incoming().length, await kept()]).toEqual([0, 0])
  await database.close()
  await release()
}, 90_000)

async function databaseOfItsOwn() {
  if (testEngine() === 'postgres') {
    const database = await openTestDatabase()
    return { address: database.address, placeId: await buildPlace(database), release: () => database.close() }
  }
  const address = { dataDir: makeTestFolder() }
  const database: Database = await openDatabase(address)
  await migrate(database)
  const placeId = await buildPlace(database)
  await database.close()
  return { address, placeId, release: async () => {} }
}

/** Adds a photo and kills itself at the named moment. */
function uploader(address: object, dataDir: string, placeId: number, when: string): string {
  return `
    const { openDatabase } = await import(${beside('../../db/open.ts')})
    const { openFileStore } = await import(${beside('../../files/open-store.ts')})
    const { readConfig } = await import(${beside('../../config.ts')})
    const { addFile } = await import(${beside('./add-file.ts')})
    const { picture } = await import(${beside('./testing-files.ts')})
    const die = () => process.kill(process.pid, 'SIGKILL')
    const database = await openDatabase(${JSON.stringify(address)})
    const store = await openFileStore(readConfig({ DATA_DIR: ${JSON.stringify(dataDir)} }))
    const files = { ...store, keep: async (path, sha256) => { await store.keep(path, sha256); die(); await new Promise(() => {}) } }
    const content = await picture(300, 200)
    const body = (async function* () {
      yield content.subarray(0, 100)
      ${when === 'in the middle' ? 'await new Promise((resolve) => setTimeout(resolve, 100)); die(); await new Promise(() => {})' : ''}
      yield content.subarray(100)
    })()
    await addFile({ database, files }, { kind: 'photo', placeId: ${placeId}, name: 'a.png', uploadedBy: null, body, announcedBytes: null, mostBytes: 1e7 })`
}
