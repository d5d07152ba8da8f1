import { readFileSync } from 'node:fs'
import { readTable } from '../../api/modules/regions/csv.ts'
import { englishName } from './english-names.ts'

export const tableColumns = ['code', 'level', 'parentCode', 'nameZh', 'nameEn', 'population', 'source'] as const
export type RegionRow = Record<(typeof tableColumns)[number], string> & { level: 'province' | 'prefecture' | 'county' }

const source = 'National Bureau of Statistics; 2020 census tabulation by county'

/** Totals of the census bulletin by province: what the counties must add up to. */
export const publishedPopulations = { '500000': 32_054_159, '510000': 83_674_866 } as const

/**
 * Joins the typed census figures by county with the names of the code list into the table of all regions, sorted by code.
 * Prefectures and provinces carry the sums of their counties; the counties of Chongqing hang directly below it.
 * Throws when a county's name, a code or a total differs from its source.
 */
export function buildRegionTable(censusFile: string, codesFile: string): RegionRow[] {
  const names = new Map(
    (JSON.parse(readFileSync(codesFile, 'utf8')) as { code: string; name: string }[]).map((row) => [
      row.code,
      row.name,
    ]),
  )
  const census = readTable(readFileSync(censusFile, 'utf8'), ['code', 'nameZh', 'population'])
  checkCodes(census, names)
  const populations = new Map<string, number>()
  for (const county of census) {
    for (const code of new Set([county.code, parentOf(county.code), provinceOf(county.code)]))
      populations.set(code, (populations.get(code) ?? 0) + Number(county.population))
  }
  for (const [code, published] of Object.entries(publishedPopulations)) {
    if (populations.get(code) !== published)
      throw new Error(
        `The counties of ${code} add up to ${populations.get(code)} people; the census bulletin says ${published}.`,
      )
  }
  return [...populations.keys()].sort().map((code) => {
    const nameZh = names.get(code)
    if (!nameZh) throw new Error(`${code} is not in the code list.`)
    const level = code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'prefecture' : 'county'
    return {
      code,
      level,
      parentCode: level === 'province' ? '' : level === 'prefecture' ? provinceOf(code) : parentOf(code),
      nameZh,
      nameEn: englishName(code, nameZh),
      population: String(populations.get(code)),
      source,
    }
  })
}

const provinceOf = (code: string) => `${code.slice(0, 2)}0000`

/** A municipality has no prefectures: its counties belong to it directly. */
const parentOf = (code: string) => (code.startsWith('50') ? '500000' : `${code.slice(0, 4)}00`)

function checkCodes(census: readonly { code: string; nameZh: string }[], names: ReadonlyMap<string, string>): void {
  const listed = [...names.keys()].filter((code) => /^5[01]/.test(code) && !code.endsWith('00'))
  const typed = new Map(census.map((county) => [county.code, county.nameZh]))
  const faults = [
    ...listed.filter((code) => !typed.has(code)).map((code) => `${code} ${names.get(code)} has no census figure`),
    ...census
      .filter((county) => names.get(county.code) !== county.nameZh)
      .map(
        (county) =>
          `${county.code} is ${county.nameZh} in the census table and ${names.get(county.code)} in the code list`,
      ),
  ]
  if (faults.length > 0) throw new Error(faults.join('; '))
}
