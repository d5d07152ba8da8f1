import type { Layer, LayerField } from '../../api/spatial/layers.ts'

/** How the fields of a layer's entry lie in the engine's columns. */
export interface Schema {
  layer: Layer
  /** Fields with a text of their own on each feature, written into tiles. */
  texts: string[]
  /** Fields whose values are stored once and coded: facets, numbers, booleans, sets; the last one is the region code. */
  coded: CodedField[]
  /** Index in `coded` of the facet whose counts a cell carries, or −1. */
  cellFacet: number
  /** Index in `coded` of the field that decides from which zoom a feature is in tiles at all, or −1. */
  zoomField: number
  /** The zoom from which a feature with that value is in tiles. */
  zoomOfValue: Readonly<Record<string, number>>
  /** Names of properties in tiles, in the order of their key index. */
  keys: string[]
}

export interface CodedField {
  name: string
  kind: 'value' | 'set' | 'region'
  inTile: boolean
  filter: boolean
  /** Key index in tiles, −1 when it is not written. */
  key: number
}

/** Property of a clustered layer's features: a counted cell or a place of its own. */
export const KIND = 'kind'
export const POINT_COUNT = 'point_count'
export const CATEGORIES = 'categories'
/** Where the pin of a line or an area stands, in degrees. */
export const PIN_LON = 'lon'
export const PIN_LAT = 'lat'
/** A text's mark is one bit of a byte. */
const MOST_TEXTS = 8

/** @throws Error for a layer that the engine cannot hold, naming what to change. */
export function schemaOf(layer: Layer): Schema {
  const fields = Object.entries(layer.fields)
  const inTile = (field: LayerField) => field.inTile ?? !field.facet
  const texts = fields
    .filter(([, field]) => inTile(field) && field.type === 'string' && !field.facet)
    .map(([name]) => name)
  if (texts.length > MOST_TEXTS)
    throw new Error(`layer «${layer.name}» has ${texts.length} texts in tiles, at most ${MOST_TEXTS}: make some facets`)
  const coded = fields
    .filter(([name, field]) => !texts.includes(name) && (inTile(field) || field.facet))
    .map(
      ([name, field]): CodedField => ({
        name,
        kind: field.type === 'strings' ? 'set' : 'value',
        inTile: inTile(field),
        filter: field.facet === true,
        key: -1,
      }),
    )
  const keys = [...texts]
  for (const field of coded) if (field.inTile) field.key = keys.push(field.name) - 1
  if (layer.clustered) keys.push(KIND)
  coded.push({ name: 'region', kind: 'region', inTile: false, filter: true, key: -1 })
  const zoomField = layer.zooms ? coded.findIndex((field) => field.name === layer.zooms!.field) : -1
  if (layer.zooms && (zoomField < 0 || layer.clustered))
    throw new Error(`layer «${layer.name}»: zooms needs a facet of a layer that is not clustered`)
  return {
    layer,
    texts,
    coded,
    keys,
    zoomField,
    zoomOfValue: layer.zooms?.from ?? {},
    cellFacet: cellFacetOf(layer, coded),
  }
}

function cellFacetOf(layer: Layer, coded: readonly CodedField[]): number {
  const facets = coded.filter((field) => field.kind === 'value' && field.filter)
  const wanted = layer.cellFacet ?? 'category'
  const chosen = facets.find((field) => field.name === wanted) ?? facets.find((field) => field.inTile)
  return layer.clustered && chosen ? coded.indexOf(chosen) : -1
}
