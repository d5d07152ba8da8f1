import type { Palette } from './palette.ts'

/** Places: areas and trails under the names, cells and pins above them. */
const source = { source: 'places', 'source-layer': 'places' }
const isKind = (kind: string) => ['==', ['get', 'kind'], kind]
/** Viewers differ in whether they name several parts apart. */
const isGeometry = (name: string) => ['match', ['geometry-type'], [name, `Multi${name}`], true, false]
const pinOpacity = ['match', ['get', 'status'], ['closed', 'temporarily-closed', 'planned'], 0.45, 1]

export const placeLayers = {
  shapes: (palette: Palette) => [
    {
      id: 'place-area',
      type: 'fill',
      ...source,
      filter: isGeometry('Polygon'),
      paint: { 'fill-color': palette.area, 'fill-opacity': 0.4 },
    },
    {
      id: 'place-area-outline',
      type: 'line',
      ...source,
      filter: isGeometry('Polygon'),
      paint: { 'line-color': palette.accent, 'line-width': 1.2 },
    },
    trail('place-trail-casing', palette.casing, 6),
    trail('place-trail', palette.accent, 3.5),
  ],
  pins: (palette: Palette, options: { language: 'zh' | 'en'; typeIcons: Readonly<Record<string, string>> }) => [
    {
      id: 'place-cell',
      type: 'circle',
      ...source,
      filter: isKind('cell'),
      paint: {
        'circle-color': palette.accent,
        'circle-opacity': 0.75,
        'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 3, 12, 22],
        'circle-stroke-color': palette.casing,
        'circle-stroke-width': 1,
      },
    },
    countLabel(palette),
    {
      id: 'place-disc',
      type: 'circle',
      ...source,
      filter: ['all', isKind('place'), isGeometry('Point')],
      paint: {
        'circle-color': palette.accent,
        'circle-opacity': pinOpacity,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 4, 13, 11],
        'circle-stroke-color': palette.casing,
        'circle-stroke-width': 1.5,
      },
    },
    pin(palette, options),
  ],
}

const trail = (id: string, color: string, width: number) => ({
  id,
  type: 'line',
  ...source,
  filter: isGeometry('LineString'),
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': color, 'line-width': width },
})

const countLabel = (palette: Palette) => ({
  id: 'place-cell-count',
  type: 'symbol',
  ...source,
  filter: isKind('cell'),
  layout: {
    'text-field': ['to-string', ['get', 'point_count']],
    'text-font': ['Noto Sans Bold'],
    'text-size': 12,
    'symbol-sort-key': ['-', 0, ['get', 'point_count']],
  },
  paint: { 'text-color': palette.casing },
})

function pin(
  palette: Palette,
  { language, typeIcons }: { language: 'zh' | 'en'; typeIcons: Readonly<Record<string, string>> },
) {
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
    filter: ['all', isKind('place'), isGeometry('Point')],
    layout: {
      'icon-image': icon,
      'icon-size': 0.65,
      'icon-allow-overlap': true,
      'text-optional': true,
      'text-field': ['step', ['zoom'], '', 14, nameIn(language)],
      'text-font': ['Noto Sans Regular'],
      'text-size': 12,
      'text-offset': [0, 1.2],
      'text-anchor': 'top',
    },
    paint: {
      'icon-opacity': pinOpacity,
      'text-color': palette.text,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.2,
    },
  }
}

const nameIn = (language: 'zh' | 'en') =>
  language === 'zh' ? ['get', 'name'] : ['coalesce', ['get', 'nameEn'], ['get', 'name']]
