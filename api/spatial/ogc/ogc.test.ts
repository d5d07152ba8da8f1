import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlaces, buildTwoCounties } from '../../modules/places/build.ts'

const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`
let database: TestDatabase
let server: TestServer
let ids: number[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  ids = await buildPlaces(
    database,
    Array.from({ length: 1_203 }, (_, index) => ({
      nameZh: `场馆${index}`,
      type: index % 3 === 0 ? 'stadium' : 'gymnasium',
      lon: 103.2 + (index % 40) * 0.04,
      lat: 30.1 + Math.floor(index / 40) * 0.025,
      rating: index % 2 === 0 ? 4 : null,
      sports: index % 5 === 0 ? ['tennis', 'chess'] : [],
    })),
  )
  server = await startTestServer(database)
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const get = (path: string) => server.send('GET', path)
const items = (query: Record<string, string>) => get(`/ogc/collections/places/items?${new URLSearchParams(query)}`)
const relative = (href: string) => href.replace(server.url, '')
const href = (links: { rel: string; href: string }[], rel: string) => links.find((link) => link.rel === rel)?.href

describe('OGC API', () => {
  test('every link from the landing page on answers, and none is made from the Host header', async () => {
    const { body } = await server.send('GET', '/ogc', { headers: { Host: 'evil.example' } })
    expect(JSON.stringify(body)).not.toContain('evil')
    const seen = new Set<string>()
    const walk = async (links: { rel: string; href: string; templated?: boolean }[]) => {
      for (const { href: address, templated } of links) {
        const path = relative(address)
        if (seen.has(path) || templated || path.startsWith('/tiles/')) continue
        seen.add(path)
        const reply = await get(path)
        expect({ path, status: reply.status }).toEqual({ path, status: 200 })
        if (reply.body?.links && !path.includes('/items')) await walk(reply.body.links)
        for (const one of [
          ...(reply.body?.collections ?? []),
          ...(reply.body?.tilesets ?? []),
          ...(reply.body?.tileMatrixSets ?? []),
        ])
          await walk(one.links)
      }
    }
    await walk(body.links)
    expect(seen.size).toBeGreaterThanOrEqual(13)
  })

  test('pages follow each other without a gap or a repeat, also across batches', async () => {
    const seen: number[] = []
    let path: string | undefined = '/ogc/collections/places/items?limit=601'
    const sizes: number[] = []
    while (path) {
      const { body } = await get(path)
      expect(body.numberReturned).toBe(body.features.length)
      sizes.push(body.numberReturned)
      if (sizes.length === 1) expect(body.numberMatched).toBe(1_203)
      seen.push(...body.features.map(({ id }: { id: number }) => id))
      const next = href(body.links, 'next')
      path = next && relative(next)
    }
    expect(sizes).toEqual([601, 601, 1])
    expect(seen).toEqual(ids)
  })

  test('exactly full pages have no next link to nothing', async () => {
    for (const limit of [500, 1_203]) {
      const { body } = await items({ limit: String(limit) })
      expect(href(body.links, 'next') !== undefined).toBe(limit < 1_203)
    }
  })

  test('bbox, property and CQL2 filters meet; numberMatched counts them', async () => {
    const { body } = await items({
      bbox: '103.19,30.09,103.3,30.21',
      type: 'stadium',
      filter: 'rating >= 4 OR rating IS NULL',
      limit: '3',
    })
    const all = (await items({ limit: '10000' })).body.features.filter(
      ({
        geometry: { coordinates },
        properties,
      }: {
        geometry: { coordinates: number[] }
        properties: { type: string }
      }) => coordinates[0]! <= 103.3 && coordinates[1]! <= 30.21 && properties.type === 'stadium',
    )
    expect(body.numberMatched).toBe(all.length)
    expect(body.features).toHaveLength(3)
    const json = JSON.stringify({ op: 'a_contains', args: [{ property: 'sports' }, ['chess']] })
    expect((await items({ filter: json, 'filter-lang': 'cql2-json' })).body.numberMatched).toBe(241)
    expect((await items({ sports: 'tennis' })).body.numberMatched).toBe(241)
  })

  test('another system comes in its own axis order, and so does bbox-crs', async () => {
    const feature = `/ogc/collections/places/items/${ids[0]}`
    const plain = await get(feature)
    expect(plain.headers.get('content-crs')).toBe('<http://www.opengis.net/def/crs/OGC/1.3/CRS84>')
    expect(plain.body.geometry.coordinates).toEqual([103.2, 30.1])
    const latFirst = await get(`${feature}?crs=${epsg(4326)}`)
    expect(latFirst.headers.get('content-crs')).toBe(`<${epsg(4326)}>`)
    expect(latFirst.body.geometry.coordinates).toEqual([30.1, 103.2])
    const mercator = (await get(`${feature}?crs=${epsg(3857)}`)).body.geometry.coordinates
    expect(mercator[0]).toBeCloseTo(11488171.45, 1)
    const gauss = (await get(`${feature}?crs=${epsg(4544)}`)).body.geometry.coordinates
    // CGCS2000 / 3-degree Gauss-Kruger CM 105E: x is north.
    expect(gauss[0]).toBeGreaterThan(3_000_000)
    expect(gauss[1]).toBeLessThan(500_000)
    const box = [gauss[0] - 10, gauss[1] - 10, gauss[0] + 10, gauss[1] + 10].join(',')
    const { body } = await items({ bbox: box, 'bbox-crs': epsg(4544) })
    expect(body.features.map(({ id }: { id: number }) => id)).toEqual([ids[0]])
  })

  test.each([
    [{ crs: epsg(999999) }, 'crs-unknown'],
    [{ crs: 'http://evil/4326' }, 'crs-unknown'],
    [{ bbox: '1,2,3' }, 'request-invalid'],
    [{ bbox: '1,9,3,2' }, 'bbox-invalid'],
    [{ colour: 'red' }, 'parameter-unknown'],
    [{ limit: '10001' }, 'request-invalid'],
    [{ filter: 'type =' }, 'filter-invalid'],
    [{ datetime: 'yesterday' }, 'request-invalid'],
    [{ bbox: '-1e300,-1e300,1e300,1e300', 'bbox-crs': epsg(4544) }, 'geometry-invalid'],
  ])('%j is refused as %s', async (query, code) => {
    const reply = await items(query)
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status: 400, code })
  })

  test('a collection that is not there is 404', async () => {
    expect((await get('/ogc/collections/nothing/items')).body.code).toBe('collection-not-found')
    expect((await get('/ogc/collections/places/items/999999999')).body.code).toBe('feature-not-found')
  })

  test('the tile set names addresses that the tile server answers', async () => {
    const { body } = await get('/ogc/collections/places/tiles/WebMercatorQuad')
    expect(href(body.links, 'item')).toBe(`${server.url}/tiles/places/{tileMatrix}/{tileCol}/{tileRow}.mvt`)
  })
})
