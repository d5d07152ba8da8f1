import type { NamedStatement } from '../../db/types.ts'
import { type Layer, layerViewName } from '../layers.ts'
import { summaryWithoutHoursSql } from '../place-summary.ts'

/** A feature as the index reads it. Of layers other than places only what their properties carry; the rest is null. */
export interface FeatureRow {
  id: number
  /** Hex EWKB. */
  geom: string | null
  region_code: string | null
  type: string | null
  /** Joined by commas; null where the layer knows no sports. */
  sports: string | null
  status: string | null
  fee: string | null
  step_free: boolean | null
  rating: number | null
  rating_count: number
  price_level: number | null
  /** Multirange of minutes as text; null where the hours are not known. */
  open_days: string | null
  /** The whole hours as JSON, where they have exceptions. */
  exceptional: string | null
  /** JSON of the summary (places) or of the properties. */
  body: string
}

/** Features behind an id in the order of ids: pages of their own snapshot, since whoever reads them hears of each later change. */
export function featuresAfter(layer: Layer, afterId: number, limit: number): NamedStatement {
  return {
    name: `nearest-load-${layer.name}`,
    text: `${select(layer)}\nwhere f.id > $1::bigint\norder by f.id\nlimit $2::integer`,
    values: [afterId, limit],
  }
}

export function featuresById(layer: Layer, ids: readonly number[]): NamedStatement {
  return { name: `nearest-read-${layer.name}`, text: `${select(layer)}\nwhere f.id = any($1::bigint[])`, values: [ids] }
}

const select = (layer: Layer): string => (layer.name === 'places' ? places : featuresOf(layer))

const places = `select f.id, f.geom, f.region_code, f.type_code as type,
       array_to_string(f.sports, ',') as sports, f.status, f.fee,
       'step-free-entrance' = any(f.accessibility) as step_free,
       f.rating, f.rating_count, f.price_level,
       f.open_days::text as open_days,
       case when not isempty(f.exception_days) then f.hours::text end as exceptional,
       row_to_json(summary)::text as body
from app.place f
${summaryWithoutHoursSql({ place: 'f', distance: 'null' })}`

const text = (name: string) =>
  `case jsonb_typeof(f.properties -> '${name}') when 'string' then f.properties ->> '${name}' end`

const featuresOf = (layer: Layer) => `select f.id, f.geom, f.region_code, ${text('type')} as type,
       case jsonb_typeof(f.properties -> 'sports')
         when 'array' then array_to_string(array(select jsonb_array_elements_text(f.properties -> 'sports')), ',')
         when 'string' then f.properties ->> 'sports' end as sports,
       ${text('status')} as status, ${text('fee')} as fee,
       null as step_free,
       case jsonb_typeof(f.properties -> 'rating') when 'number' then (f.properties ->> 'rating')::numeric end as rating,
       0 as rating_count, null as price_level, null as open_days, null as exceptional,
       f.properties::text as body
from app.${layerViewName(layer)} f`
