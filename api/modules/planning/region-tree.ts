import type { Database } from '../../db/types.ts'

export interface RegionNode {
  code: string
  level: 'province' | 'prefecture' | 'county'
  parentCode: string | null
  nameZh: string
  nameEn: string
  population: number | null
  areaKm2: number
}

/** Regions by position, so that columns can name them by a number. */
export interface RegionTree {
  /** All levels. */
  regions: readonly RegionNode[]
  /** Counties in the order in which cells and places name them. */
  counties: readonly RegionNode[]
  /** Of each county the positions in `regions` of itself and of those that it lies in. */
  groupsOf: readonly (readonly number[])[]
  countyOf: ReadonlyMap<string, number>
  groupOf: ReadonlyMap<string, number>
}

export async function readRegionTree(database: Database, on: Database['primary']): Promise<RegionTree> {
  const rows = await database.rows<RegionNode>(on, {
    name: 'planning-regions',
    text: `
      select code::text as code, level, parent_code::text as "parentCode", name_zh as "nameZh", name_en as "nameEn", population,
             area_km2 as "areaKm2"
      from region
      order by code`,
    values: [],
  })
  return treeOf(rows)
}

export function treeOf(regions: readonly RegionNode[]): RegionTree {
  const groupOf = new Map(regions.map(({ code }, index) => [code, index]))
  const counties = regions.filter(({ level }) => level === 'county')
  const chain = (code: string | null): number[] => {
    const at = code === null ? undefined : groupOf.get(code)
    return at === undefined ? [] : [at, ...chain(regions[at]!.parentCode)]
  }
  return {
    regions,
    counties,
    groupsOf: counties.map(({ code }) => chain(code)),
    countyOf: new Map(counties.map(({ code }, index) => [code, index])),
    groupOf,
  }
}

/** Boundaries of the counties as the coordinates of multipolygons, in the order of the tree. */
export async function readCountyShapes(database: Database, on: Database['primary']): Promise<number[][][][][]> {
  const rows = await database.rows<{ coordinates: number[][][][] }>(on, {
    name: 'planning-county-shapes',
    text: `
      select st_asgeojson(geom, 6)::jsonb -> 'coordinates' as coordinates
      from region
      where level = 'county'
      order by code`,
    values: [],
  })
  return rows.map(({ coordinates }) => coordinates)
}
