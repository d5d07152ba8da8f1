import type { MultiPolygon, Polygon, Position } from 'geojson'
import type { Database } from '../../api/db/types.ts'
import { readCommittedLayer, readSeats } from '../../api/modules/regions/read-layer.ts'

/** A county as the generator needs it. */
export interface CountySource {
  code: string
  nameZh: string
  nameEn: string
  /** Empty for the counties of a municipality. */
  prefectureZh: string
  prefectureEn: string
  provinceZh: string
  provinceEn: string
  population: number
  polygons: Position[][][]
}

/** The counties of the layer that comes with the product, by code. */
export function committedCounties(): CountySource[] {
  const { counties, parents } = readCommittedLayer()
  const named = new Map(parents.map((parent) => [parent.code, parent]))
  return counties
    .map(({ code, parentCode, nameZh, nameEn, population, geometry }) => {
      const parent = named.get(parentCode)!
      const province = named.get(`${code.slice(0, 2)}0000`)!
      const prefecture = parent.level === 'prefecture' ? parent : undefined
      return {
        code,
        nameZh,
        nameEn,
        prefectureZh: prefecture?.nameZh ?? '',
        prefectureEn: prefecture?.nameEn ?? '',
        provinceZh: province.nameZh,
        provinceEn: province.nameEn,
        population: population ?? 0,
        polygons: polygonsOf(geometry),
      }
    })
    .sort(byCode)
}

/** The counties in the database, which may hold an operator's own layer: what is placed in them is in them for the server too. */
export async function storedCounties(database: Pick<Database, 'primary' | 'rows'>): Promise<CountySource[]> {
  const rows = await database.rows<Omit<CountySource, 'polygons'> & { geometry: string }>(database.primary, {
    name: 'counties-of-demo',
    text: `
      select c.code, c.name_zh as "nameZh", c.name_en as "nameEn", c.population,
        coalesce(p.name_zh, '') as "prefectureZh", coalesce(p.name_en, '') as "prefectureEn",
        coalesce(v.name_zh, '') as "provinceZh", coalesce(v.name_en, '') as "provinceEn",
        st_asgeojson(c.geom, 15) as geometry
      from region c
      left join region p on p.code = c.parent_code and p.level = 'prefecture'
      left join region v on v.code = left(c.code, 2) || '0000'
      where c.level = 'county'
      order by c.code`,
    values: [],
  })
  return rows
    .map(({ geometry, ...county }) => ({
      ...county,
      population: county.population ?? 0,
      polygons: polygonsOf(JSON.parse(geometry)),
    }))
    .sort(byCode)
}

/** Main towns by county code, WGS84; a point that an operator's layer puts into another county is not used. */
export function seatsByCounty(): ReadonlyMap<string, readonly [number, number]> {
  return new Map(readSeats().map(({ code, lon, lat }) => [code, [lon, lat] as const]))
}

const polygonsOf = (geometry: Polygon | MultiPolygon) =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

const byCode = (a: CountySource, b: CountySource) => (a.code < b.code ? -1 : 1)
