import type { CountySource } from './counties.ts'
import { type CountyArea, metresPerDegree } from './county-area.ts'
import type { Random } from './random.ts'
import { baseNames, type Word, word } from './words.ts'

export interface Town {
  name: Word
  lon: number
  lat: number
  /** Places lie around the centre with this standard deviation. */
  spreadMetres: number
  /** Nothing within this distance of the centre leaves the county. */
  safeMetres: number
  /** Share of the county's places in this town and those before it. */
  upTo: number
}

/**
 * Invented towns of a county: the first where the seat is, the others at random inside the polygon, each smaller than the one before.
 * Small dense districts get subdistricts (街道), the rest towns (镇) and townships (乡).
 */
export function makeTowns(
  county: CountySource,
  area: CountyArea,
  seat: readonly [number, number] | undefined,
  random: Random,
): Town[] {
  const [minLon, minLat, maxLon, maxLat] = area.bbox
  const acrossMetres = Math.min(maxLon - minLon, maxLat - minLat) * metresPerDegree
  const count = 6 + Math.min(10, Math.floor(county.population / 80_000))
  const urban = county.nameZh.endsWith('区') && acrossMetres < 40_000
  const weights = Array.from({ length: count }, (_, index) => (index === 0 ? 3 : 2.2 / (index + 1)) + 0.25)
  const total = weights.reduce((sum, weight) => sum + weight)
  const taken = new Set<string>()
  let upTo = 0
  return weights.map((weight, index) => {
    const [lon, lat] = index === 0 && seat && area.contains(seat[0], seat[1]) ? seat : roomyPoint(area, random)
    upTo += weight / total
    return {
      name: townName(urban, index, taken, random),
      lon,
      lat,
      spreadMetres: Math.min(acrossMetres / 6, 600 + 500 * weight + county.population / 1500),
      safeMetres: area.clearanceMetres(lon, lat) * 0.9,
      upTo,
    }
  })
}

/** Of a few points in the county the one farthest from its boundary: towns seldom lie on the line. */
function roomyPoint(area: CountyArea, random: Random): [number, number] {
  const [minLon, minLat, maxLon, maxLat] = area.bbox
  let best: [number, number] | undefined
  let bestClearance = -1
  for (let tries = 0, found = 0; found < 3; tries++) {
    if (tries > 20_000) throw new Error(`no point found inside the county with the box ${area.bbox.join(', ')}`)
    const lon = round(random.between(minLon, maxLon))
    const lat = round(random.between(minLat, maxLat))
    if (!area.contains(lon, lat)) continue
    found++
    const clearance = area.clearanceMetres(lon, lat)
    if (clearance > bestClearance) [best, bestClearance] = [[lon, lat], clearance]
  }
  return best!
}

function townName(urban: boolean, index: number, taken: Set<string>, random: Random): Word {
  let base = random.pick(baseNames)
  while (taken.has(base.zh)) base = random.pick(baseNames)
  taken.add(base.zh)
  if (urban || index === 0) return word(`${base.zh}街道`, `${base.en} Subdistrict`)
  return index % 3 === 2 ? word(`${base.zh}乡`, `${base.en} Township`) : word(`${base.zh}镇`, `${base.en} Town`)
}

/** Six decimals, about a decimetre. */
export const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
