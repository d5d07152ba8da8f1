import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from './contract/index.ts'
import type { Route } from './contract/route.ts'
import { openTestDatabase, type TestDatabase } from './db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from './http/testing.ts'
import { buildPlaces } from './modules/places/build.ts'
import {
  type MatrixActor,
  type MatrixGround,
  type MatrixRow,
  matrixActors,
  matrixTable,
  otherRegion,
  ownRegion,
  verdictOf,
} from './testing-role-matrix.ts'
import { sampleBody } from './testing-route-samples.ts'

let database: TestDatabase
let server: TestServer
let ground: MatrixGround
let actors: MatrixActor[]
/** Who asks is a person in the database, since routes write who did it, and each role is another person; whom routes of people touch is one more. */
const askers = new Map<string, string>()
let touched: string
let reportId: number

beforeAll(async () => {
  database = await openTestDatabase()
  await buildRegions()
  const [place, otherPlace] = await buildPlaces(database, [
    { nameZh: '本馆', lon: 104.5, lat: 30.5 },
    { nameZh: '别馆', lon: 106.5, lat: 29.5 },
  ])
  ground = { place: place!, otherPlace: otherPlace! }
  actors = matrixActors(ground)
  server = await startTestServer(database, { env: { TRUST_PROXY: '1' } })
  for (const { name } of actors) askers.set(name, await makePerson(database, [], name))
  touched = await makePerson(database, [], 'touched')
  const report = await server.send('POST', `/api/places/${place}/reports`, {
    body: { kind: 'other', message: 'for the matrix' },
  })
  reportId = report.body.id
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

test('every route × every role, on its own place and region and on others, is as the committed table says', async () => {
  const rows: MatrixRow[] = []
  for (const [name, route] of Object.entries(contract)) rows.push(await rowOf(name, route))
  await expect(matrixTable(actors, rows)).toMatchFileSnapshot('role-matrix.md')
}, 180_000)

test('ids smuggled into the body open nothing: whoever is refused stays refused', async () => {
  const opened: string[] = []
  for (const route of Object.values(contract).filter(({ method }) => method !== 'get')) {
    for (const actor of actors.filter(({ name }) => name.endsWith('elsewhere'))) {
      if (verdictOf(await ask(route, actor)) !== 'no') continue
      const verdict = verdictOf(await ask(route, actor, smuggled()))
      if (verdict !== 'no') opened.push(`${actor.name}: ${route.method} ${route.path}`)
    }
  }
  expect(opened).toEqual([])
}, 180_000)

async function rowOf(name: string, route: Route): Promise<MatrixRow> {
  const replies: TestReply[] = []
  for (const actor of actors) replies.push(await ask(route, actor))
  const verdicts = replies.map((reply) => {
    try {
      return verdictOf(reply)
    } catch (error) {
      throw new Error(`${route.method} ${route.path}: ${(error as Error).message}`)
    }
  })
  const through = replies.filter((_, n) => verdicts[n] === 'yes')
  const nothingThere =
    through.length > 0 && !route.roles.includes('public') && through.every(({ status }) => status === 404)
  return { name, route, verdicts, nothingThere }
}

let turn = 0
const isSame = (route: Route, other: Route | undefined): boolean => route === other

/** Asks with everything filled so that only the right to ask is in question. */
function ask(route: Route, actor: MatrixActor, more: Record<string, unknown> = {}): Promise<TestReply> {
  const known = {
    placeId: ground.place,
    regionCode: ownRegion,
    personId: touched,
    lon: 104.5,
    lat: 30.5,
    type: 'gymnasium',
    geometry: { type: 'Point', coordinates: [104.5, 30.5] },
  }
  const sample = isSame(route, contract.giveRole)
    ? { role: 'owner', placeId: ground.place, regionCode: null }
    : sampleBody(route, known)
  const body = typeof sample === 'object' && sample !== null ? { ...more, ...sample } : sample
  turn++
  return server.send(route.method.toUpperCase(), pathOf(route), {
    ...(body === undefined ? {} : { body }),
    ...(actor.roles === null
      ? {}
      : { roles: actor.roles.length ? actor.roles : ['citizen'], person: askers.get(actor.name)! }),
    headers: {
      'If-Match': '"1"',
      'Idempotency-Key': `matrix-${turn}`,
      // Each from an address of its own: limits are not what is asked here.
      'X-Forwarded-For': `198.51.${(turn >> 8) & 255}.${turn & 255}`,
    },
  })
}

function pathOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, (_all, name: string) => {
    if (path.startsWith('/api/people/:id') && name === 'id') return touched
    if (path.startsWith('/api/reports/:id') && name === 'id') return String(reportId)
    if (path.startsWith('/api/me/')) return '00000000-0000-4000-8000-00000000000a'
    if (name === 'code' || name === 'region') return ownRegion
    if (name === 'collection') return 'places'
    if (/^person/.test(name)) return touched
    return String(ground.place)
  })
}

/**
 * What an asker from elsewhere would like to be asked about, under every name that a route might read. What the body itself
 * names stays: that is what is touched.
 */
function smuggled(): Record<string, unknown> {
  const { otherPlace } = ground
  return {
    id: otherPlace,
    placeId: otherPlace,
    place_id: otherPlace,
    place: otherPlace,
    regionCode: otherRegion,
    region_code: otherRegion,
    region: otherRegion,
    personId: askers.get('citizen'),
    roles: ['administrator'],
    grants: [{ role: 'administrator', placeId: null, regionCode: null }],
    account: 'admin',
  }
}

async function buildRegions(): Promise<void> {
  const rows = [
    ['510000', 'province', null, 104, 28],
    ['510100', 'prefecture', '510000', 104, 28],
    [ownRegion, 'county', '510100', 104, 28],
    ['500000', 'province', null, 106, 28],
    ['500100', 'prefecture', '500000', 106, 28],
    [otherRegion, 'county', '500100', 106, 28],
  ] as const
  for (const [code, level, parent, west, south] of rows) {
    await database.primary.raw(
      `insert into app.region (code, level, parent_code, name_zh, name_en, pinyin, initials, area_km2, geom, label_point, source)
       select :code, :level, :parent, :code, :code, 'r', 'r', 1, st_multi(box), st_centroid(box), 'test'
       from (select st_makeenvelope(:west, :south, :east, :north, 4326) as box) b`,
      { code, level, parent, west, south, east: west + 2, north: south + 4 },
    )
  }
  await database.primary.raw('select app.region_rebuild_parts()')
}
