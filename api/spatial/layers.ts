/**
 * A layer is a SQL view of fixed shape, `layer_<name>(id bigint, geom geometry(…,4326), region_code char(6), weight real,
 * properties jsonb)`, plus this entry. Tiles, nearest ranking and coverage know nothing else of a module.
 */
export interface Layer {
  /** `places` for the view `app.layer_places`; lower case letters, digits, hyphens (underscores in the view's name). */
  name: string
  titleZh: string
  titleEn: string
  geometry: 'point' | 'line' | 'area' | 'mixed'
  minZoom: number
  maxZoom: number
  /** Properties of the view that tiles carry and filters know. Nothing else of `properties` reaches a tile. */
  fields: Readonly<Record<string, LayerField>>
  /** Whether points are gathered in counted cells at low zoom instead of being drawn one by one. */
  clustered: boolean
  /** The facet whose counts a cell carries as `categories`; default the facet `category`, else the first one in tiles. */
  cellFacet?: string
  /**
   * The table whose rows the view shows one for one, by id: lets readers with many filters (OGC API) find rows by its indexes.
   * `columns` are those that hold a field as it is; `inBox` is the condition by index that a row (alias `t`) shares a box with a geometry.
   */
  table?: { name: string; columns: Readonly<Record<string, string>>; inBox?: (geometrySql: string) => string }
  /** Features with these values of a facet are in tiles only from that zoom; for layers that are not clustered. */
  zooms?: { field: string; from: Readonly<Record<string, number>> }
}

export interface LayerField {
  type: 'string' | 'number' | 'boolean' | 'strings'
  /** Few distinct values, stored once and usable as a filter: `?type=stadium,natatorium`. */
  facet?: boolean
  /** Whether tiles carry it; default: yes, but not a facet. A facet of `strings` matches when any of its values is asked for. */
  inTile?: boolean
  description: string
}

export const layerViewName = (layer: Layer): string => `layer_${layer.name.replaceAll('-', '_')}`

/** The layers of all modules by name, checked when they are put together. */
export function layerRegistry(layers: readonly Layer[]): ReadonlyMap<string, Layer> {
  const registry = new Map<string, Layer>()
  for (const layer of layers) {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(layer.name))
      throw new Error(`layer name «${layer.name}» is not a-z, 0-9, hyphens`)
    if (registry.has(layer.name)) throw new Error(`layer «${layer.name}» is registered twice`)
    registry.set(layer.name, layer)
  }
  return registry
}
