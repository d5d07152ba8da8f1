import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileKind } from '../../contract/file-kinds.ts'
import { makeTestFolder, openTestDatabase, removeTestFolder, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { gatherHandlers } from '../../jobs/handlers.ts'
import { jobKinds } from '../../jobs/kinds.ts'
import { buildPlaces, buildTwoCounties } from '../places/build.ts'
import { files } from './index.ts'

export interface FilesFixture {
  database: TestDatabase
  server: TestServer
  /** Two places in two counties. */
  places: [number, number]
  /** Owner of the first place. */
  owner: { roles: string[]; person: string }
  citizen: { roles: string[]; person: string }
  folder: string
  upload(body: Buffer, about: { kind?: FileKind; name: string; more?: string; as?: Who }): Promise<TestReply>
  /** Does all jobs that wait. */
  work(): Promise<void>
  /** What is stored: rows and files. */
  stored(): Promise<{ files: number; contents: number; onDisk: number; incoming: number }>
  close(): Promise<void>
}

export interface Who {
  roles: readonly string[]
  person?: string
}

/** The application over two places, with an owner of the first. */
export async function openFilesFixture(): Promise<FilesFixture> {
  const database = await openTestDatabase()
  const DATA_DIR = makeTestFolder()
  const folder = join(DATA_DIR, 'files')
  await buildTwoCounties(database)
  const places = (await buildPlaces(database, [
    { lon: 104.5, lat: 30.5 },
    { lon: 105.5, lat: 30.5 },
  ])) as [number, number]
  const server = await startTestServer(database, { env: { DATA_DIR } })
  const ownerRoles = [`owner@place:${places[0]}`]
  const owner = { roles: ownerRoles, person: await makePerson(database, ownerRoles, '业主') }
  const citizen = { roles: ['citizen'], person: await makePerson(database, [], '市民') }
  const handlers = gatherHandlers([files.jobs!(server.core)], { 'make-renditions': jobKinds['make-renditions'] })
  return {
    database,
    server,
    places,
    owner,
    citizen,
    folder,
    upload: (body, { kind = 'photo', name, more = '', as = owner }) =>
      post(server, `/api/places/${places[0]}/files?kind=${kind}&name=${encodeURIComponent(name)}${more}`, body, as),
    async work() {
      const { rows } = await database.primary.raw("delete from app.job where state = 'waiting' returning kind, data")
      const signal = new AbortController().signal
      for (const { kind, data } of rows) await handlers.get(kind)?.handle(data, { id: 1, attempt: 1, signal })
    },
    async stored() {
      const { rows } = await database.primary.raw(
        'select (select count(*)::int from app.file) as files, (select count(*)::int from app.content) as contents',
      )
      return { ...rows[0], onDisk: filesUnder(join(folder, 'content')), incoming: filesUnder(join(folder, 'incoming')) }
    },
    async close() {
      await server.stop()
      await database.close()
      await removeTestFolder(DATA_DIR)
    },
  }
}

/** Sends raw bytes as somebody. */
export async function post(server: TestServer, path: string, body: Buffer, as: Who, headers = {}): Promise<TestReply> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/octet-stream',
      ...(as.roles.length ? { 'X-Test-Roles': as.roles.join(',') } : {}),
      ...(as.person ? { 'X-Test-Person': as.person } : {}),
      ...headers,
    },
    body: new Uint8Array(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

function filesUnder(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
}
