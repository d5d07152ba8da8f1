import type { FeatureLike } from 'ol/Feature.js'
import Fill from 'ol/style/Fill.js'
import Icon from 'ol/style/Icon.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type Palette, systemFonts } from '../map/palette.ts'
import { unitIdOf } from './floor-source.ts'
import { iconSource } from './map-icons.ts'

/** Soft fills by what a room is for, in both themes; told apart by name and glyph as well. */
const fills: Record<string, readonly [light: string, dark: string]> = {
  court: ['#d5efe2', '#1d4a3d'],
  pool: ['#cfe8f5', '#1b4256'],
  seating: ['#e9e2f3', '#3a3350'],
  changing: ['#fbe7cf', '#4d3a20'],
  toilet: ['#e3e6f6', '#2d3558'],
  shower: ['#dcecf4', '#274554'],
  'first-aid': ['#fbdcdc', '#562b2b'],
  corridor: ['#ffffff', '#2b3637'],
  entrance: ['#ffffff', '#2b3637'],
  stairs: ['#ece8e1', '#3b3a35'],
  lift: ['#ece8e1', '#3b3a35'],
  food: ['#fdeacb', '#4f3c1a'],
  shop: ['#fdeacb', '#4f3c1a'],
  reception: ['#e2f3ee', '#1f4238'],
}
const plainFill = ['#f1f1ec', '#323c3d'] as const

export function floorStyle(palette: Palette, selectedId: number | null) {
  const wall = palette.dark ? '#7f9090' : '#8d9693'
  const unit = new Map<string, Style>()
  const selected = new Style({
    fill: new Fill({ color: palette.dark ? '#14584a' : '#a9e3d0' }),
    stroke: new Stroke({ color: palette.accent, width: 2.5 }),
    zIndex: 2,
  })
  const openEdge = new Style({
    stroke: new Stroke({ color: palette.dark ? '#2b3637' : '#ffffff', width: 3 }),
    zIndex: 3,
  })
  const door = new Style({ stroke: new Stroke({ color: palette.dark ? '#c6d2cf' : '#ffffff', width: 4 }), zIndex: 3 })
  const entrance = new Style({ stroke: new Stroke({ color: palette.accent, width: 5 }), zIndex: 4 })
  return (feature: FeatureLike): Style => {
    if (feature.get('part') === 'opening') {
      if (feature.get('entrance')) return entrance
      return feature.get('kind') === 'door' ? door : openEdge
    }
    if (unitIdOf(feature) === selectedId) return selected
    const category = String(feature.get('category'))
    let style = unit.get(category)
    if (!style) {
      const color = (fills[category] ?? plainFill)[palette.dark ? 1 : 0]
      style = new Style({ fill: new Fill({ color }), stroke: new Stroke({ color: wall, width: 1.4 }), zIndex: 1 })
      unit.set(category, style)
    }
    return style
  }
}

/** Names and, from near, areas; what does not fit is left out until one zooms in. */
export function labelStyle(palette: Palette, areaWords: (area: number) => string) {
  return (feature: FeatureLike, resolution: number): Style | undefined => {
    const across = Number(feature.get('across')) / resolution
    if (across < 26) return undefined
    const name = String(feature.get('name'))
    const withArea = across > 64 && resolution < 0.25
    return new Style({
      text: new Text({
        text: withArea ? [name, '', '\n', '', areaWords(Number(feature.get('area'))), `10px ${systemFonts}`] : name,
        font: `500 12px ${systemFonts}`,
        fill: new Fill({ color: palette.label }),
        stroke: new Stroke({ color: palette.halo, width: 3 }),
        overflow: false,
      }),
      zIndex: Number(feature.get('area')),
    })
  }
}

/** Glyphs of lifts, stairs, toilets, ways out; a lift or stair says where it goes. */
export function amenityStyle(palette: Palette) {
  return (feature: FeatureLike, resolution: number): Style | undefined => {
    if (resolution > 0.6) return undefined
    const goes = String(feature.get('goes') ?? '')
    return new Style({
      image: new Icon({ src: iconSource(String(feature.get('kind')), palette), width: 24, height: 24 }),
      text: new Text({
        text: goes,
        offsetY: 20,
        font: `600 11px ${systemFonts}`,
        fill: new Fill({ color: palette.label }),
        stroke: new Stroke({ color: palette.halo, width: 3 }),
      }),
      zIndex: goes === '' ? 1 : 2,
    })
  }
}
