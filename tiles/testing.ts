import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import type { Database } from '../api/db/types.ts'
import type { Layer } from '../api/spatial/layers.ts'
import type { TileService } from './service.ts'

/** What the tests of the tile service share: the product's layers as their modules register them, places in the database, decoding. */

export const placesLayer: Layer = {
  name: 'places',
  titleZh: '体育场所',
  titleEn: 'Places',
  geometry: 'mixed',
  minZoom: 0,
  maxZoom: 16,
  clustered: true,
  fields: {
    name: { type: 'string', inTile: true, description: 'Chinese name' },
    nameEn: { type: 'string', inTile: true, description: 'English name' },
    type: { type: 'string', facet: true, inTile: true, description: 'Type code' },
    category: { type: 'string', facet: true, inTile: true, description: 'Category' },
    sports: { type: 'strings', facet: true, description: 'Sports' },
    status: { type: 'string', facet: true, inTile: true, description: 'Status' },
    fee: { type: 'string', facet: true, inTile: true, description: 'Fee' },
    rating: { type: 'number', inTile: true, description: 'Rating' },
    ownership: { type: 'string', facet: true, description: 'Ownership' },
  },
}

export const placeTypes = [
  ['gymnasium', 'gym'],
  ['stadium', 'outdoor'],
  ['natatorium', 'water'],
  ['sports-park', 'park'],
  ['hiking-trail', 'trail'],
  ['fitness-path', 'park'],
  ['club', 'gym'],
  ['ski', 'snow'],
  ['climbing', 'outdoor'],
  ['school-field', 'school'],
] as const

export const quietLog = { info: () => {}, warn: () => {} }

export async function addPlaceTypes(database: Database): Promise<void> {
  for (const [index, [code, category]] of placeTypes.entries())
    await database.rows(database.primary, {
      name: 'test-type',
      text: `insert into app.place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, attribute_schema, sort)
             values ($1, $2, $1, $1, 'generic', 'point-or-area', 'either', '{}', $3) on conflict do nothing`,
      values: [code, category, index],
    })
}

export interface TestPlace {
  type?: string
  name?: string
  nameEn?: string | null
  wkt: string
  sports?: string[]
  status?: string
  fee?: string
  rating?: number | null
}

/** Inserts places as a module would, one statement each; returns their ids. */
export async function addPlaces(database: Database, places: readonly TestPlace[]): Promise<number[]> {
  const ids: number[] = []
  for (let at = 0; at < places.length; at += 500) {
    const rows = await database.rows<{ id: number }>(database.primary, {
      name: 'test-place',
      text: `insert into app.place (type_code, name_zh, name_en, geom, sports, status, fee, rating, source)
             select p.type, p.name, p.name_en, st_geomfromtext(p.wkt, 4326), array(select jsonb_array_elements_text(p.sports)),
                    p.status, p.fee, p.rating, 'test'
             from jsonb_to_recordset($1::jsonb) as p(type text, name text, name_en text, wkt text, sports jsonb, status text, fee text, rating numeric)
             returning id`,
      values: [
        JSON.stringify(
          places.slice(at, at + 500).map((place) => ({
            type: place.type ?? 'gymnasium',
            name: place.name ?? '体育馆',
            name_en: place.nameEn ?? null,
            wkt: place.wkt,
            sports: place.sports ?? [],
            status: place.status ?? 'open',
            fee: place.fee ?? 'paid',
            rating: place.rating ?? null,
          })),
        ),
      ],
    })
    ids.push(...rows.map((row) => row.id))
  }
  return ids
}

/** A feature of a tile as any client reads it. */
export interface ReadFeature {
  id: number | undefined
  type: number
  properties: Record<string, string | number | boolean>
  geometry: { x: number; y: number }[][]
}

export function readTile(bytes: Uint8Array): Record<string, ReadFeature[]> {
  const tile = new VectorTile(new PbfReader(bytes))
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index)
        return {
          id: feature.id,
          type: feature.type,
          properties: feature.properties as ReadFeature['properties'],
          geometry: feature.loadGeometry().map((part) => part.map(({ x, y }) => ({ x, y }))),
        }
      }),
    ]),
  )
}

export interface RunningService {
  url: string
  close(): Promise<void>
}

/** The service on a free port, as main.ts puts it before Express. */
export async function serveTiles(service: TileService): Promise<RunningService> {
  const server = createServer((request, response) => {
    if (!service.handle(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
