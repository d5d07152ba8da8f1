import { cellDots, cellLayers } from './cell-layers.ts'
import type { Palette } from './palette.ts'
import type { StyleOptions } from './style.ts'

/** Places: areas, trails and dots under the names of regions, discs and pins above them. */
const source = { source: 'places', 'source-layer': 'places' }
/** Viewers differ in whether they name several parts apart. */
const isGeometry = (name: string) => ['match', ['geometry-type'], [name, `Multi${name}`], true, false]
const isPin = ['all', ['==', ['get', 'kind'], 'place'], isGeometry('Point')]
const pinOpacity = ['match', ['get', 'status'], ['closed', 'temporarily-closed', 'planned'], 0.45, 1]

type Options = Pick<StyleOptions, 'language' | 'typeIcons' | 'categoryColours'>

export const placeLayers = {
  shapes: (palette: Palette, options: Options) => [
    {
      id: 'place-area',
      type: 'fill',
      ...source,
      filter: isGeometry('Polygon'),
      paint: { 'fill-color': colourOf(palette, options), 'fill-opacity': 0.3 },
    },
    {
      id: 'place-area-outline',
      type: 'line',
      ...source,
      filter: isGeometry('Polygon'),
      paint: { 'line-color': colourOf(palette, options), 'line-width': 1.2 },
    },
    trail('place-trail-casing', palette.casing, 7),
    trail('place-trail', colourOf(palette, options), 4),
  ],
  /** Under the names: they are many and small. */
  dots: (palette: Palette, options: Options) => [
    cellDots(palette),
    {
      id: 'place-disc',
      type: 'circle',
      ...source,
      filter: isPin,
      paint: {
        'circle-color': colourOf(palette, options),
        'circle-opacity': pinOpacity,
        'circle-stroke-opacity': pinOpacity,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 2.2, 10, 4, 11, 8, 13, 11],
        'circle-stroke-color': palette.casing,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 6, 0.6, 12, 1.5],
      },
    },
  ],
  pins: (palette: Palette, options: Options) => [
    trailName(palette, options),
    ...cellLayers(palette, options),
    pin(palette, options),
  ],
}

function colourOf(palette: Palette, { categoryColours }: Options) {
  const pairs = Object.entries(categoryColours).flat()
  return pairs.length > 0 ? ['match', ['get', 'category'], ...pairs, palette.accent] : palette.accent
}

const trail = (id: string, colour: unknown, width: number) => ({
  id,
  type: 'line',
  ...source,
  filter: isGeometry('LineString'),
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, width / 2, 13, width] },
})

const trailName = (palette: Palette, { language }: Options) => ({
  id: 'place-trail-name',
  type: 'symbol',
  ...source,
  minzoom: 13,
  filter: isGeometry('LineString'),
  layout: {
    'symbol-placement': 'line',
    'text-field': nameIn(language),
    'text-font': ['Noto Sans Regular'],
    'text-size': 12,
    'text-offset': [0, 1],
  },
  paint: textPaint(palette),
})

function pin(palette: Palette, { language, typeIcons }: Options) {
  const pairs = Object.entries(typeIcons).flat()
  const icon =
    pairs.length > 0
      ? ['match', ['get', 'type'], ...pairs, 'generic']
      : ['coalesce', ['image', ['get', 'type']], ['image', 'generic']]
  return {
    id: 'place-pin',
    type: 'symbol',
    ...source,
    minzoom: 11,
    filter: isPin,
    layout: {
      'icon-image': icon,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.48, 13, 0.65],
      'icon-allow-overlap': true,
      'text-optional': true,
      'text-field': ['step', ['zoom'], '', 14, nameIn(language)],
      'text-font': ['Noto Sans Regular'],
      'text-size': 12,
      'text-offset': [0, 1.2],
      'text-anchor': 'top',
    },
    paint: { 'icon-opacity': pinOpacity, ...textPaint(palette) },
  }
}

const textPaint = (palette: Palette) => ({
  'text-color': palette.text,
  'text-halo-color': palette.halo,
  'text-halo-width': 1.4,
})

const nameIn = (language: 'zh' | 'en') =>
  language === 'zh' ? ['get', 'name'] : ['coalesce', ['get', 'nameEn'], ['get', 'name']]
