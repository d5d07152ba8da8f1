import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { latLngToCell } from 'h3-js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { startUpkeep } from '../../upkeep.ts'
import { buildPlace, buildPlaces } from '../places/build.ts'
import { planning } from './index.ts'
import { createPlanner } from './planner.ts'
import { plannerOf } from './planner-of.ts'
import { computeRun, refreshRuns } from './store-run.ts'
import { buildPeople, planner, runNow, sendGrid, valuesOf } from './testing-planning.ts'

let database: TestDatabase
let server: TestServer
let gridId: number
let placeIds: number[]

/** A street at 30.5° N over the border at 104° E: eleven cells 0.01° (959 m) apart, 1,000 people each. */
const street = Array.from({ length: 11 }, (_, i) => [103.95 + i * 0.01, 30.5, 1000] as const)
const csv = (rows: readonly (readonly number[])[]) =>
  `lon,lat,population\n${rows.map((row) => row.join(',')).join('\n')}\n`

beforeAll(async () => {
  database = await openTestDatabase()
  await buildPeople(database)
  server = await startTestServer(database)
  placeIds = await buildPlaces(database, [
    { lon: 103.981, lat: 30.5, type: 'gymnasium', fee: 'free' },
    { lon: 104.012, lat: 30.505, type: 'court', fee: 'paid' },
    { lon: 104.3, lat: 30.2, type: 'court', status: 'closed' },
  ])
  await buildPlace(database, {
    type: 'hiking-trail',
    geometry: {
      type: 'LineString',
      coordinates: [
        [103.99, 30.52],
        [104.02, 30.52],
      ],
    },
  })
  const { status, body } = await sendGrid(server, csv(street), 'name=street&format=csv')
  expect(status).toBe(201)
  gridId = body.id
})
afterAll(async () => {
  await plannerOf(server.core).thread.close()
  await server?.stop()
  await database?.close()
})

describe('an import of people', () => {
  it('says how far each county is from its census', async () => {
    const { body } = await server.send('GET', `/api/planning/population/${gridId}`, { roles: planner })
    expect(body).toMatchObject({ kind: 'grid', cells: 11, people: 11_000, isScaled: false, peopleOutside: 0 })
    expect(body.report).toEqual([
      { code: '510104', census: 40_000, grid: 6000, cells: 6, factor: null },
      { code: '510107', census: 60_000, grid: 5000, cells: 5, factor: null },
    ])
  })
  it('can be scaled to it, so that county sums equal the census', async () => {
    const { body } = await sendGrid(server, csv([...street, [10, 10, 7]]), 'name=scaled&format=csv&scale=true')
    expect(body).toMatchObject({ isScaled: true, peopleOutside: 7 })
    expect(body.people).toBeCloseTo(100_000, 6)
    const { rows } = await database.primary.raw(
      `select region_code::text as code, (select sum(x) from unnest(people) x) as people
       from app.population_part where set_id = :id order by 1`,
      { id: body.id },
    )
    expect(rows.map(({ people }: { people: number }) => Math.round(people))).toEqual([40_000, 60_000])
    await database.primary.raw('update app.population_set set archived_at = now() where id = :id', { id: body.id })
  })
  it('takes H3 cells, and coordinates of another datum or projection', async () => {
    const cell = latLngToCell(30.5, 103.95, 8)
    const h3 = await sendGrid(server, `h3,people\n${cell},500\n`, 'name=h3&format=h3')
    expect(h3.body).toMatchObject({ cells: 1, people: 500, format: 'h3' })
    // 103.95, 30.5 in metres of EPSG:3857.
    const mercator = await sendGrid(server, 'x,y,pop\n11571661.07,3567163.77,9\n', 'name=m&format=csv&system=EPSG:3857')
    expect(mercator.body).toMatchObject({ cells: 1, people: 9, system: 'EPSG:3857' })
    await database.primary.raw('update app.population_set set archived_at = now() where id in (:a, :b)', {
      a: h3.body.id,
      b: mercator.body.id,
    })
  })
  it.each([
    ['lon,lat\n1,2\n', 'population-unreadable'],
    ['lon,lat,pop\n104,30.5,many\n', 'population-unreadable'],
    ['lon,lat,pop\n1,2,3\n', 'population-empty'],
  ])('refuses %j', async (text, code) => {
    expect((await sendGrid(server, text, 'name=bad&format=csv')).body.code).toBe(code)
  })
  it('refuses a file that is no GeoTIFF and a system that is unknown', async () => {
    expect((await sendGrid(server, 'no', 'name=bad&format=geotiff')).body.code).toBe('population-unreadable')
    const unknown = await sendGrid(server, csv(street), 'name=bad&format=csv&system=EPSG:99999')
    expect(unknown.body.code).toBe('system-unknown')
  })
  it('is for operators', async () => {
    expect((await sendGrid(server, csv(street), 'name=x&format=csv', ['planner'])).status).toBe(403)
  })
})

/** The same figures by SQL, straight from their definitions, over spheroidal distances. */
const oracle = `
  with cell as (
    select c.region_code, row_number() over () as id, x.people, st_setsrid(st_makepoint(x.lon, x.lat), 4326)::geography as geog
    from app.population_part c
    cross join lateral unnest(c.lon, c.lat, c.people) as x (lon, lat, people)
    where c.set_id = :setId
  ), served as (
    select p.id, p.geom::geography as geog from app.place p where p.status = 'open'
  ), pair as (
    select c.id as cell, c.people, p.id as place, st_distance(c.geog, p.geog) as metres from cell c cross join served p
  ), weighted as (
    select *, case when metres <= 1000 then 1 when metres <= 2000 then 0.6 when metres <= 3000 then 0.25 else 0 end as weight
    from pair
  ), ratio as (
    select place, 1 / nullif(sum(people * weight), 0) as ratio from weighted group by place
  ), per_cell as (
    select w.cell, min(w.metres) as metres, sum(coalesce(r.ratio, 0) * w.weight) as access,
           count(distinct q.type_code) filter (where w.metres <= 1000) as kinds
    from weighted w
    join ratio r using (place)
    join app.place q on q.id = w.place
    group by w.cell
  )
  select c.region_code::text as code, sum(c.people) filter (where p.metres <= 1000) as covered, sum(c.people) as people,
         sum(c.people * p.metres) / sum(c.people) as mean, sum(c.people * p.access) / sum(c.people) as access,
         sum(c.people * p.kinds)::float8 / sum(c.people) as kinds
  from cell c
  join per_cell p on p.cell = c.id
  group by c.region_code`

describe('a run', () => {
  it('has the figures that SQL finds by their definitions', async () => {
    const runId = await runNow(server, { population: gridId, parameters: { capacity: 'place' } })
    const { rows } = await database.primary.raw(oracle, { setId: gridId })
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      const values = await valuesOf(server, runId, row.code)
      expect(values['covered-1000']).toBeCloseTo(row.covered / row.people, 9)
      expect(values['mean-metres']).toBeCloseTo(row.mean, 0)
      expect(values.access).toBeCloseTo(row.access, 9)
      expect(values.kinds).toBeCloseTo(row.kinds, 9)
    }
  })

  it('counts places, and clips a trail to each county', async () => {
    const runId = await runNow(server, { population: gridId })
    const [west, east, both] = await Promise.all(
      ['510107', '510104', '510000'].map((code) => valuesOf(server, runId, code)),
    )
    expect([west!.places, east!.places, both!.places]).toEqual([1, 2, 3])
    expect(west!['per-10000']).toBeCloseTo(1 / 6, 9)
    expect(east!['trail-km']! / west!['trail-km']!).toBeCloseTo(2, 2)
    expect(both!['trail-km-per-10000']).toBeCloseTo(both!['trail-km']! / 10, 9)
  })

  it('says who asked, of which data, and finds its rows and cells', async () => {
    const runId = await runNow(server, { population: gridId, name: 'Try', parameters: { capacity: 'place' } })
    const { body: run } = await server.send('GET', `/api/planning/runs/${runId}`, { roles: planner })
    expect(run).toMatchObject({
      name: 'Try',
      state: 'done',
      isRough: false,
      populationName: 'street',
      distanceBy: 'straight',
    })
    expect(run.dataVersion).toBeGreaterThan(0)
    const { body: rows } = await server.send('GET', `/api/planning/runs/${runId}/rows?region=510107`, {
      roles: planner,
    })
    expect(rows.total).toBe(2)
    expect(rows.items.map((row: { placeId: number }) => row.placeId)).toContain(placeIds[0])
    const { body: cells } = await server.send('GET', `/api/planning/runs/${runId}/cells?region=510107`, {
      roles: planner,
    })
    expect(cells.items).toHaveLength(5)
    const { body: hexagons } = await server.send('GET', `/api/planning/runs/${runId}/cells?region=510107&hexagons=5`, {
      roles: planner,
    })
    expect(hexagons.items.reduce((sum: number, { people }: { people: number }) => sum + people, 0)).toBe(5000)
    const { body: curve } = await server.send('GET', `/api/planning/runs/${runId}/lorenz?region=510000`, {
      roles: planner,
    })
    expect(curve.gini).toBeGreaterThan(0)
    expect(curve.curve[0]).toEqual([0, 0])
  })

  it('counts only what the filter lets pass', async () => {
    const runId = await runNow(server, { population: gridId, parameters: { filter: { fees: ['free'] } } })
    expect((await valuesOf(server, runId, '510000')).places).toBe(1)
  })

  it('spreads people evenly without a grid, and says so', async () => {
    const runId = await runNow(server, { population: 'even' })
    const { body: run } = await server.send('GET', `/api/planning/runs/${runId}`, { roles: planner })
    expect(run).toMatchObject({ isRough: true, populationSetId: null })
    const values = await valuesOf(server, runId, '510107')
    expect(values['covered-3000']).toBeGreaterThan(0)
  })

  it('is as it was on a day before', async () => {
    const runId = await runNow(server, {
      population: gridId,
      parameters: { filter: { at: '2020-01-01T00:00:00Z' } },
    })
    expect(await valuesOf(server, runId, '510000')).toMatchObject({ places: 0, 'covered-1000': 0, 'mean-metres': null })
  })

  it('is brought up to date when a place is added, and only then', async () => {
    const runId = await runNow(server, { population: gridId })
    const before = await valuesOf(server, runId, '510104')
    const core = plannerOf(server.core)
    await refreshRuns(database, core)
    expect(await refreshRuns(database, core)).toBe(0)
    await buildPlace(database, { lon: 104.045, lat: 30.5 })
    expect(await refreshRuns(database, core)).toBeGreaterThan(0)
    const after = await valuesOf(server, runId, '510104')
    expect(after['covered-1000']).toBeGreaterThan(before['covered-1000']!)
    const anew = await valuesOf(server, await runNow(server, { population: gridId }), '510104')
    expect(after).toEqual(anew)
  })

  it('answers for a drawn area, and not for one that crosses itself', async () => {
    const runId = await runNow(server, { population: gridId })
    const area = (coordinates: number[][]) =>
      server.send('POST', `/api/planning/runs/${runId}/area`, {
        roles: planner,
        body: { geometry: { type: 'Polygon', coordinates: [coordinates] } },
      })
    // biome-ignore format: one line
    const { body } = await area([[103.975, 30.4], [104.005, 30.4], [104.005, 30.6], [103.975, 30.6], [103.975, 30.4]])
    expect(body).toMatchObject({ people: 3000, cells: 3, places: 1 })
    expect(body.values['trail-km']).toBeCloseTo(1.44, 1)
    // biome-ignore format: one line
    const crossed = await area([[103.9, 30.4], [104.1, 30.6], [104.1, 30.4], [103.9, 30.6], [103.9, 30.4]])
    expect(crossed.body.code).toBe('area-invalid')
    const scored = await server.send('POST', '/api/planning/circle-score', {
      roles: planner,
      // biome-ignore format: one line
      body: { geometry: { type: 'Polygon', coordinates: [[[103.9, 30.4], [104.1, 30.6], [104.1, 30.4], [103.9, 30.6], [103.9, 30.4]]] } },
    })
    expect(scored.body.code).toBe('area-invalid')
  })

  it('is not there, or not yet done', async () => {
    const missing = await server.send('GET', '/api/planning/runs/99999', { roles: planner })
    expect(missing.body.code).toBe('run-not-found')
    const { body } = await server.send('POST', '/api/planning/runs', { roles: planner, body: {} })
    expect(body).toMatchObject({ state: 'waiting', populationSetId: gridId })
    const early = await server.send('GET', `/api/planning/runs/${body.id}/values`, { roles: planner })
    expect(early.body.code).toBe('run-not-done')
  })
})

describe('ways', () => {
  const send = (method: string, path: string, body?: object) =>
    server.send(method, `/api/planning${path}`, { roles: ['operator'], ...(body ? { body } : {}) })
  const lines = (...coordinates: number[][][]) =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: coordinates.map((line) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'LineString', coordinates: line },
      })),
    })
  const importLines = async (text: string, query = 'name=paths') => {
    const response = await fetch(`${server.url}/api/planning/networks?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Test-Roles': 'operator' },
      body: text,
    })
    return { status: response.status, body: await response.json() }
  }
  const along = (distanceBy: string) => ({ population: gridId, parameters: { distanceBy } })
  const facts = async (runId: number) => (await send('GET', `/runs/${runId}`)).body

  it('are straight where there is neither network nor router, and the run says so', async () => {
    expect(await facts(await runNow(server, along('network')))).toMatchObject({
      distanceBy: 'straight',
      distanceProblem: 'no-network',
    })
    expect(await facts(await runNow(server, along('router')))).toMatchObject({ distanceProblem: 'no-router' })
  })

  it('follow an imported network, and what is walkable is drawn', async () => {
    expect((await importLines('{}')).body.code).toBe('network-unreadable')
    // From the gymnasium at 103.981 half a kilometre north, west, and back to the street at 103.97.
    const { status, body } = await importLines(
      lines([
        [103.981, 30.5],
        [103.981, 30.505],
        [103.97, 30.505],
        [103.97, 30.5],
      ]),
    )
    expect([status, body.islands]).toEqual([201, 0])
    expect(body.lengthKm).toBeCloseTo(1.055 + 2 * 0.554, 1)
    const straight = await runNow(server, { population: gridId })
    const walked = await runNow(server, along('network'))
    expect(await facts(walked)).toMatchObject({ distanceBy: 'network', distanceProblem: null, networkName: 'paths' })
    const [near, far] = [await valuesOf(server, straight, '510107'), await valuesOf(server, walked, '510107')]
    expect(far['mean-metres']).toBeGreaterThan(near['mean-metres']!)
    const area = async (run: number) =>
      (await send('GET', `/runs/${run}/service-area?place=${placeIds[0]}&metres=1100`)).body
    const [round, street] = [await area(straight), await area(walked)]
    expect([round.distanceBy, street.distanceBy]).toEqual(['straight', 'network'])
    // 103.97 is 1,055 m away by a straight line and 2,163 m on foot.
    expect([round.people, street.people]).toEqual([3000, 1000 * (await cellsWithin(walked, 1100))])
    expect(street.people).toBeLessThan(round.people)
    expect(round.geometry.type).toBe('Polygon')
    expect((await send('GET', `/runs/${walked}/service-area?place=999999`)).body.code).toBe('place-not-in-run')
    expect((await send('DELETE', `/networks/${body.id}`)).status).toBe(204)
    expect((await send('GET', '/networks')).body.items).toEqual([])
  })

  const cellsWithin = async (run: number, metres: number) => {
    const { body } = await send('GET', `/runs/${run}/cells?region=510107`)
    return body.items.filter((cell: { metres: number }) => cell.metres <= metres).length
  }

  it('are asked of a router, and straight when it fails', async () => {
    let mood: 'well' | 'ill' = 'well'
    const asked: URL[] = []
    const router = createServer((request, response) => {
      const url = new URL(request.url!, 'http://router')
      asked.push(url)
      if (mood === 'ill') return void response.writeHead(500).end('no')
      const count = (name: string) => url.searchParams.get(name)!.split(';').length
      const [sources, destinations] = [count('sources'), count('destinations')]
      const row = Array.from({ length: destinations }, (_, i) => (i === 0 ? null : 700))
      response.setHeader('Content-Type', 'application/json')
      response.end(
        JSON.stringify({
          code: 'Ok',
          distances: Array.from({ length: sources }, () => row),
          sources: Array.from({ length: sources }, () => ({ distance: 20 })),
          destinations: row.map(() => ({ distance: 30 })),
        }),
      )
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => router.once('listening', resolve))
    const own = createPlanner(database, `http://127.0.0.1:${(router.address() as AddressInfo).port}/`)
    try {
      const { body: run } = await server.send('POST', '/api/planning/runs', {
        roles: planner,
        body: { ...along('router'), parameters: { distanceBy: 'router', radiiMetres: [740, 760] } },
      })
      await computeRun(database, own, run.id)
      expect(await facts(run.id)).toMatchObject({ distanceBy: 'router', distanceProblem: null, distanceShare: 1 })
      expect(asked[0]!.pathname).toMatch(/^\/table\/v1\/foot\/103\.\d+,30\.5/)
      const values = await valuesOf(server, run.id, '510000')
      // 700 m on the streets and 50 m to them.
      expect(values['covered-740']).toBe(0)
      expect(values['covered-760']).toBeGreaterThan(0.5)
      mood = 'ill'
      await own.forget(run.id)
      await computeRun(database, own, run.id)
      expect(await facts(run.id)).toMatchObject({ distanceBy: 'straight', distanceProblem: 'router-failed' })
    } finally {
      await own.thread.close()
      router.close()
    }
  })

  it('can be compared region by region', async () => {
    const runId = await runNow(server, { population: gridId })
    const { body } = await send('GET', `/runs/${runId}/values?codes=510104,510100`)
    expect(body.items.map(({ code }: { code: string }) => code)).toEqual(['510100', '510104'])
  })
})

describe('over the years', () => {
  it('places count from the year they were built in, and runs are not made twice', async () => {
    const { id: runId } = (
      await server.send('GET', `/api/planning/runs/${await runNow(server, { population: gridId })}`, { roles: planner })
    ).body
    await database.primary.raw(`update app.place set built_year = 2015 where id = ?`, [placeIds[0]!])
    const path = `/api/planning/runs/${runId}/trend`
    const start = () =>
      server.send('POST', path, { roles: planner, body: { basis: 'built', years: [2014, 2015, 2015] } })
    const { body } = await start()
    expect(body.started).toHaveLength(2)
    for (const id of body.started) await computeRun(database, plannerOf(server.core), id)
    expect((await start()).body.started).toEqual([])
    const { body: trend } = await server.send('GET', `${path}?region=510000&basis=built`, { roles: planner })
    const [before, after] = trend.points
    expect([before.year, after.year, before.state]).toEqual([2014, 2015, 'done'])
    expect(after.values.places - before.values.places).toBe(1)
    const list = await server.send('GET', '/api/planning/runs', { roles: planner })
    expect(list.body.items.map(({ id }: { id: number }) => id)).not.toContain(before.runId)
    const past = await server.send('POST', path, { roles: planner, body: { basis: 'revisions', years: [2019] } })
    await computeRun(database, plannerOf(server.core), past.body.started[0])
    const { body: then } = await server.send('GET', `${path}?region=510000&basis=revisions`, { roles: planner })
    expect(then.points[0].values.places).toBe(0)
  })
})

it('is brought up to date by the news of a change, not by the clock', async () => {
  const runId = await runNow(server, { population: gridId })
  const before = await valuesOf(server, runId, '510107')
  const stop = startUpkeep(server.core, planning.chores!, { firstMs: 60_000 })
  try {
    for (const more of [1, 2]) {
      await buildPlace(database, { lon: 103.95, lat: 30.5 })
      await vi.waitFor(
        async () => expect((await valuesOf(server, runId, '510107')).places).toBe(before.places! + more),
        { timeout: 25_000, interval: 100 },
      )
    }
  } finally {
    await stop()
  }
}, 60_000)
