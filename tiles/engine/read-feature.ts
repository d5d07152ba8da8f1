import { partsOfHex, pointOfHex } from './ewkb.ts'
import type { CodedValue, Feature } from './feature.ts'
import { worldX, worldY } from './mercator.ts'
import type { Schema } from './schema.ts'
import { shapeOf } from './shape.ts'

/** A row of a layer's view as the feed reads it; geometries are hex EWKB. */
export interface LayerRow {
  id: number
  region_code: string | null
  geom: string | null
  /** A point that stands for the feature; null when it is a point itself. */
  location: string | null
  properties: Record<string, unknown> | null
}

/**
 * A row as the engine keeps it; null for one without geometry, which is on no map.
 * @throws Error naming the feature when its geometry cannot be read.
 */
export function readFeature(schema: Schema, row: LayerRow): Feature | null {
  if (row.geom === null) return null
  const properties = row.properties ?? {}
  const point = pointOfHex(row.geom)
  const place = point ?? labelPoint(properties) ?? locationOf(row)
  if (!place) return null
  return {
    id: row.id,
    x: place.x,
    y: place.y,
    texts: schema.texts.map((name) => textOf(properties[name])),
    values: schema.coded.map((field) =>
      field.kind === 'region' ? (row.region_code?.trim() ?? null) : codedOf(properties[field.name]),
    ),
    shape: point ? null : shapeOf(partsOf(row), schema.layer),
  }
}

function partsOf(row: LayerRow) {
  try {
    return partsOfHex(row.geom!)
  } catch (error) {
    throw new Error(`feature ${row.id}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Where a layer says itself that its name stands. */
function labelPoint({ lon, lat }: Record<string, unknown>): { x: number; y: number } | null {
  return typeof lon === 'number' && typeof lat === 'number' ? { x: worldX(lon), y: worldY(lat) } : null
}

/** The given location, else the first vertex. */
function locationOf(row: LayerRow): { x: number; y: number } | null {
  const given = row.location === null ? null : pointOfHex(row.location)
  if (given) return given
  const first = partsOf(row).paths[0]?.coordinates
  return first ? { x: first[0]!, y: first[1]! } : null
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function codedOf(value: unknown): CodedValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(String)
  return JSON.stringify(value)
}
