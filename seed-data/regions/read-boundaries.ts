import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { convertGeometry, convertPosition } from '../../api/spatial/datum.ts'

/**
 * The source rounds every coordinate up to a grid of 1/1024°: against an independent layer all its counties lie 0.6 steps to
 * the east and to the north. Half a step back puts the vertices in the middle of their cells.
 */
const halfGridStep = 0.5 / 1024

/** Codes of 2018 that have a new one today: counties made districts or cities, or moved to another prefecture. */
export const renewedCodes: Readonly<Record<string, string>> = {
  '500228': '500155', // 梁平县 → 梁平区
  '500232': '500156', // 武隆县 → 武隆区
  '510124': '510117', // 郫县 → 郫都区
  '510132': '510118', // 新津县 → 新津区
  '510180': '510185', // 简阳市, from 资阳 to 成都
  '510626': '510604', // 罗江县 → 罗江区
  '510922': '510981', // 射洪县 → 射洪市
  '511028': '511083', // 隆昌县 → 隆昌市
  '511521': '511504', // 宜宾县 → 叙州区
  '513425': '513402', // 会理县 → 会理市
}

export interface SourceCounty {
  code: string
  boundary: Feature<Polygon | MultiPolygon, { code: string }>
  /** Centre of the county's main town as the source gives it, WGS84; one county has none. */
  seat: [lon: number, lat: number] | null
}

interface SourceProperties {
  cp?: [number, number]
}

/** Reads the package's files of Sichuan and Chongqing (one county a file, GCJ-02) as WGS84 under today's codes, sorted by code. */
export function readBoundaries(folder: string): SourceCounty[] {
  const sichuan = join(folder, '四川')
  const folders = [
    ...readdirSync(sichuan).map((prefecture) => join(sichuan, prefecture)),
    join(folder, '直辖市', '重庆'),
  ]
  const counties = folders.flatMap((path) => readdirSync(path).map((file) => readCounty(join(path, file))))
  return counties.sort((a, b) => a.code.localeCompare(b.code))
}

function readCounty(file: string): SourceCounty {
  const collection = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection<
    Polygon | MultiPolygon,
    SourceProperties
  >
  const [feature, ...more] = collection.features
  if (!feature || more.length > 0) throw new Error(`${file}: expected one county, found ${collection.features.length}.`)
  const sourceCode = String(feature.id)
  const code = renewedCodes[sourceCode] ?? sourceCode
  const centre = feature.properties.cp
  return {
    code,
    boundary: {
      type: 'Feature',
      properties: { code },
      geometry: convertGeometry(moveToCellCentres(feature.geometry), 'GCJ-02', 'WGS84'),
    },
    seat: centre ? (convertPosition(centre, 'GCJ-02', 'WGS84') as [number, number]) : null,
  }
}

function moveToCellCentres(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  const moveRings = (rings: Position[][]) =>
    rings.map((ring) => ring.map(([lon, lat]) => [lon! - halfGridStep, lat! - halfGridStep]))
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: moveRings(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(moveRings) }
}
