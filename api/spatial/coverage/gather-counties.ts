import type { PolygonFinder } from './polygon-finder.ts'
import type { Points } from './read-population.ts'

export interface CountyCells extends Points {
  /** People as they were in the file. */
  grid: number
  factor: number | null
}

/**
 * Cells by the county that holds their centre. With a census they are multiplied so that each county has its own; a county whose cells
 * have nobody stays empty, and its factor says null.
 */
export function gatherCounties(
  points: Points,
  finder: PolygonFinder,
  census: readonly (number | null)[],
  scale: boolean,
): { counties: CountyCells[]; outside: number } {
  const counties: CountyCells[] = census.map(() => ({ lon: [], lat: [], people: [], grid: 0, factor: null }))
  let outside = 0
  for (let i = 0; i < points.lon.length; i++) {
    const people = points.people[i]!
    const county = counties[finder.find(points.lon[i]!, points.lat[i]!)]
    if (!county) {
      outside += people
      continue
    }
    county.lon.push(points.lon[i]!)
    county.lat.push(points.lat[i]!)
    county.people.push(people)
    county.grid += people
  }
  if (scale) {
    for (const [at, county] of counties.entries()) {
      const known = census[at]
      if (known == null || county.grid <= 0) continue
      const factor = known / county.grid
      county.factor = factor
      county.people = county.people.map((people) => people * factor)
    }
  }
  return { counties, outside }
}
