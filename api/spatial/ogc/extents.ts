import type { Database } from '../../db/types.ts'
import { type Layer, layerViewName } from '../layers.ts'
import type { Extent } from './documents.ts'

const keptMs = 600_000
const world: Extent = [-180, -90, 180, 90]
const kept = new WeakMap<Database, Map<string, { until: number; extent: Promise<Extent> }>>()

/** Box around all features of a layer, counted anew every ten minutes: it reads the whole layer. Of an empty one, the world. */
export function extentOf(database: Database, layer: Layer): Promise<Extent> {
  const byLayer = kept.get(database) ?? new Map()
  kept.set(database, byLayer)
  const found = byLayer.get(layer.name)
  if (found && found.until > Date.now()) return found.extent
  const extent = readExtent(database, layer)
  byLayer.set(layer.name, { until: Date.now() + keptMs, extent })
  extent.catch(() => byLayer.delete(layer.name))
  return extent
}

async function readExtent(database: Database, layer: Layer): Promise<Extent> {
  const from = layer.table ? layer.table.name : layerViewName(layer)
  const [row] = await database.rows<{ box: Extent | null }>(database.reader(), {
    name: `ogc-extent-${layer.name}`,
    text: `
      with whole as (select st_extent(geom) as box from ${from})
      select case when box is not null then json_build_array(st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)) end as box
      from whole`,
    values: [],
  })
  return row?.box ?? world
}
