import type { Layer } from '../../api/spatial/layers.ts'
import type { BaseMap } from './base-map.ts'
import { type Palette, palettes, type Theme } from './palette.ts'
import { placeLayers } from './place-layers.ts'
import { regionLayers } from './region-layers.ts'

export interface StyleOptions {
  origin: string
  layers: ReadonlyMap<string, Layer>
  baseMaps: readonly BaseMap[]
  language: 'zh' | 'en'
  theme: Theme
  /** Icon name of each place type; types without one are drawn with `generic`. */
  typeIcons: Readonly<Record<string, string>>
  /** Colour of each category as it has to be on the theme's ground; without any, all places have the accent. */
  categoryColours: Readonly<Record<string, string>>
}

/**
 * A style for MapLibre and Mapbox viewers: our own base (regions, graticule, labels), base maps of others as hidden raster layers,
 * and the registered layers. Chinese labels are drawn with the browser's own fonts (MapLibre's `localIdeographFontFamily`, on by
 * default). Base maps in GCJ-02 lie some hundred metres off; a viewer has to shift them (`metadata['venue-atlas:base-maps'][].datum`),
 * as our own map does.
 */
export function mapStyle(given: StyleOptions) {
  const { origin, layers, baseMaps, language, theme } = given
  const options = { ...given, categoryColours: coloursFor(theme, given.categoryColours) }
  const palette = palettes[theme]
  const maps = baseMaps.map((map) => rasterOf(map, theme))
  const sources: Record<string, object> = {
    graticule: { type: 'geojson', data: `${origin}/tiles/graticule.geojson` },
    ...Object.fromEntries(maps.map(({ id, source }) => [id, source])),
    ...Object.fromEntries([...layers.values()].map((layer) => [layer.name, vectorOf(origin, layer)])),
  }
  return {
    version: 8,
    name: language === 'zh' ? '场馆一张图' : 'Venue Atlas',
    center: [104.6, 30.6],
    zoom: 6,
    metadata: {
      'venue-atlas:base-maps': baseMaps.map((map) => ({
        layer: `base-${map.name}`,
        title: language === 'zh' ? map.nameZh : map.nameEn,
        datum: map.datum,
        shifted: map.datum !== 'WGS84',
      })),
      'venue-atlas:attributions': 'Noto Sans: OFL 1.1',
    },
    glyphs: `${origin}/tiles/glyphs/{fontstack}/{range}.pbf`,
    sprite: `${origin}/tiles/sprite`,
    sources,
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': palette.outside } },
      ...(layers.has('regions') ? regionLayers.ground(palette) : []),
      ...maps.map(({ id, layer }) => ({ id, ...layer })),
      gridLayer(palette),
      ...(layers.has('regions') ? regionLayers.borders(palette) : []),
      ...(layers.has('places') ? placeLayers.shapes(palette, options) : []),
      ...(layers.has('places') ? placeLayers.dots(palette, options) : []),
      ...(layers.has('regions') ? regionLayers.labels(palette, language) : []),
      ...(layers.has('places') ? placeLayers.pins(palette, options) : []),
    ],
  }
}

/** On the dark ground a third of the way to white, as on our own map: lines and rings must stand out without a casing. */
function coloursFor(theme: Theme, colours: Readonly<Record<string, string>>): Record<string, string> {
  const lighter = (pair: string) => {
    const value = Number.parseInt(pair, 16)
    return Math.round(value + (255 - value) / 3)
      .toString(16)
      .padStart(2, '0')
  }
  return Object.fromEntries(
    Object.entries(colours).map(([category, colour]) => [
      category,
      theme === 'dark' ? colour.replace(/[0-9a-f]{2}/gi, lighter) : colour,
    ]),
  )
}

const vectorOf = (origin: string, layer: Layer) => ({ type: 'vector', url: `${origin}/tiles/${layer.name}.json` })

const gridLayer = (palette: Palette) => ({
  id: 'graticule',
  type: 'line',
  source: 'graticule',
  paint: {
    'line-color': palette.grid,
    'line-width': 0.6,
    'line-opacity': ['case', ['==', ['get', 'step'], 10], 0.9, 0.5],
  },
})

function rasterOf(map: BaseMap, theme: Theme) {
  const address = theme === 'dark' && map.darkUrl ? map.darkUrl : map.url
  const id = `base-${map.name}`
  return {
    id,
    source: {
      type: 'raster',
      tiles: address.includes('{s}') ? [0, 1, 2, 3].map((s) => address.replace('{s}', String(s))) : [address],
      tileSize: map.tileSize,
      minzoom: map.minZoom,
      maxzoom: map.maxZoom,
      attribution: map.attribution,
    },
    layer: { type: 'raster', source: id, layout: { visibility: 'none' } },
  }
}
