import type { Layer } from '../api/spatial/layers.ts'
import type { LayerEngine } from './engine/layer-engine.ts'

/** What tiles there are (`/tiles`), and each layer or set of layers as TileJSON 3.0. */

export function catalogue(engines: ReadonlyMap<string, LayerEngine>, origin: string) {
  return {
    layers: [...engines.values()].map(({ schema }) => ({
      name: schema.layer.name,
      titleZh: schema.layer.titleZh,
      titleEn: schema.layer.titleEn,
      geometry: schema.layer.geometry,
      minZoom: schema.layer.minZoom,
      maxZoom: schema.layer.maxZoom,
      tileJson: `${origin}/tiles/${schema.layer.name}.json`,
      tiles: `${origin}/tiles/${schema.layer.name}/{z}/{x}/{y}.mvt`,
      filters: schema.coded.filter((field) => field.filter).map((field) => field.name),
    })),
    style: `${origin}/tiles/style.json`,
    changes: `${origin}/tiles/changes`,
  }
}

export function tileJson(engines: readonly LayerEngine[], origin: string, query: string) {
  const layers = engines.map(({ schema }) => schema.layer)
  const names = layers.map((layer) => layer.name).join(',')
  return {
    tilejson: '3.0.0',
    name: names,
    description: layers.map((layer) => `${layer.titleZh} / ${layer.titleEn}`).join('; '),
    scheme: 'xyz',
    tiles: [`${origin}/tiles/${names}/{z}/{x}/{y}.mvt${query === '' ? '' : `?${query}`}`],
    minzoom: Math.min(...layers.map((layer) => layer.minZoom)),
    maxzoom: Math.max(...layers.map((layer) => layer.maxZoom)),
    bounds: [-180, -85.051129, 180, 85.051129],
    vector_layers: engines.flatMap((engine) => vectorLayers(engine)),
  }
}

function vectorLayers({ schema }: LayerEngine) {
  const { layer } = schema
  const fields = Object.fromEntries(
    schema.keys.filter((key) => key in layer.fields).map((key) => [key, described(layer, key)]),
  )
  const own = layer.clustered
    ? {
        kind: 'String: cell (a counted square of zoom z + 6) or place',
        point_count: 'Number: features in the cell',
        categories:
          'String: on the fullest cell of each block of 8 × 8 cells, the block’s counts by category, most first: «stadium:12,park:3»',
        lon: 'Number: where the pin of a line or an area stands, degrees',
        lat: 'Number: where the pin of a line or an area stands, degrees',
      }
    : {}
  const drawn = {
    id: layer.name,
    description: `${layer.titleZh} / ${layer.titleEn}`,
    minzoom: layer.minZoom,
    maxzoom: layer.maxZoom,
    fields: { ...fields, ...own },
  }
  if (layer.geometry !== 'area') return [drawn]
  return [
    drawn,
    { ...drawn, id: `${layer.name}-labels`, description: `${layer.titleZh}：名称 / ${layer.titleEn}: names` },
  ]
}

function described(layer: Layer, key: string): string {
  const { type, description } = layer.fields[key]!
  const name = type === 'number' ? 'Number' : type === 'boolean' ? 'Boolean' : 'String'
  return `${name}: ${description}`
}
