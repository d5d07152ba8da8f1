import type { RunFilter, RunParameters } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import type { Supply } from '../../spatial/coverage/cells.ts'
import { type AreaRule, fieldArea } from './field-area.ts'
import type { RegionTree } from './region-tree.ts'
import { type RegistryRow, readRegistry, readRegistryAt } from './registry-queries.ts'

/** A place as figures count it. */
export interface PlannedPlace {
  id: number
  nameZh: string
  type: string
  sports: readonly string[]
  isIndoor: boolean
  isOutdoor: boolean
  fee: string
  ownership: string
  status: string
  areaM2: number
  areaRule: AreaRule
  /** Open hours in a scenario against those of today. */
  hoursFactor?: number
  builtYear: number | null
  /** Position of its county in the tree; -1 outside all. */
  county: number
  location: readonly [number, number]
  points: readonly number[]
  /** Metres of a trail inside each county. */
  trails: readonly { county: number; metres: number }[]
}

const batchRows = 2_000

export type Registry = ReadonlyMap<number, PlannedPlace>

/** The registry as it is, or as it was at a moment. */
export async function readPlaces(
  database: Database,
  tree: RegionTree,
  at: string | null,
): Promise<Map<number, PlannedPlace>> {
  const places = new Map<number, PlannedPlace>()
  for await (const rows of database.stream<RegistryRow>(at ? readRegistryAt(at) : readRegistry, batchRows)) {
    for (const row of rows) places.set(row.id, plannedPlace(row, tree))
  }
  return places
}

/** Categories and types whose places are under a roof unless their courts say otherwise. */
const indoorCategories = new Set(['venue', 'club', 'service'])
const indoorTypes = new Set(['natatorium', 'school-gymnasium', 'badminton-hall', 'table-tennis-hall', 'ice-rink'])

export function plannedPlace(row: RegistryRow, tree: RegionTree): PlannedPlace {
  const { areaM2, rule } = fieldArea(row)
  const said = row.courts.filter(({ indoor }) => indoor !== null)
  const usuallyIndoor = indoorCategories.has(row.category) || indoorTypes.has(row.type)
  return {
    id: row.id,
    nameZh: row.nameZh,
    type: row.type,
    sports: row.sports,
    isIndoor: said.length > 0 ? said.some(({ indoor }) => indoor) : usuallyIndoor,
    isOutdoor: said.length > 0 ? said.some(({ indoor }) => !indoor) : !usuallyIndoor,
    fee: row.fee,
    ownership: row.ownership,
    status: row.status,
    areaM2,
    areaRule: rule,
    builtYear: row.builtYear,
    county: row.regionCode === null ? -1 : (tree.countyOf.get(row.regionCode) ?? -1),
    location: [row.lon, row.lat],
    points: row.outline ? [row.lon, row.lat, ...flatten(row.outline)] : [row.lon, row.lat],
    trails: (row.trails ?? []).flatMap(({ code, metres }) => {
      const county = tree.countyOf.get(code)
      return county === undefined ? [] : [{ county, metres }]
    }),
  }
}

/** Positions one after another; the end of a closed line or ring is its beginning and stands once. */
function flatten(coordinates: unknown): number[] {
  const parts = coordinates as unknown[]
  if (typeof parts[0] === 'number') return [parts[0], parts[1] as number]
  const flat = parts.flatMap(flatten)
  const isLine = typeof (parts[0] as unknown[] | undefined)?.[0] === 'number'
  const isClosed = isLine && flat.length > 4 && flat[0] === flat.at(-2) && flat[1] === flat.at(-1)
  return isClosed ? flat.slice(0, -2) : flat
}

/** Whether a place counts under a filter. Only what is in operation serves people. */
export function passes(place: PlannedPlace, filter: RunFilter): boolean {
  if (place.status !== 'open') return false
  const { types, sports, setting, fees, ownerships, builtUntil } = filter
  if (builtUntil !== null && place.builtYear !== null && place.builtYear > builtUntil) return false
  if (types.length > 0 && !types.includes(place.type)) return false
  if (sports.length > 0 && !place.sports.some((sport) => sports.includes(sport))) return false
  if (setting === 'indoor' && !place.isIndoor) return false
  if (setting === 'outdoor' && !place.isOutdoor) return false
  if (fees.length > 0 && !(fees as string[]).includes(place.fee)) return false
  return ownerships.length === 0 || (ownerships as string[]).includes(place.ownership)
}

/** Kinds for diversity are place types; beyond 64 the last bit stands for all others. */
export function kindNumbers(types: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...new Set(types)].sort().map((type, index) => [type, Math.min(63, index)]))
}

export function supplyOf(
  place: PlannedPlace,
  capacity: RunParameters['capacity'],
  kinds: ReadonlyMap<string, number>,
): Supply {
  return {
    id: place.id,
    points: place.points,
    capacity: (capacity === 'place' ? 1 : place.areaM2) * (place.hoursFactor ?? 1),
    kind: kinds.get(place.type) ?? 63,
    region: place.county,
  }
}
