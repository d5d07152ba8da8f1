import { convertPosition, type Datum } from '../../spatial/datum.ts'
import type { ImportedCounty } from './read-import-file.ts'
import type { County } from './read-layer.ts'

/** Decisions about a layer that an operator brings: which codes change, and whether its coordinates mean what was said. */

export interface CurrentRegion {
  code: string
  level: 'province' | 'prefecture' | 'county'
  parentCode: string | null
  nameZh: string
  nameEn: string
  population: number | null
}

export interface LayerPlan {
  counties: County[]
  added: string[]
  removed: string[]
  /** Names in the file that differ from the registry's; the registry's stay. */
  otherNames: { code: string; registered: string; inFile: string }[]
  problems: string[]
}

/** Matches the counties of a file with the registered regions. Names and populations of known counties stay as registered. */
export function planLayer(
  imported: readonly ImportedCounty[],
  current: readonly CurrentRegion[],
  { allowCodeChanges }: { allowCodeChanges: boolean },
): LayerPlan {
  const registered = new Map(current.map((region) => [region.code, region]))
  const plan: LayerPlan = { counties: [], added: [], removed: [], otherNames: [], problems: [] }
  for (const code of duplicates(imported.map((county) => county.code)))
    plan.problems.push(
      `${code} occurs more than once; a county is one feature (a MultiPolygon when it has several parts).`,
    )
  for (const county of imported) {
    const known = registered.get(county.code)
    const parentCode = parentCodeOf(county.code, registered)
    if (!parentCode) {
      plan.problems.push(`${county.code}: there is no registered province or prefecture for this code.`)
      continue
    }
    const nameZh = known?.nameZh ?? county.nameZh
    if (!nameZh) {
      plan.problems.push(`${county.code} is a new county and has no name; give the property nameZh.`)
      continue
    }
    if (!known) plan.added.push(county.code)
    else if (county.nameZh && county.nameZh !== known.nameZh)
      plan.otherNames.push({ code: county.code, registered: known.nameZh, inFile: county.nameZh })
    const { code, geometry } = county
    const nameEn = known?.nameEn ?? county.nameEn ?? nameZh
    plan.counties.push({ code, parentCode, nameZh, nameEn, population: known?.population ?? null, geometry })
  }
  const codes = new Set(imported.map((county) => county.code))
  plan.removed = current.filter(({ level, code }) => level === 'county' && !codes.has(code)).map(({ code }) => code)
  plan.problems.push(...childlessParents(plan, current))
  if (!allowCodeChanges) plan.problems.push(...codeChanges(plan, registered))
  return plan
}

/** Prefecture of a county where it is registered; else its province when that has no prefectures at all (a municipality). */
export function parentCodeOf(code: string, registered: ReadonlyMap<string, CurrentRegion>): string | undefined {
  const prefecture = `${code.slice(0, 4)}00`
  if (registered.has(prefecture)) return prefecture
  const province = `${code.slice(0, 2)}0000`
  const isDivided = [...registered.values()].some(
    ({ level, parentCode }) => level === 'prefecture' && parentCode === province,
  )
  return registered.has(province) && !isDivided ? province : undefined
}

function childlessParents(plan: LayerPlan, current: readonly CurrentRegion[]): string[] {
  const parents = new Set(plan.counties.map((county) => county.parentCode))
  return current
    .filter(({ level, code }) => level === 'prefecture' && !parents.has(code))
    .map(
      ({ code, nameZh }) => `${code} ${nameZh} would be left without a county; the file must cover every prefecture.`,
    )
}

function codeChanges({ added, removed }: LayerPlan, registered: ReadonlyMap<string, CurrentRegion>): string[] {
  const named = (codes: readonly string[]) =>
    codes.map((code) => [code, registered.get(code)?.nameZh].join(' ').trim()).join(', ')
  return [
    ...(removed.length > 0 ? [`The file lacks ${named(removed)}.`] : []),
    ...(added.length > 0 ? [`The file has counties that are not registered: ${named(added)}.`] : []),
  ].map((problem) => `${problem} If that is meant, pass --allow-code-changes.`)
}

const duplicates = (codes: readonly string[]) => new Set(codes.filter((code, index) => codes.indexOf(code) !== index))

export interface CentrePair {
  current: readonly [lon: number, lat: number]
  incoming: readonly [lon: number, lat: number]
}

export interface DatumJudgement {
  /** Shift that the layers have in common: median over the counties, east and north. */
  shiftMetres: number
  /** The datum that explains the shift better than the stated one does. */
  suspected: Datum | null
}

const metresADegree = 111_320
const candidates: readonly Datum[] = ['WGS84', 'GCJ-02', 'BD-09']

/**
 * Layers drawn by different hands differ in every county, but not all in one direction: a common shift of more than
 * `toleratedShiftMetres` is a wrong datum (WGS84 read as GCJ-02 and the like is 175–575 m in Sichuan, BD-09 about 1 km).
 */
export const toleratedShiftMetres = 100

export function judgeDatum(pairs: readonly CentrePair[], stated: Datum): DatumJudgement {
  const statedDatum = stated === 'CGCS2000' ? 'WGS84' : stated
  const left = (actual: Datum) =>
    commonShift(pairs.map(({ current, incoming }) => [misread(current, actual, statedDatum), incoming] as const))
  const shiftMetres = left(statedDatum)
  const best = candidates.map((datum) => ({ datum, left: left(datum) })).sort((a, b) => a.left - b.left)[0]!
  const isExplained = best.datum !== statedDatum && best.left < shiftMetres / 2
  return { shiftMetres, suspected: shiftMetres > toleratedShiftMetres && isExplained ? best.datum : null }
}

/** Where a WGS84 point lands when it is written in one datum and read in another. */
function misread(point: readonly [number, number], actual: Datum, stated: Datum): readonly [number, number] {
  return convertPosition(convertPosition(point, 'WGS84', actual), stated, 'WGS84') as [number, number]
}

type Displacement = readonly [from: readonly [number, number], to: readonly [number, number]]

function commonShift(displacements: readonly Displacement[]): number {
  const east = displacements.map(([a, b]) => (b[0] - a[0]) * metresADegree * Math.cos((a[1] * Math.PI) / 180))
  const north = displacements.map(([a, b]) => (b[1] - a[1]) * metresADegree)
  return Math.hypot(median(east), median(north))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
