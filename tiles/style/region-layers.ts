import type { Palette } from './palette.ts'

/** Regions as the map's own ground: land, borders by level, names at their label points (the tile layer `regions-labels`). */
const source = { source: 'regions', 'source-layer': 'regions' }
const isLevel = (level: string) => ['==', ['get', 'level'], level]

export const regionLayers = {
  ground: (palette: Palette) => [
    { id: 'land', type: 'fill', ...source, filter: isLevel('province'), paint: { 'fill-color': palette.land } },
  ],
  borders: (palette: Palette) => [
    border('county-border', 'county', { 'line-color': palette.border, 'line-width': 0.7 }, { minzoom: 8 }),
    border('prefecture-border', 'prefecture', { 'line-color': palette.border, 'line-width': 1.1 }, { minzoom: 5 }),
    border('province-border', 'province', { 'line-color': palette.borderStrong, 'line-width': 1.6 }, {}),
  ],
  labels: (palette: Palette, language: 'zh' | 'en') => [
    label('county-label', 'county', { palette, language, size: 12, range: { minzoom: 8.5 } }),
    label('prefecture-label', 'prefecture', { palette, language, size: 14, range: { minzoom: 5, maxzoom: 11 } }),
    label('province-label', 'province', { palette, language, size: 16, range: { maxzoom: 6 } }),
  ],
}

const border = (id: string, level: string, paint: object, range: object) => ({
  id,
  type: 'line',
  ...source,
  ...range,
  filter: isLevel(level),
  layout: { 'line-join': 'round' },
  paint,
})

interface LabelOptions {
  palette: Palette
  language: 'zh' | 'en'
  size: number
  range: object
}

function label(id: string, level: string, { palette, language, size, range }: LabelOptions) {
  return {
    id,
    type: 'symbol',
    source: 'regions',
    'source-layer': 'regions-labels',
    ...range,
    filter: isLevel(level),
    layout: {
      'text-field': ['get', language === 'zh' ? 'name' : 'nameEn'],
      'text-font': [level === 'county' ? 'Noto Sans Regular' : 'Noto Sans Bold'],
      'text-size': size,
      'text-max-width': 8,
      // Beside a disc that stands where the name would.
      'text-variable-anchor': ['center', 'top', 'bottom', 'right', 'left'],
      'text-radial-offset': 1.4,
    },
    paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  }
}
