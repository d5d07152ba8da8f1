import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestReply, type TestServer, testPerson } from '../../http/testing.ts'
import { buildSport, buildTwoCounties, buildType } from './build.ts'

/** A registry of two counties, the whole application over it on 6 May 2026 10:30 local time, and an operator who writes. */

export const roles = ['operator'] as const
export const point = (lon = 104.5, lat = 30.5) => ({ type: 'Point', coordinates: [lon, lat] })

export interface RegistryFixture {
  database: TestDatabase
  server: TestServer
  /** Posts a gymnasium with these fields. */
  create(more?: object): Promise<TestReply>
  patch(id: number, version: number, change: object): Promise<TestReply>
  close(): Promise<void>
}

export async function openRegistryFixture(): Promise<RegistryFixture> {
  const database = await openTestDatabase()
  await buildTwoCounties(database)
  await buildType(database, {
    code: 'gymnasium',
    attributeSchema: {
      type: 'object',
      properties: { seats: { type: 'integer', minimum: 0, 'x-titleEn': 'Seats' } },
      additionalProperties: false,
    },
  })
  await buildType(database, { code: 'hiking-trail', nameZh: '登山步道', category: 'trail', geometryKind: 'line' })
  await buildType(database, { code: 'sports-park', nameZh: '体育公园', category: 'park', geometryKind: 'area' })
  await buildType(database, { code: 'old-site', nameZh: '旧点', deprecated: true })
  await buildSport(database, 'basketball', '篮球', 'Basketball')
  // Who asks unless a test says otherwise: acts that are written down need a person of the registry.
  await database.primary('person').insert({ id: testPerson, account: 'tester', name: 'tester' })
  const server = await startTestServer(database, { now: () => new Date('2026-05-06T02:30:00Z') })

  return {
    database,
    server,
    create: (more = {}) =>
      server.send('POST', '/api/places', {
        roles,
        body: { type: 'gymnasium', nameZh: '东湖体育馆', geometry: point(), source: 'survey', ...more },
      }),
    patch: (id, version, change) =>
      server.send('PATCH', `/api/places/${id}`, { roles, body: change, headers: { 'If-Match': `"${version}"` } }),
    async close() {
      await server.stop()
      await database.close()
    },
  }
}
