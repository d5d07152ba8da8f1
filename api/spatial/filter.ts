import { type PlaceFilter, placeFilterShape } from '../contract/place-filter.ts'
import type { Bindable } from '../db/types.ts'
import { errors } from '../errors.ts'
import type { Layer } from './layers.ts'

/** A piece of a where clause: `sql` is `true` when nothing was asked for; its `$n` start at the number it was made with. */
export interface Fragment {
  sql: string
  values: Bindable[]
}

export interface FilterOptions {
  /** Number of the first `$n`. */
  from: number
  /** The moment meant by `openNow`. */
  now: Date
  /** Alias of the table (`place`) or of the layer's view. */
  alias?: string
  /** Filters that the caller answers by other means. */
  omit?: readonly (keyof PlaceFilter)[]
}

/**
 * The filters of search, facets, markers and nearest ranking as one condition over table `place` (alias `p`).
 * Every value is bound; column names are fixed here, so nothing a client sends becomes SQL.
 */
export function placeFilterSql(filter: PlaceFilter, { from, now, alias = 'p', omit = [] }: FilterOptions): Fragment {
  const { fragment, bind, and } = conditions(from)
  const asked = without(filter, omit)
  const p = alias
  if (asked.region) and(regionSql(`${p}.region_code`, asked.region, bind))
  if (asked.type) and(`${p}.type_code = any(${bind(asked.type)}::text[])`)
  if (asked.sport) and(`${p}.sports && ${bind(asked.sport)}::text[]`)
  if (asked.status) and(`${p}.status = any(${bind(asked.status)}::text[])`)
  if (asked.fee) and(`${p}.fee = any(${bind(asked.fee)}::text[])`)
  if (asked.accessible) and(`'step-free-entrance' = any(${p}.accessibility)`)
  if (asked.minRating !== undefined) and(`${p}.rating >= ${bind(asked.minRating)}::numeric`)
  if (asked.openNow) and(openSql(p, bind(now)))
  if (asked.openAt) and(openSql(p, bind(new Date(asked.openAt))))
  if (filter.freeIds) and(`${p}.id = any(${bind(filter.freeIds)}::bigint[])`)
  if (asked.bbox) and(bboxSql(asked.bbox, bind, (box) => inBoxSql(p, box)))
  return fragment()
}

const propertyOf: Partial<Record<keyof PlaceFilter, string>> = {
  type: 'type',
  sport: 'sports',
  status: 'status',
  fee: 'fee',
  minRating: 'rating',
}

/**
 * The same filters over the view of any layer (columns id, geom, region_code, weight, properties), as far as its fields carry them.
 * @throws 400 filter-not-supported naming the filter that the layer cannot answer.
 */
export function layerFilterSql(
  filter: PlaceFilter,
  layer: Layer,
  { from, alias = 'l', omit = [] }: FilterOptions,
): Fragment {
  const { fragment, bind, and } = conditions(from)
  const asked = without(filter, omit)
  const properties = `${alias}.properties`
  for (const [name, value] of Object.entries(asked) as [keyof PlaceFilter, unknown][]) {
    if (value === undefined || value === false) continue
    if (name === 'region') and(regionSql(`${alias}.region_code`, value as string, bind))
    else if (name === 'bbox') {
      and(bboxSql(value as Box, bind, (box) => `(${alias}.geom && ${box} and st_intersects(${alias}.geom, ${box}))`))
    } else and(propertySql(layer, name, properties, value, bind))
  }
  return fragment()
}

type Box = NonNullable<PlaceFilter['bbox']>
type Bind = (value: Bindable) => string

function propertySql(layer: Layer, name: keyof PlaceFilter, properties: string, value: unknown, bind: Bind): string {
  const property = propertyOf[name]
  const field = property === undefined ? undefined : layer.fields[property]
  if (!field) {
    throw errors.badRequest(
      'filter-not-supported',
      `Layer «${layer.name}» has no field for the filter «${name}»; leave it out or ask layer places.`,
    )
  }
  if (field.type === 'number') return `(${properties} ->> '${property}')::numeric >= ${bind(value as number)}::numeric`
  if (field.type === 'strings')
    return `jsonb_exists_any(${properties} -> '${property}', ${bind(value as string[])}::text[])`
  return `${properties} ->> '${property}' = any(${bind(value as string[])}::text[])`
}

/** Codes nest by prefix (51…, 5101…, 510104), so a subtree is a range that the index on region_code answers. */
function regionSql(column: string, code: string, bind: Bind): string {
  const [low, high] = regionRange(code)
  if (low === high) return `${column} = ${bind(low)}::bpchar`
  return `${column} between ${bind(low)}::bpchar and ${bind(high)}::bpchar`
}

/** Lowest and highest code of a region's subtree (GB/T 2260): a province, a prefecture, or the county itself. */
export function regionRange(code: string): [low: string, high: string] {
  const stem = code.endsWith('0000') ? code.slice(0, 2) : code.endsWith('00') ? code.slice(0, 4) : code
  return [stem.padEnd(6, '0'), stem.padEnd(6, '9')]
}

/**
 * Open at a moment. The calendar is asked once a statement (an uncorrelated subquery); a row then costs two look-ups in its open
 * minutes. Only rows with an exception on that day or the eve go through their whole hours.
 */
function openSql(p: string, at: string): string {
  return `(${p}.status = 'open' and case
    when ${p}.exception_days && (select open_probe_days(${at}::timestamptz))
      then is_open(${p}.hours, ${at}::timestamptz)
    else open_by_days(${p}.open_days, (select open_probe(${at}::timestamptz))) end)`
}

function bboxSql([west, south, east, north]: Box, bind: Bind, test: (box: string) => string): string {
  const box = (w: number, e: number) =>
    `st_makeenvelope(${[w, south, e, north].map((value) => `${bind(value)}::float8`).join(', ')}, 4326)`
  if (west <= east) return test(box(west, east))
  return `(${test(box(west, 180))} or ${test(box(-180, east))})`
}

/** Points by the index on location; only lines and areas need their geometry tested (partial index place_shape_gist). */
function inBoxSql(p: string, box: string): string {
  return `(${p}.location && ${box}
    or (geometrytype(${p}.geom) <> 'POINT' and ${p}.geom && ${box} and st_intersects(${p}.geom, ${box})))`
}

function conditions(from: number) {
  const parts: string[] = []
  const values: Bindable[] = []
  return {
    bind: (value: Bindable) => `$${from + values.push(value) - 1}`,
    and: (sql: string) => parts.push(sql),
    fragment: (): Fragment => ({ sql: parts.length > 0 ? parts.join('\n  and ') : 'true', values }),
  }
}

/** Only the filters themselves (a whole query may be handed in), and of these what is not omitted. */
const without = (filter: PlaceFilter, omit: readonly (keyof PlaceFilter)[]): PlaceFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(([name]) => name in placeFilterShape && !omit.includes(name as keyof PlaceFilter)),
  ) as PlaceFilter
