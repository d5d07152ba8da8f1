import { randomUUID } from 'node:crypto'
import type { Hours, PlaceFields } from '../../contract/place-record.ts'
import type { Database } from '../../db/types.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { searchKeys } from './write-place.ts'

/** Rows for tests, with the parents that they need. Everything not given is plain and valid. */

export interface PlaceSeed {
  nameZh?: string
  nameEn?: string | null
  aliases?: string[]
  type?: string
  /** GeoJSON in WGS84, or a point. */
  geometry?: object
  lon?: number
  lat?: number
  sports?: string[]
  status?: PlaceFields['status']
  fee?: PlaceFields['fee']
  priceFen?: number | null
  ownership?: PlaceFields['ownership']
  accessibility?: string[]
  hours?: Hours | null
  rating?: number | null
  ratingCount?: number
  weight?: number
  addressZh?: string | null
  source?: string
}

/** Places in one statement, triggers and all; returns their ids in order. Types and sports that are missing are made. */
export async function buildPlaces(database: Database, seeds: readonly PlaceSeed[]): Promise<number[]> {
  for (const code of new Set(seeds.map(({ type = 'gymnasium' }) => type))) await buildType(database, { code })
  for (const code of new Set(seeds.flatMap(({ sports = [] }) => sports))) await buildSport(database, code)
  const rows = seeds.map((seed) => {
    const { nameZh = '测试体育馆', aliases = [], lon = 104.06, lat = 30.66, geometry } = seed
    const keys = searchKeys({ nameZh, aliases })
    return {
      type: 'gymnasium',
      nameEn: null,
      sports: [],
      status: 'open',
      fee: 'unknown',
      priceFen: null,
      ownership: 'public',
      accessibility: [],
      hours: null,
      rating: null,
      ratingCount: 0,
      weight: 1,
      addressZh: null,
      source: 'test',
      ...seed,
      nameZh,
      aliases,
      geometry: geometry ?? { type: 'Point', coordinates: [lon, lat] },
      pinyin: keys.pinyin,
      initials: keys.initials,
      ref: randomUUID(),
    }
  })
  const stored = await database.rows<{ id: number; ref: string }>(database.primary, {
    name: 'build-places',
    text: `
      insert into place (type_code, name_zh, name_en, aliases, geom, sports, status, fee, price_fen, ownership, accessibility, hours,
        rating, rating_count, weight, address_zh, source, source_ref, name_pinyin, name_initials)
      select r ->> 'type', r ->> 'nameZh', r ->> 'nameEn', array(select jsonb_array_elements_text(r -> 'aliases')),
             st_force2d(st_setsrid(st_geomfromgeojson(r -> 'geometry'), 4326)), array(select jsonb_array_elements_text(r -> 'sports')),
             r ->> 'status', r ->> 'fee', (r ->> 'priceFen')::integer, r ->> 'ownership',
             array(select jsonb_array_elements_text(r -> 'accessibility')), nullif(r -> 'hours', 'null'),
             (r ->> 'rating')::numeric, (r ->> 'ratingCount')::integer, (r ->> 'weight')::real, r ->> 'addressZh', r ->> 'source',
             r ->> 'ref', r ->> 'pinyin', r ->> 'initials'
      from jsonb_array_elements($1::jsonb) with ordinality as seed (r, position)
      order by position
      returning id, source_ref as ref`,
    values: [JSON.stringify(rows)],
  })
  const idOf = new Map(stored.map(({ id, ref }) => [ref, id]))
  return rows.map(({ ref }) => idOf.get(ref)!)
}

export async function buildPlace(database: Database, seed: PlaceSeed = {}): Promise<number> {
  return (await buildPlaces(database, [seed]))[0]!
}

export interface TypeSeed {
  code: string
  nameZh?: string
  nameEn?: string
  category?: string
  geometryKind?: 'point' | 'line' | 'area' | 'point-or-area'
  ownership?: 'public' | 'private' | 'either'
  attributeSchema?: object
  deprecated?: boolean
}

/** A place type; one that is there already stays as it is. */
export async function buildType(database: Database, seed: TypeSeed): Promise<void> {
  const { code, nameZh = '体育馆', nameEn = 'Gymnasium', category = 'venue', geometryKind = 'point-or-area' } = seed
  await database
    .primary('place_type')
    .insert({
      code,
      category,
      name_zh: nameZh,
      name_en: nameEn,
      icon: code,
      geometry_kind: geometryKind,
      ownership: seed.ownership ?? 'either',
      attribute_schema: JSON.stringify(
        seed.attributeSchema ?? { type: 'object', properties: {}, additionalProperties: false },
      ),
      deprecated: seed.deprecated ?? false,
      sort: 1,
    })
    .onConflict('code')
    .ignore()
}

export async function buildSport(database: Database, code: string, nameZh = code, nameEn = code): Promise<void> {
  await database
    .primary('sport')
    .insert({ code, name_zh: nameZh, name_en: nameEn, icon: code, sort: 1 })
    .onConflict('code')
    .ignore()
}

export interface RegionSeed {
  code: string
  level: 'province' | 'prefecture' | 'county'
  parentCode?: string | null
  nameZh: string
  nameEn?: string
  /** West, south, east, north in degrees. */
  box: readonly [number, number, number, number]
}

/** 武侯区 (lon 103–104) and 锦江区 (104–105) side by side at lat 30–31, below 成都市 and 四川省. */
export const buildTwoCounties = (database: Database): Promise<void> =>
  buildRegions(database, [
    { code: '510000', level: 'province', nameZh: '四川省', nameEn: 'Sichuan', box: [103, 30, 105, 31] },
    {
      code: '510100',
      level: 'prefecture',
      parentCode: '510000',
      nameZh: '成都市',
      nameEn: 'Chengdu',
      box: [103, 30, 105, 31],
    },
    {
      code: '510104',
      level: 'county',
      parentCode: '510100',
      nameZh: '锦江区',
      nameEn: 'Jinjiang',
      box: [104, 30, 105, 31],
    },
    {
      code: '510107',
      level: 'county',
      parentCode: '510100',
      nameZh: '武侯区',
      nameEn: 'Wuhou',
      box: [103, 30, 104, 31],
    },
  ])

/** Regions with rectangles as boundaries, and the parts that find a point's county. */
export async function buildRegions(database: Database, seeds: readonly RegionSeed[]): Promise<void> {
  await database.primary.transaction(async (trx) => {
    for (const { code, level, parentCode = null, nameZh, nameEn = code, box } of seeds) {
      const { pinyin, initials } = pinyinKeys(nameZh)
      await database.rows(trx, {
        name: 'build-region',
        text: `
          with input as (select st_makeenvelope($8::float8, $9::float8, $10::float8, $11::float8, 4326) as box)
          insert into region (code, level, parent_code, name_zh, name_en, pinyin, initials, area_km2, geom, label_point, source)
          select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, st_area(box::geography) / 1e6, st_multi(box),
                 st_centroid(box), 'test'
          from input`,
        values: [code, level, parentCode, nameZh, nameEn, pinyin, initials, ...box],
      })
    }
    await trx.raw('select region_rebuild_parts()')
  })
}
