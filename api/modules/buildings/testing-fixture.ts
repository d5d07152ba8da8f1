import { makeTestFolder, openTestDatabase, removeTestFolder, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { gatherHandlers } from '../../jobs/handlers.ts'
import { jobKinds } from '../../jobs/kinds.ts'
import { buildPlaces, buildTwoCounties } from '../places/build.ts'
import { buildings } from './index.ts'

export interface BuildingsFixture {
  database: TestDatabase
  server: TestServer
  /** At [104.5, 30.5]. */
  place: number
  otherPlace: number
  owner: { roles: string[]; person: string }
  /** Sends as the owner. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestReply>
  upload(body: Buffer | string, kind: string, name: string): Promise<number>
  /** Uploads a file and asks for a version of it; not yet converted. */
  request(ifc: string, name?: string): Promise<TestReply>
  /** The same, and does the job. @returns the version's record */
  convert(ifc: string): Promise<TestReply['body']>
  work(): Promise<void>
  building(): Promise<TestReply['body']>
  close(): Promise<void>
}

/** The application over two places, with an owner of the first, and a worker that works when told. */
export async function openBuildingsFixture(): Promise<BuildingsFixture> {
  const database = await openTestDatabase()
  const DATA_DIR = makeTestFolder()
  await buildTwoCounties(database)
  const [place, otherPlace] = (await buildPlaces(database, [
    { lon: 104.5, lat: 30.5 },
    { lon: 105.5, lat: 30.5 },
  ])) as [number, number]
  const server = await startTestServer(database, { env: { DATA_DIR } })
  const roles = [`owner@place:${place}`]
  const owner = { roles, person: await makePerson(database, roles, '业主') }
  const kinds = { 'convert-building': jobKinds['convert-building'] }
  const handlers = gatherHandlers([buildings.jobs!(server.core)], kinds)
  const path = `/api/places/${place}`
  const fixture: BuildingsFixture = {
    database,
    server,
    place,
    otherPlace,
    owner,
    send: (method, rest, body, headers = {}) =>
      server.send(method, `${path}${rest}`, { ...(body === undefined ? {} : { body }), headers, ...owner }),
    async upload(body, kind, name) {
      const response = await fetch(`${server.url}${path}/files?kind=${kind}&name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/octet-stream',
          'X-Test-Roles': roles.join(','),
          'X-Test-Person': owner.person,
        },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      })
      const record = (await response.json()) as { id: number }
      if (!response.ok) throw new Error(JSON.stringify(record))
      return record.id
    },
    async request(ifc, name = 'model.ifc') {
      const fileId = await fixture.upload(ifc, 'building-model', name)
      return fixture.send('POST', '/building/versions', { fileId })
    },
    async convert(ifc) {
      const { body } = await fixture.request(ifc)
      await fixture.work()
      return (await fixture.send('GET', `/building/versions/${body.version.version}`)).body
    },
    async work() {
      const { rows } = await database.primary.raw(
        `delete from app.job where state = 'waiting' and kind = 'convert-building' returning kind, data`,
      )
      const { signal } = new AbortController()
      for (const { kind, data } of rows) await handlers.get(kind)!.handle(data, { id: 1, attempt: 1, signal })
    },
    building: async () => (await fixture.send('GET', '/building')).body,
    async close() {
      await server.stop()
      await database.close()
      await removeTestFolder(DATA_DIR)
    },
  }
  return fixture
}
