import type { Cells } from './cells.ts'
import { metresPerLat, metresPerLon } from './point-index.ts'
import type { PolygonFinder } from './polygon-finder.ts'

/** A county gets about this many cells, and none smaller than 500 m: enough for shares, few enough for a whole country. */
const wantedCells = 1500
const leastStepMetres = 500

export interface CountyPeople {
  people: number
  areaKm2: number
}

/** The same number of people in every cell of a county: what is known without a grid. Rough by nature, and labelled so. */
export function spreadEvenly(counties: readonly CountyPeople[], finder: PolygonFinder): Cells {
  const [lons, lats, people, regions]: number[][] = [[], [], [], []]
  for (const [region, county] of counties.entries()) {
    const inside = gridInside(
      finder,
      region,
      Math.max(leastStepMetres, Math.sqrt((county.areaKm2 * 1e6) / wantedCells)),
    )
    for (const [lon, lat] of inside) {
      lons!.push(lon)
      lats!.push(lat)
      people!.push(county.people / inside.length)
      regions!.push(region)
    }
  }
  return {
    lon: Float64Array.from(lons!),
    lat: Float64Array.from(lats!),
    people: Float64Array.from(people!),
    region: Uint16Array.from(regions!),
  }
}

/** Positions of a square grid inside a polygon; a polygon too small for the step gets finer ones until one fits. */
export function gridInside(finder: PolygonFinder, polygon: number, stepMetres: number): [number, number][] {
  const [west, south, east, north] = finder.boxOf(polygon)
  for (let step = stepMetres; step > 0.01; step /= 2) {
    const stepLat = step / metresPerLat((south + north) / 2)
    const stepLon = step / metresPerLon((south + north) / 2)
    const found: [number, number][] = []
    for (let lat = south + stepLat / 2; lat < north; lat += stepLat) {
      for (let lon = west + stepLon / 2; lon < east; lon += stepLon) {
        if (finder.contains(polygon, lon, lat)) found.push([lon, lat])
      }
    }
    if (found.length > 0) return found
  }
  return []
}
