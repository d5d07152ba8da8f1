import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { runParameters } from '../api/contract/planning.ts'
import { openDatabase } from '../api/db/open.ts'
import type { Database } from '../api/db/types.ts'
import { createPlanner } from '../api/modules/planning/planner.ts'
import { insertSet } from '../api/modules/planning/population-queries.ts'
import { readCountyShapes, readRegionTree } from '../api/modules/planning/region-tree.ts'
import { kindNumbers, passes, readPlaces, supplyOf } from '../api/modules/planning/registry.ts'
import { startRunBy } from '../api/modules/planning/runs.ts'
import { computeRun, refreshRuns } from '../api/modules/planning/store-run.ts'
import { type Cells, type Supply, usualSteps } from '../api/spatial/coverage/cells.ts'
import { CoverageModel } from '../api/spatial/coverage/coverage-model.ts'
import { demandSums } from '../api/spatial/coverage/demand-model.ts'
import { polygonFinder } from '../api/spatial/coverage/polygon-finder.ts'
import { suggestSites } from '../api/spatial/coverage/suggest-sites.ts'
import { sumCells } from '../api/spatial/coverage/sum-cells.ts'
import { chance } from '../bim-viewer/ifc/paths/testing-walk.ts'
import { type Bench, type BenchContext, median, row } from './context.ts'
import { loadNational } from './create-context.ts'

const radii = [300, 500, 800, 1000, 1500, 2000, 3000]
const settings = { steps: usualSteps, diversityMetres: 1000 }
const rounded = (value: number): number => Math.round(value * 100) / 100
const seconds = (from: number): number => (performance.now() - from) / 1000

/**
 * Coverage of all counties: 484,000 cells of a kilometre over the real counties, and the demo registry's places with their true shapes.
 * The million is five places for each of these, set off by up to 2 km. SQL is the same question over the same rows with a geography index.
 */
export const run: Bench = async (context) => {
  const { quick, log, seed } = context
  const places = quick ? 20_000 : 200_000
  const databaseUrl = await context.createDatabase('coverage')
  log(`loading ${places} places …`)
  await loadNational(databaseUrl, places, seed)
  const database = await openDatabase({ databaseUrl, poolSize: 4, statementTimeoutMs: 0 })
  try {
    return await measure(database, databaseUrl, context, places)
  } finally {
    await database.close()
  }
}

async function measure(database: Database, databaseUrl: string, { quick, log, seed }: BenchContext, places: number) {
  const tree = await readRegionTree(database, database.primary)
  const cells = kilometreCells(await readCountyShapes(database, database.primary), quick ? 40_000 : 484_000, seed)
  const all = await readPlaces(database, tree, null)
  const parameters = runParameters.parse({})
  const counted = [...all.values()].filter((place) => passes(place, parameters.filter))
  const kinds = kindNumbers(counted.map(({ type }) => type))
  const supplies = counted.map((place) => supplyOf(place, 'area', kinds))
  const note = `${cells.lon.length} cells, ${supplies.length} open places with ${Math.round(supplies.reduce((sum, { points }) => sum + points.length / 2, 0) / 1000)} thousand points`
  const cover = (list: readonly Supply[]) => {
    const from = performance.now()
    const model = new CoverageModel(cells, list, settings)
    model.computeNearest()
    const sums = sumCells(model, tree.groupsOf, tree.regions.length, radii)
    return { took: seconds(from), model, sums }
  }
  log('coverage …')
  cover(supplies)
  const first = median([cover(supplies).took, cover(supplies).took, cover(supplies).took])
  const { model, sums } = cover(supplies)
  let from = performance.now()
  model.computeReach()
  const reach = seconds(from)
  from = performance.now()
  demandSums(
    model,
    { visitsPerPersonWeek: 0.5, visitsPerUnitWeek: 0.8, steps: usualSteps },
    tree.groupsOf,
    tree.regions.length,
  )
  const demand = seconds(from)
  from = performance.now()
  const task = {
    objective: 'covered',
    radiusMetres: 1000,
    most: 50,
    capacity: 1,
    target: 1,
    candidates: null,
    cost: 1,
    budget: null,
  } as const
  suggestSites(model, task)
  const sites = seconds(from)
  const many = severalOf(supplies, 5, seed)
  const million = median([cover(many).took, cover(many).took, cover(many).took])
  const asPoints = supplies.map((supply) => ({ ...supply, points: supply.points.slice(0, 2) }))
  const points = median([cover(asPoints).took, cover(asPoints).took, cover(asPoints).took])
  log('SQL …')
  const sql = await coverBySql(
    databaseUrl,
    cells,
    [...all.values()].filter((place) => place.status === 'open').map(({ id }) => id),
  )
  const ours = sums.reduce(
    (sum, { covered }, at) => sum + (tree.regions[at]!.level === 'province' ? covered[3]! : 0),
    0,
  )
  const differs = Math.abs(ours - sql.covered) / sql.covered
  log('one place …')
  const added = await addOne(
    database,
    cells,
    tree.counties.map(({ code }) => code),
    quick ? 3 : 9,
  )
  return [
    row(
      'coverage',
      `${Math.round(places / 1000)},000 places: distances and shares of all counties`,
      's',
      rounded(first),
      '≤ 1',
      note,
    ),
    row('coverage', 'five times as many', 's', rounded(million), '≤ 4', `${many.length} places`),
    row(
      'coverage',
      'SQL for 1 km alone / ours for all distances and shares',
      'ratio',
      rounded(sql.took / first),
      '',
      `SQL ${rounded(sql.took)} s with a geography index; covered people differ by ${(differs * 1e6).toFixed(1)} in a million`,
    ),
    row(
      'coverage',
      'SQL / ours, the same distances and shares by county',
      'ratio',
      rounded(sql.allTook / first),
      '≥ 10',
      `SQL ${rounded(sql.allTook)} s: the nearest place of each cell by the index, their mean and seven shares`,
    ),
    row(
      'coverage',
      'one place added, its run true again (figures 1–8)',
      'ms',
      rounded(added.nearby),
      '≤ 200',
      `median; from the commit to the stored values, ${cells.lon.length} cells`,
    ),
    row(
      'coverage',
      'the same with the planning model’s visits',
      'ms',
      rounded(added.whole),
      '',
      'they look at everybody again',
    ),
    row(
      'coverage',
      'the 200,000 places as single points',
      's',
      rounded(points),
      '',
      'what true shapes cost is the difference',
    ),
    row('coverage', 'E2SFCA within 3 km and kinds', 's', rounded(reach), '', note),
    row('coverage', 'planning model’s visits', 's', rounded(demand), '', note),
    row('coverage', '50 sites over both provinces', 's', rounded(sites), '≤ 10', `of ${cells.lon.length} candidates`),
  ]
}

/** Cells on a grid in the counties, with people by chance. */
function kilometreCells(shapes: number[][][][][], wanted: number, seed: number): Cells {
  const finder = polygonFinder(shapes)
  const random = chance(seed)
  // Both provinces have about 568,000 km².
  const step = Math.sqrt(568_000 / wanted) / 111.2
  const [lon, lat, people, region]: number[][] = [[], [], [], []]
  for (let y = 26; y < 34.4; y += step) {
    const across = step / Math.cos((y * Math.PI) / 180)
    for (let x = 97.3; x < 110.3; x += across) {
      const county = finder.find(x, y)
      if (county < 0) continue
      lon!.push(x)
      lat!.push(y)
      people!.push(Math.round(random() ** 4 * 1200))
      region!.push(county)
    }
  }
  return {
    lon: Float64Array.from(lon!),
    lat: Float64Array.from(lat!),
    people: Float64Array.from(people!),
    region: Uint16Array.from(region!),
  }
}

function severalOf(supplies: readonly Supply[], times: number, seed: number): Supply[] {
  const random = chance(seed + 1)
  return Array.from({ length: times }, () => supplies)
    .flat()
    .map((supply, id) => {
      const [dLon, dLat] = id < supplies.length ? [0, 0] : [(random() - 0.5) * 0.04, (random() - 0.5) * 0.036]
      return { ...supply, id, points: supply.points.map((degree, i) => degree + (i % 2 === 0 ? dLon : dLat)) }
    })
}

/** The same shares by SQL: does any place stand within 1 km of a cell. */
async function coverBySql(databaseUrl: string, cells: Cells, ids: readonly number[]) {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('set search_path = app, public')
    await client.query('create unlogged table bench_cell (region integer, people float8, geog geography)')
    await client.query(
      `insert into bench_cell
       select c.region, c.people, st_setsrid(st_makepoint(c.lon, c.lat), 4326)::geography
       from unnest($1::integer[], $2::float8[], $3::float8[], $4::float8[]) as c (region, people, lon, lat)`,
      [[...cells.region], [...cells.people], [...cells.lon], [...cells.lat]],
    )
    await client.query(
      'create unlogged table bench_place as select p.geom::geography as geog from place p where p.id = any($1::bigint[])',
      [ids],
    )
    await client.query('create index on bench_place using gist (geog)')
    await client.query('vacuum analyze bench_place')
    await client.query('vacuum analyze bench_cell')
    const times: number[] = []
    let covered = 0
    for (let round = 0; round < 2; round++) {
      const from = performance.now()
      const { rows } = await client.query(`
        select c.region, sum(c.people) as people, sum(c.people) filter (
                 where exists (select from bench_place p where st_dwithin(p.geog, c.geog, 1000))) as covered
        from bench_cell c
        group by c.region`)
      times.push(seconds(from))
      covered = rows.reduce((sum, { covered: part }) => sum + (part ?? 0), 0)
    }
    const from = performance.now()
    await client.query(
      `
      select c.region, sum(c.people) as people, sum(c.people * n.metres) / sum(c.people) as mean,
             ${radii.map((metres) => `sum(c.people) filter (where n.metres <= ${metres}) as within_${metres}`).join(', ')}
      from bench_cell c
      cross join lateral (
        select st_distance(p.geog, c.geog) as metres
        from bench_place p
        order by p.geog <-> c.geog
        limit 1
      ) n
      where c.people > 0
      group by c.region`,
    )
    return { took: Math.min(...times), covered, allTook: seconds(from) }
  } finally {
    await client.end()
  }
}

/** From the commit of a new place until a current run's values are stored. */
async function addOne(database: Database, cells: Cells, codes: readonly string[], rounds: number) {
  const parts = codes.map((regionCode) => ({
    regionCode,
    lon: [] as number[],
    lat: [] as number[],
    people: [] as number[],
  }))
  for (const [cell, county] of cells.region.entries()) {
    parts[county]!.lon.push(cells.lon[cell]!)
    parts[county]!.lat.push(cells.lat[cell]!)
    parts[county]!.people.push(cells.people[cell]!)
  }
  const common = {
    name: 'bench',
    kind: 'grid',
    format: 'csv',
    system: 'WGS84',
    isScaled: false,
    peopleOutside: 0,
    report: [],
    importedBy: null,
  } as const
  const setId = await database.primary.transaction((trx) =>
    insertSet(database, trx, { ...common, parts: parts.filter(({ lon }) => lon.length > 0) }),
  )
  const planner = createPlanner(database)
  try {
    const wish = {
      name: 'bench',
      parameters: runParameters.parse({}),
      population: setId,
      keepsCurrent: true,
      scenarioId: null,
    }
    const run = await startRunBy(database, wish, '00000000-0000-0000-0000-000000000000')
    await computeRun(database, planner, run.id)
    const [nearby, whole]: number[][] = [[], []]
    for (let round = 0; round < rounds; round++) {
      const before = await nearbyVersion(database, run.id)
      const { rows } = await database.primary.raw(
        `
        insert into app.place (type_code, name_zh, geom, status, source, source_ref, area_m2, name_pinyin, name_initials)
        select type_code, name_zh, st_translate(st_pointonsurface(geom), 0.001, 0.001), 'open', 'bench', gen_random_uuid()::text, 500, name_pinyin, name_initials
        from app.place
        where status = 'open' and geometrytype(geom) = 'POINT'
        order by id
        offset ? limit 1
        returning id`,
        [round * 37],
      )
      if (rows.length !== 1) throw new Error('no place was added')
      const from = performance.now()
      const refreshed = refreshRuns(database, planner)
      for (;;) {
        if ((await nearbyVersion(database, run.id)) !== before) break
        await pause(2)
      }
      nearby!.push(performance.now() - from)
      if ((await refreshed) !== 1) throw new Error('the run was not brought up to date')
      whole!.push(performance.now() - from)
    }
    return { nearby: median(nearby!), whole: median(whole!) }
  } finally {
    await planner.thread.close()
  }
}

/** Changes with each write of the province's count. */
async function nearbyVersion(database: Database, runId: number): Promise<string> {
  const { rows } = await database.primary.raw(
    `select string_agg(xmin::text || value::text, ' ' order by region_code) as mark
     from app.coverage_value where run_id = ? and figure = 'places' and region_code in ('510000', '500000')`,
    [runId],
  )
  return rows[0].mark
}
