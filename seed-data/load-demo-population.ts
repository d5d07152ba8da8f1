import type { Database } from '../api/db/types.ts'
import { readSeats } from '../api/modules/regions/read-layer.ts'
import { storedCounties } from './demo/counties.ts'
import { type CountySetting, prepareCounty } from './demo/county-setting.ts'

/** Cells of 0.02° are about 2 km; where many live they are cut to 500 m, without which nobody is 300 m from anything. */
const stepDegrees = 0.02
const mostPeople = 4000
const partsAcross = 4
/** Of each county so many people live in and around its towns, the others anywhere in it. */
const shareInTowns = 0.8
/** People live a little closer to a town's centre than its places lie. */
const spreadOfPeople = 0.8
const metresPerDegree = 111_320
const seed = 1

/**
 * The demo's grid of people, once: each county's census spread around the centres of the demo registry's invented towns. Says of itself
 * that it is invented, and gives way to any imported grid. Returns how many cells.
 */
export async function loadDemoPopulation(database: Pick<Database, 'primary' | 'rows' | 'withLock'>): Promise<number> {
  return database.withLock('load-demo-population', async () => {
    const { rows } = await database.primary.raw('select exists (select from app.population_set) as made')
    if (rows[0].made) return 0
    const counties = await storedCounties(database)
    const seats = new Map(readSeats().map(({ code, lon, lat }) => [code, [lon, lat] as const]))
    return database.primary.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0')
      const [set] = await database.rows<{ id: number }>(trx, {
        name: 'demo-population-set',
        text: `
          insert into population_set (name, kind, format, system, is_scaled, cells, people)
          values ('演示人口格网（按普查总数和演示城镇生成）', 'demo', 'generated', 'WGS84', true, 0, 0)
          returning id`,
        values: [],
      })
      let cells = 0
      for (const county of counties) {
        const part = spreadAroundTowns(prepareCounty(county, seats.get(county.code), seed), county.population)
        cells += part.people.length
        await database.rows(trx, {
          name: 'demo-population-part',
          text: `
            insert into population_part (set_id, region_code, lon, lat, people)
            values ($1::bigint, $2::text, $3::float8[], $4::float8[], $5::float8[])`,
          values: [set!.id, county.code, part.lon, part.lat, part.people],
        })
      }
      await database.rows(trx, {
        name: 'demo-population-sum',
        text: `
          update population_set
          set cells = $2::integer, people = (
            select sum(x) from population_part p cross join lateral unnest(p.people) x where p.set_id = $1::bigint)
          where id = $1::bigint`,
        values: [set!.id, cells],
      })
      return cells
    })
  })
}

/** Bells around the towns over an even ground, multiplied to the census. The same for the same county and seed. */
export function spreadAroundTowns({ area, towns }: CountySetting, population: number) {
  const cells = coarseCells(area)
  if (cells.length === 0) cells.push({ lon: round(towns[0]!.lon), lat: round(towns[0]!.lat), size: 1 })
  const expected = weightsOf(cells, towns).map((weight) => weight * population)
  const fine = cells.flatMap((cell, i) => (expected[i]! > mostPeople ? partsOf(cell, area) : [cell]))
  const weights = weightsOf(fine, towns)
  const people = Array.from(weights, (weight) => Math.round(weight * population * 1000) / 1000)
  return { lon: fine.map(({ lon }) => lon), lat: fine.map(({ lat }) => lat), people }
}

interface Cell {
  lon: number
  lat: number
  /** Share of a whole cell. */
  size: number
}

function coarseCells(area: CountySetting['area']): Cell[] {
  const [west, south, east, north] = area.bbox
  const cells: Cell[] = []
  for (let y = Math.ceil(south / stepDegrees); y * stepDegrees < north; y++) {
    for (let x = Math.ceil(west / stepDegrees); x * stepDegrees < east; x++) {
      const [lon, lat] = [round(x * stepDegrees), round(y * stepDegrees)]
      if (area.contains(lon, lat)) cells.push({ lon, lat, size: 1 })
    }
  }
  return cells
}

/** The parts of a cell that lie in the county. */
function partsOf({ lon, lat }: Cell, area: CountySetting['area']): Cell[] {
  const step = stepDegrees / partsAcross
  const offsets = Array.from({ length: partsAcross }, (_, i) => (i - (partsAcross - 1) / 2) * step)
  const parts = offsets
    .flatMap((up) =>
      offsets.map((right) => ({ lon: round(lon + right), lat: round(lat + up), size: 1 / partsAcross ** 2 })),
    )
    .filter((part) => area.contains(part.lon, part.lat))
  return parts.length > 0 ? parts : [{ lon, lat, size: 1 }]
}

/** Shares of the county's people, by cell; they add up to 1. */
function weightsOf(cells: readonly Cell[], towns: CountySetting['towns']): Float64Array {
  const weights = new Float64Array(cells.length)
  let before = 0
  for (const town of towns) {
    const share = town.upTo - before
    before = town.upTo
    const spread = Math.max(1200, town.spreadMetres * spreadOfPeople)
    const bell = cells.map(({ lon, lat, size }) => {
      const dx = (lon - town.lon) * metresPerDegree * Math.cos((town.lat * Math.PI) / 180)
      const dy = (lat - town.lat) * metresPerDegree
      return size * Math.exp(-(dx * dx + dy * dy) / (2 * spread * spread))
    })
    const total = bell.reduce((sum, value) => sum + value, 0)
    if (total > 0) for (const [i, value] of bell.entries()) weights[i]! += (share * shareInTowns * value) / total
  }
  const ground = cells.reduce((sum, { size }) => sum + size, 0)
  for (const [i, { size }] of cells.entries()) weights[i]! += ((1 - shareInTowns) * size) / ground
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5
