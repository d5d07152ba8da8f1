import type { Bindable, NamedStatement } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { type Layer, layerViewName } from '../layers.ts'
import type { Expression } from './cql2/expression.ts'
import { conditionOf } from './cql2/to-sql.ts'
import { type Crs, crs84, fromGeojsonSql, geojsonSql } from './crs.ts'
import { queryableNames, queryableOf } from './queryables.ts'

/** What a client asks of a collection. */
export interface ItemsQuestion {
  layer: Layer
  /** In the order of `bboxCrs`. */
  bbox?: readonly number[] | undefined
  bboxCrs: Crs
  filter: Expression | null
  filterCrs: Crs
  /** Queryables given as parameters of their own. */
  equals: readonly (readonly [name: string, value: string])[]
}

/** The where clause over the view (and table) with its values; `$1` is the id after which the page starts, `$2` the limit. */
export interface ItemsCondition {
  sql: string
  values: Bindable[]
}

export function conditionOfItems(question: ItemsQuestion): ItemsCondition {
  const { layer } = question
  const values: Bindable[] = []
  const bind = (value: Bindable): string => `$${values.push(value) + 2}`
  const inBox = layer.table?.inBox
  const parts = [
    ...(question.bbox ? [boxCondition(question, bind)] : []),
    ...question.equals.map(([name, value]) => equalsCondition(layer, name, value, bind)),
  ]
  if (question.filter !== null) {
    const geometry = (geojson: object) => {
      checkRings(geojson)
      return fromGeojsonSql(bind(JSON.stringify(geojson)), question.filterCrs)
    }
    const names = queryableNames(layer)
    const queryable = (name: string) => queryableOf(layer, name)
    parts.push(conditionOf(question.filter, { queryable, names, bind, geometry, ...(inBox ? { inBox } : {}) }))
  }
  return { sql: parts.length > 0 ? parts.join('\n  and ') : 'true', values }
}

/** Filters have too many forms to be prepared, and are better planned for their values. */
const unnamed = (text: string, values: Bindable[]): NamedStatement => ({ name: '', text, values })

const fromSql = (layer: Layer): string =>
  layer.table ? `${layer.table.name} t join ${layerViewName(layer)} l on l.id = t.id` : `${layerViewName(layer)} l`
const idSql = (layer: Layer): string => (layer.table ? 't.id' : 'l.id')

/** A page by keyset: features after an id, in order of id, each as JSON text that is never parsed here. */
export function pageStatement(
  { layer }: ItemsQuestion,
  condition: ItemsCondition,
  crs: Crs,
  after: number,
  limit: number,
): NamedStatement {
  return unnamed(
    `select l.id, ${geojsonSql('l.geom', crs)} as geometry, l.region_code as "regionCode", l.properties::text as properties
     from ${fromSql(layer)}
     where ${idSql(layer)} > $1::bigint
       and ${condition.sql}
     order by ${idSql(layer)}
     limit $2::integer`,
    [after, limit, ...condition.values],
  )
}

/** How many features match, counting no farther than `most`. */
export function countStatement({ layer }: ItemsQuestion, condition: ItemsCondition, most: number): NamedStatement {
  return unnamed(
    `select count(*)::integer as count
     from (select from ${fromSql(layer)} where ${idSql(layer)} > $1::bigint and ${condition.sql} limit $2::integer) as matched`,
    [0, most, ...condition.values],
  )
}

export const oneStatement = (layer: Layer, crs: Crs, id: number): NamedStatement =>
  unnamed(
    `select l.id, ${geojsonSql('l.geom', crs)} as geometry, l.region_code as "regionCode", l.properties::text as properties
     from ${layerViewName(layer)} l
     where l.id = $1::bigint`,
    [id],
  )

function boxCondition({ layer, bbox, bboxCrs }: ItemsQuestion, bind: (value: Bindable) => string): string {
  const numbers = bbox!.length === 6 ? [bbox![0]!, bbox![1]!, bbox![3]!, bbox![4]!] : [...bbox!]
  const [west, south, east, north] = bboxCrs.northFirst
    ? ([numbers[1]!, numbers[0]!, numbers[3]!, numbers[2]!] as const)
    : (numbers as unknown as readonly [number, number, number, number])
  if (south > north) throw errors.badRequest('bbox-invalid', 'bbox: its lower corner lies above its upper one.')
  const inside = (w: number, e: number) => {
    const corners = [w, south, e, north].map((value) => `${bind(value)}::float8`).join(', ')
    // Edges of a box in another system are curves here: followed in 32 steps.
    const box =
      bboxCrs.srid === 4326
        ? `st_makeenvelope(${corners}, 4326)`
        : `st_transform(st_segmentize(st_makeenvelope(${corners}, ${bboxCrs.srid}), ${bind(Math.max(e - w, north - south, 1e-6) / 32)}::float8), 4326)`
    const byIndex = layer.table?.inBox?.(box) ?? `l.geom && ${box}`
    return `(${byIndex} and st_intersects(l.geom, ${box}))`
  }
  if (west <= east) return inside(west, east)
  if (bboxCrs.srid !== crs84.srid)
    throw errors.badRequest('bbox-invalid', 'bbox: its left edge lies right of its right one.')
  return `(${inside(west, 180)} or ${inside(-180, east)})`
}

function equalsCondition(layer: Layer, name: string, value: string, bind: (value: Bindable) => string): string {
  const found = queryableOf(layer, name)
  if (!found || found.type === 'geometry') {
    throw errors.badRequest(
      'parameter-unknown',
      `«${name.slice(0, 60)}» is no parameter of this collection. Beside bbox, limit, crs, filter … it takes ${queryableNames(layer).slice(1).join(', ')}.`,
    )
  }
  if (found.type === 'string') return `${found.sql} = ${bind(value.replaceAll('\0', ''))}::text`
  if (found.type === 'strings') return `${found.sql} @> ${bind([value.replaceAll('\0', '')])}::text[]`
  if (found.type === 'boolean' && /^(true|false)$/.test(value))
    return `${found.sql} = ${bind(value === 'true')}::boolean`
  if (found.type === 'number' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `${found.sql} = ${bind(Number(value))}::float8`
  throw errors.badRequest('request-invalid', `${name} «${value.slice(0, 60)}» is no ${found.type}.`)
}

/** PostGIS answers an unclosed ring with a fault of the server; it is one of the client. */
function checkRings(geojson: object): void {
  const { type, coordinates } = geojson as { type: string; coordinates: unknown[] }
  const rings = (type === 'Polygon' ? coordinates : type === 'MultiPolygon' ? coordinates.flat() : []) as number[][][]
  const lines = (type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : []) as number[][][]
  const closed = (ring: number[][]) => ring.length >= 4 && ring[0]?.join() === ring.at(-1)?.join()
  const fine =
    coordinates.length > 0 &&
    rings.every(closed) &&
    lines.every((line) => line.length >= 2) &&
    mostPositions(coordinates) <= 5_000
  if (!fine) {
    throw errors.badRequest(
      'filter-invalid',
      'filter: rings of a polygon have at least four positions and end where they start, lines have two; at most 5,000 positions.',
    )
  }
}

const mostPositions = (coordinates: unknown): number =>
  Array.isArray(coordinates)
    ? typeof coordinates[0] === 'number'
      ? 1
      : coordinates.reduce((sum: number, part) => sum + mostPositions(part), 0)
    : 0
