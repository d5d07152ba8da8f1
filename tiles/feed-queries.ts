import type { NamedStatement } from '../api/db/types.ts'
import { type Layer, layerViewName } from '../api/spatial/layers.ts'
import { SET_SEPARATOR } from './engine/copied-rows.ts'
import type { Schema } from './engine/schema.ts'

/** Statements of the feed. Identifiers come from registered layer entries only (a-z, 0-9, hyphens: checked by the registry). */

/** Every transaction below this number has ended: what a statement begun later reads holds all of them. */
export const horizonNow: NamedStatement = {
  name: 'tiles-horizon',
  text: 'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon',
  values: [],
}

const rowColumns = `l.id,
       l.region_code,
       l.geom,
       case when geometrytype(l.geom) <> 'POINT' then app.place_location(l.geom) end as location,
       l.properties`

/** Columns of the layer's view. */
export function columnsOfLayer(layer: Layer): NamedStatement {
  return {
    name: 'tiles-columns',
    text: `select attname as name
from pg_attribute
where attrelid = to_regclass('app.' || $1)
  and attnum > 0
  and not attisdropped`,
    values: [layerViewName(layer)],
  }
}

/**
 * All rows of a layer in the binary form that `copiedRowReader` reads. A view that has each field as a column of its own beside
 * `properties` is read by these: no JSON is then made for it.
 */
export function copyOfLayer({ layer, texts, coded }: Schema, inColumns: boolean): string {
  const fields = inColumns
    ? [
        ...texts.map((name) => `l."${name}"::text`),
        ...coded.map(({ name, kind }) => (kind === 'region' ? 'rtrim(l.region_code)' : columnOf(layer, name))),
      ]
    : ['rtrim(l.region_code)', 'l.properties::text']
  return `copy (
select l.id::bigint,
       l.geom,
       case when geometrytype(l.geom) <> 'POINT' then app.place_location(l.geom) end,
       ${fields.join(',\n       ')}
from app.${layerViewName(layer)} l
) to stdout (format binary)`
}

function columnOf(layer: Layer, name: string): string {
  switch (layer.fields[name]!.type) {
    case 'number':
      return `l."${name}"::float8`
    case 'boolean':
      return `l."${name}"::boolean`
    case 'strings':
      return `array_to_string(l."${name}", chr(${SET_SEPARATOR.charCodeAt(0)}))`
    default:
      return `l."${name}"::text`
  }
}

export function someOfLayer(layer: Layer, ids: readonly number[]): NamedStatement {
  return {
    name: `tiles-read-${layer.name}`,
    text: `select ${rowColumns}\nfrom app.${layerViewName(layer)} l\nwhere l.id = any($1::bigint[])`,
    values: [ids],
  }
}

/** A change as it stands in the feed's table. */
export interface ChangeRow {
  seq: number
  xid: number
  layer: string
  feature_id: number | null
}

export interface ChangePage {
  horizon: number
  changes: ChangeRow[]
}

/**
 * Visible changes after a place in the order (transaction, sequence), and the horizon of the same snapshot. Changes at or beyond the
 * horizon may be joined later by others of lower transactions: the reader looks at them again until the horizon has passed them.
 */
export function changesAfter(xid: number, seq: number, limit: number): NamedStatement {
  return {
    name: 'tiles-changes',
    text: `with page as (
  select c.seq, c.xid, c.layer, c.feature_id
  from app.layer_change c
  where (c.xid, c.seq) > ($1::text::xid8, $2::bigint)
  order by c.xid, c.seq
  limit $3
)
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon,
       coalesce(
         (select jsonb_agg(jsonb_build_object('seq', p.seq, 'xid', p.xid::text::bigint, 'layer', p.layer, 'feature_id', p.feature_id)
                           order by p.xid, p.seq)
          from page p), '[]') as changes`,
    values: [String(xid), seq, limit],
  }
}
