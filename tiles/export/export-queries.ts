import type { NamedStatement } from '../../api/db/types.ts'
import { type Layer, layerViewName } from '../../api/spatial/layers.ts'

/** Statements of the export. Names of views come from registered layer entries only. */

/** The box around a layer's features, of one region (adcode without its trailing pairs of zeros) or of all ('' as the prefix). */
export function extentOfLayer(layer: Layer, regionPrefix: string): NamedStatement {
  return {
    name: `tiles-extent-${layer.name}`,
    text: `with box as (
  select st_extent(l.geom) as b
  from app.${layerViewName(layer)} l
  where $1::text = '' or l.region_code like $1::text || '%'
)
select st_xmin(b) as west, st_ymin(b) as south, st_xmax(b) as east, st_ymax(b) as north
from box
where b is not null`,
    values: [regionPrefix],
  }
}

export function regionNamed(code: string): NamedStatement {
  return {
    name: 'tiles-export-region',
    text: 'select r.name_zh, r.name_en from app.region r where r.code = $1',
    values: [code],
  }
}

/** Whether any place is invented, and where the boundaries come from: what a map that goes elsewhere has to say. */
export const originOfData: NamedStatement = {
  name: 'tiles-export-origin',
  text: `select exists (select from app.place p where p.is_demo) as demo,
       coalesce((select jsonb_agg(distinct r.source order by r.source) from app.region r), '[]') as boundaries`,
  values: [],
}
