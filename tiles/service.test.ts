import { IncomingMessage, request, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { layerRegistry } from '../api/spatial/layers.ts'
import { createTileService, type TileService } from './service.ts'
import {
  addPlaces,
  addPlaceTypes,
  placesLayer,
  quietLog,
  type RunningService,
  readTile,
  seededRandom,
  serveTiles,
} from './testing.ts'

let database: TestDatabase
let service: TileService
let running: RunningService

beforeAll(async () => {
  database = await openTestDatabase()
  await addPlaceTypes(database)
  await addPlaces(database, [
    {
      name: '天府体育馆',
      nameEn: 'Tianfu Gymnasium',
      wkt: 'POINT(104.07 30.57)',
      rating: 4.5,
      fee: 'free',
      sports: ['badminton'],
    },
    { name: '锦城绿道', type: 'hiking-trail', wkt: 'LINESTRING(104.07 30.56, 104.08 30.57, 104.1 30.58)' },
    {
      name: '体育公园',
      type: 'sports-park',
      wkt: 'POLYGON((104.1 30.6, 104.12 30.6, 104.12 30.62, 104.1 30.62, 104.1 30.6))',
    },
  ])
  service = createTileService({ database, layers: layerRegistry([placesLayer]), log: quietLog, cacheMegabytes: 8 })
  await service.start()
  running = await serveTiles(service)
}, 60_000)

afterAll(async () => {
  await running?.close()
  await service?.stop()
  await database?.close()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(running.url + path, { headers })
const tileOf = async (path: string) => readTile(new Uint8Array(await (await get(path)).arrayBuffer()))

test('a tile holds the places in it with their properties', async () => {
  const { places } = await tileOf('/tiles/places/11/1616/841.mvt')
  expect(places!.map((feature) => [feature.properties.name, feature.type]).sort()).toEqual([
    ['体育公园', 3],
    ['天府体育馆', 1],
    ['锦城绿道', 2],
  ])
  const gymnasium = places!.find((feature) => feature.type === 1)!
  expect(gymnasium.properties).toEqual({
    name: '天府体育馆',
    nameEn: 'Tianfu Gymnasium',
    type: 'gymnasium',
    category: 'gym',
    status: 'open',
    fee: 'free',
    rating: 4.5,
    kind: 'place',
  })
})

test('a known tag is answered 304 without a body, another coding has another tag', async () => {
  const path = '/tiles/places/11/1616/841.mvt'
  const first = await get(path, { 'accept-encoding': 'gzip' })
  expect(first.headers.get('content-encoding')).toBe('gzip')
  expect(first.headers.get('vary')).toBe('Accept-Encoding')
  const tag = first.headers.get('etag')!
  expect((await get(path, { 'accept-encoding': 'gzip', 'if-none-match': tag })).status).toBe(304)
  expect((await get(path, { 'accept-encoding': 'gzip', 'if-none-match': `"x", W/${tag}` })).status).toBe(304)
  const plain = await get(path, { 'accept-encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(plain.headers.get('etag')).not.toBe(tag)
  const brotli = await get(path, { 'accept-encoding': 'gzip, br' })
  expect(brotli.headers.get('content-encoding')).toBe('br')
  const bodies = await Promise.all([first, plain, brotli].map(async (reply) => Buffer.from(await reply.arrayBuffer())))
  expect(bodies[0]!.equals(bodies[1]!) && bodies[1]!.equals(bodies[2]!)).toBe(true)
})

test('HEAD has the headers of GET and no body', async () => {
  const reply = await fetch(`${running.url}/tiles/places/11/1616/841.mvt`, { method: 'HEAD' })
  expect(reply.status).toBe(200)
  expect(Number(reply.headers.get('content-length'))).toBeGreaterThan(50)
  expect((await reply.arrayBuffer()).byteLength).toBe(0)
  expect(reply.headers.get('access-control-allow-origin')).toBe('*')
})

test('an empty tile is 204, one outside the zooms 404 with the range, an unknown filter 400, another method 405', async () => {
  expect((await get('/tiles/places/11/0/0.mvt')).status).toBe(204)
  const outside = await get('/tiles/places/17/0/0.mvt')
  expect(outside.status).toBe(404)
  expect(await outside.json()).toMatchObject({ code: 'outside-tile-range', minZoom: 0, maxZoom: 16 })
  expect((await get('/tiles/places/3/8/0.mvt')).status).toBe(404)
  const filter = await get('/tiles/places/3/0/0.mvt?colour=red')
  expect(filter.status).toBe(400)
  expect((await filter.json()).detail).toContain('filters are type, category, sports, status, fee')
  expect((await get('/tiles/places/3/0/0.mvt?region=51x')).status).toBe(400)
  expect((await get('/tiles/nothing/3/0/0.mvt')).status).toBe(404)
  const post = await fetch(`${running.url}/tiles/places/3/0/0.mvt`, { method: 'POST' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

test.each([
  ['type=sports-park', ['体育公园']],
  ['sport=badminton', ['天府体育馆']],
  ['fee=free&status=open', ['天府体育馆']],
  ['type=gymnasium,hiking-trail', ['天府体育馆', '锦城绿道']],
  ['fee=free&type=sports-park', []],
])('the filter %s leaves %j', async (query, names) => {
  const reply = await get(`/tiles/places/11/1616/841.mvt?${query}`)
  const tile = readTile(new Uint8Array(await reply.arrayBuffer()))
  expect((tile.places ?? []).map((feature) => feature.properties.name).sort()).toEqual(names)
})

test('a change is in the next request within 50 ms of its commit, and only its tiles end', async () => {
  const far = '/tiles/places/11/1700/841.mvt'
  await addPlaces(database, [{ name: '远处', wkt: 'POINT(118.9 30.57)' }])
  await waitFor(async () => (await get(far)).status === 200)
  const farTag = (await get(far)).headers.get('etag')
  const touched: string[] = []
  const unsubscribe = service.subscribe(({ touched: { tiles } }) => {
    for (let i = 0; i < tiles.length; i += 3) touched.push(tiles.slice(i, i + 3).join('/'))
  })
  await addPlaces(database, [{ name: '新馆', wkt: 'POINT(104.075 30.571)' }])
  const committed = performance.now()
  await waitFor(async () => {
    const { places } = await tileOf('/tiles/places/11/1616/841.mvt')
    return places!.some((feature) => feature.properties.name === '新馆')
  })
  // Ten times the goal, because other work shares this machine; the benchmark reports the figure itself.
  expect(performance.now() - committed).toBeLessThan(500)
  unsubscribe()
  expect(touched).toContain('11/1616/841')
  expect(touched).not.toContain('11/1700/841')
  expect((await get(far)).headers.get('etag')).toBe(farTag)
})

test('a client that names its own transaction never sees the tile without it', async () => {
  for (let i = 0; i < 5; i++) {
    const xid = await database.primary.transaction(async (trx) => {
      const [row] = await database.rows<{ xid: number; id: number }>(trx, {
        name: 'test-own-write',
        text: `update app.place set name_zh = 'own ' || $1::text where name_zh = '天府体育馆' or name_zh like 'own %'
               returning id, pg_current_xact_id()::text::bigint as xid`,
        values: [i],
      })
      return row!.xid
    })
    const reply = await get(`/tiles/places/11/1616/841.mvt?atLeast=${xid}`)
    expect(reply.status).toBe(200)
    const { places } = readTile(new Uint8Array(await reply.arrayBuffer()))
    expect(places!.map((feature) => feature.properties.name)).toContain(`own ${i}`)
    // The version names what is complete: a transaction that anybody on the server still has open holds it back, not the change.
    expect(Number(reply.headers.get('x-data-version'))).toBeGreaterThan(0)
  }
})

test('listeners are told the tiles a change touches', async () => {
  const stop = new AbortController()
  const reply = await fetch(`${running.url}/tiles/changes`, { signal: stop.signal })
  expect(reply.headers.get('content-type')).toBe('text/event-stream')
  const reader = reply.body!.getReader()
  let text = ''
  const read = (async () => {
    while (!text.includes('event: tiles')) text += new TextDecoder().decode((await reader.read()).value)
  })()
  await addPlaces(database, [{ name: '听', wkt: 'POINT(104.06 30.56)' }])
  await read
  stop.abort()
  const event = JSON.parse(/event: tiles\ndata: (.*)\n/.exec(text)![1]!)
  expect(event).toMatchObject({ layer: 'places', all: false })
  expect(event.tiles).toContain('0/0/0')
})

test('the catalogue, TileJSON, style, sprite, glyphs and graticule hang together', async () => {
  const json = async (path: string) => {
    const reply = await get(path)
    expect(reply.status, path).toBe(200)
    return reply.json()
  }
  expect((await json('/tiles')).layers).toHaveLength(1)
  const description = await json('/tiles/places.json?type=gymnasium')
  expect(description).toMatchObject({ tilejson: '3.0.0', minzoom: 0, maxzoom: 16 })
  expect(description.tiles).toEqual([`${running.url}/tiles/places/{z}/{x}/{y}.mvt?type=gymnasium`])
  expect(description.vector_layers[0].fields.name).toBe('String: Chinese name')
  const style = await json('/tiles/style.json?lang=en&theme=dark')
  expect(
    JSON.stringify(style)
      .match(/https?:\/\/[^/"]+/g)!
      .every((host) => host === running.url),
  ).toBe(true)
  for (const path of ['/tiles', '/tiles/places.json', '/tiles/style.json']) {
    expect(await textFor(path, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })).not.toContain('evil')
  }
  expect((await get('/tiles/style.json?theme=pink')).status).toBe(400)
  const sprite = await json('/tiles/sprite@2x.json')
  expect(Object.keys(sprite).length).toBeGreaterThanOrEqual(35)
  expect(sprite.stadium).toMatchObject({ width: 48, height: 48, pixelRatio: 2 })
  expect((await get('/tiles/sprite@2x.png')).headers.get('content-type')).toBe('image/png')
  const glyphs = await get(`/tiles/glyphs/${encodeURIComponent('Noto Sans Regular')}/0-255.pbf`)
  expect((await glyphs.arrayBuffer()).byteLength).toBeGreaterThan(50_000)
  expect((await (await get('/tiles/glyphs/Noto%20Sans%20Bold/19968-20223.pbf')).arrayBuffer()).byteLength).toBe(0)
  expect((await json('/tiles/graticule.geojson')).features.length).toBeGreaterThan(50)
})

test('ten thousand random addresses are never answered by a 5xx', async () => {
  const random = seededRandom(99)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const part = () =>
    pick([
      '0',
      '5',
      '11',
      '16',
      '17',
      '-1',
      '1.5',
      '99999999999',
      'x',
      '',
      '..',
      '%00',
      '1616',
      '841',
      '%2e',
      '1e3',
      '😀',
      'NaN',
      ' ',
    ])
  const filter = () => {
    const name = pick(['type', 'sport', 'status', 'fee', 'region', 'atLeast', 'v', 'q', '__proto__', '%', 'type%00'])
    return `${name}=${pick(['gymnasium', 'free', '51', '510104', '', ',,,', '%ff', '0', 'a'.repeat(300), "'--"])}`
  }
  const statuses = new Map<number, number>()
  const pending: Promise<number>[] = []
  for (let at = 0; at < 10_000; at++) {
    const layer = pick(['places', 'places,places', 'regions', 'Places', '', 'places%2Cplaces', '*', 'a'.repeat(50)])
    const query = random() < 0.5 ? '' : `?${filter()}&${filter()}`
    const path = pick([
      `/tiles/${layer}/${part()}/${part()}/${part()}.mvt${query}`,
      `/tiles/${layer}.json${query}`,
      `/tiles/${part()}/${part()}${query}`,
      `/tiles/style.json?lang=${part()}&theme=${part()}`,
      `/tiles/sprite${part()}.${part()}`,
      `/tiles/glyphs/${part()}/${part()}-${part()}.pbf`,
    ])
    pending.push(statusOf(path))
    // Some wait for transactions that never were: many at a time.
    if (pending.length < 1_000) continue
    for (const status of await Promise.all(pending.splice(0))) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([])
  expect(statuses.get(200)! + statuses.get(204)!).toBeGreaterThan(100)
}, 60_000)

/** Over a socket, with headers that fetch does not let one set. */
const textFor = (path: string, headers: Record<string, string>): Promise<string> =>
  new Promise((resolve, reject) => {
    request(`${running.url}${path}`, { headers }, (reply) => {
      let text = ''
      reply.on('data', (chunk) => {
        text += chunk
      })
      reply.on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })

/** In this process, without a socket. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = Object.assign(new IncomingMessage(new Socket()), {
      method: 'GET',
      url,
      headers: { host: 'localhost' },
    })
    const response = new ServerResponse(asked)
    const end = response.end.bind(response)
    response.end = ((...parts: Parameters<typeof end>) => {
      resolve(response.statusCode)
      return end(...parts)
    }) as typeof response.end
    if (!service.handle(asked, response)) resolve(0)
  })
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('waited in vain')
}
