import { cellToLatLng, latLngToCell } from 'h3-js'
import type { CoverageRun, FigureRow } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import type { CellColumns } from '../../spatial/coverage/coverage-tasks.ts'
import { englishNames } from './english-names.ts'
import { leastPeople } from './hide-small.ts'
import type { HeldRun, Planner } from './planner.ts'

/** What stands behind the figures of a run: places and cells. */

/** @throws 404 region-not-found. */
export function groupOf({ tree }: Pick<HeldRun, 'tree'>, code: string): number {
  const group = tree.groupOf.get(code)
  if (group === undefined)
    throw errors.notFound('region-not-found', `There is no region ${code}; GET /api/regions lists those there are.`)
  return group
}

/** Places of a region, the largest first; trails that only run through it are among them. */
export async function rowsBehind(
  database: Database,
  planner: Planner,
  run: CoverageRun,
  { region, limit, offset }: { region: string; limit: number; offset: number },
): Promise<{ items: FigureRow[]; total: number }> {
  const own = await planner.hold(run)
  const group = groupOf(own, region)
  const isIn = (county: number) => own.tree.groupsOf[county]?.includes(group) ?? false
  const rows = [...own.places.values()]
    .map((place) => ({
      place,
      trailMetres: place.trails.reduce((sum, { county, metres }) => sum + (isIn(county) ? metres : 0), 0),
    }))
    .filter(({ place, trailMetres }) => isIn(place.county) || trailMetres > 0)
    .sort((a, b) => b.place.areaM2 - a.place.areaM2 || a.place.id - b.place.id)
  const page = rows.slice(offset, offset + limit)
  const names = await englishNames(
    database,
    page.map(({ place }) => place.id),
  )
  const demands = await planner.thread.ask('demandOn', { run: String(run.id), ids: page.map(({ place }) => place.id) })
  return {
    total: rows.length,
    items: page.map(({ place, trailMetres }, i) => ({
      placeId: place.id > 0 ? place.id : null,
      nameZh: place.nameZh,
      nameEn: names.get(place.id) ?? null,
      type: place.type,
      regionCode: own.tree.counties[place.county]?.code ?? null,
      location: [place.location[0], place.location[1]],
      areaM2: place.areaRule === 'none' ? null : place.areaM2,
      areaRule: place.areaRule,
      trailMetres: Math.round(trailMetres),
      peopleInReach: demands[i] == null || demands[i]! < leastPeople ? null : Math.round(demands[i]!),
    })),
  }
}

interface Cell {
  lon: number
  lat: number
  people: number
  metres: number | null
  access: number
  kinds: number
  hexagon?: string
}

/** Cells of a county with at least ten people, one by one or gathered in hexagons. */
export async function cellsBehind(planner: Planner, run: CoverageRun, region: string, hexagons: number | undefined) {
  const own = await planner.hold(run)
  groupOf(own, region)
  const county = own.tree.countyOf.get(region)
  if (county === undefined)
    throw errors.notFound('region-not-found', `Cells are shown county by county; ${region} is not a county.`)
  const columns = await planner.thread.ask('cellsOf', { run: String(run.id), region: county })
  const cells = hexagons === undefined ? singleCells(columns) : gatherHexagons(columns, hexagons)
  const items = cells.filter(({ people }) => people >= leastPeople)
  const left = cells.filter(({ people }) => people < leastPeople)
  const leftPeople = left.reduce((sum, { people }) => sum + people, 0)
  return {
    items: items.map((cell) => ({ ...cell, people: Math.round(cell.people) })),
    left: left.length,
    leftPeople: leftPeople >= leastPeople || left.length === 0 ? Math.round(leftPeople) : null,
  }
}

function singleCells(columns: CellColumns): Cell[] {
  return columns.lon.map((lon, i) => ({
    lon,
    lat: columns.lat[i]!,
    people: columns.people[i]!,
    metres: finite(columns.metres[i]!),
    access: columns.access[i]!,
    kinds: columns.kinds[i]!,
  }))
}

/** Means over the people of a hexagon's cells. */
function gatherHexagons(columns: CellColumns, resolution: number): Cell[] {
  const hexagons = new Map<string, { people: number; metres: number; access: number; kinds: number }>()
  for (let i = 0; i < columns.lon.length; i++) {
    const hexagon = latLngToCell(columns.lat[i]!, columns.lon[i]!, resolution)
    const sum = hexagons.get(hexagon) ?? { people: 0, metres: 0, access: 0, kinds: 0 }
    const people = columns.people[i]!
    sum.people += people
    sum.metres += people * columns.metres[i]!
    sum.access += people * columns.access[i]!
    sum.kinds += people * columns.kinds[i]!
    hexagons.set(hexagon, sum)
  }
  return [...hexagons].map(([hexagon, { people, metres, access, kinds }]) => {
    const [lat, lon] = cellToLatLng(hexagon)
    const each = (sum: number) => (people > 0 ? sum / people : 0)
    return { hexagon, lon, lat, people, metres: finite(each(metres)), access: each(access), kinds: each(kinds) }
  })
}

const finite = (metres: number): number | null => (Number.isFinite(metres) ? Math.round(metres) : null)
