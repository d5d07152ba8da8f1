import type { FeatureLike } from 'ol/Feature.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import type { Palette } from './palette.ts'

/** Styles of the own base map: pale land in four tints so that neighbours differ, borders by rank, labels by hierarchy. */

type Level = 'province' | 'prefecture' | 'county'

/** Neighbouring prefectures have neighbouring codes; stepping through the tints keeps most borders two-coloured. */
export const tintOf = (code: string, tints: number): number =>
  (Number(code.slice(2, 4)) + (code.startsWith('50') ? Number(code.slice(4)) : 0)) % tints

export function regionStyle(palette: Palette, zoomAt: (resolution: number) => number) {
  const fills = palette.land.map((colour) => new Fill({ color: colour }))
  const line = (color: string, width: number) => new Stroke({ color, width, lineJoin: 'round' })
  const countyLine = line(palette.county, 0.8)
  // Low tiles carry provinces and prefectures only, so each level paints its own land over that of the level above.
  const provinces = [
    new Style({ fill: fills[0]!, zIndex: 0 }),
    new Style({ stroke: line(palette.provinceGlow, 9), zIndex: 3 }),
    new Style({ stroke: line(palette.province, 1.8), zIndex: 6 }),
  ]
  const prefectures = fills.map((fill) => [
    new Style({ fill, zIndex: 1 }),
    new Style({ stroke: line(palette.prefecture, 1.3), zIndex: 5 }),
  ])
  const counties = fills.map((fill) => new Style({ fill, stroke: countyLine, zIndex: 2 }))
  return (feature: FeatureLike, resolution: number): Style | Style[] | undefined => {
    const level = feature.get('level') as Level
    if (level === 'province') return provinces
    const tint = tintOf(String(feature.get('code')), fills.length)
    if (level === 'prefecture') return prefectures[tint]
    return zoomAt(resolution) >= 7.3 ? counties[tint] : undefined
  }
}

/** Over another base map: borders of provinces and prefectures, no land that would cover it. */
export function borderStyle(palette: Palette) {
  const border = (color: string, width: number, zIndex: number) =>
    new Style({ stroke: new Stroke({ color, width, lineJoin: 'round' }), zIndex })
  const borders: Record<Level, Style | undefined> = {
    province: border(palette.province, 1.8, 6),
    prefecture: border(palette.prefecture, 1.3, 5),
    county: undefined,
  }
  return (feature: FeatureLike): Style | undefined => borders[feature.get('level') as Level]
}

export interface RegionLabel {
  code: string
  level: Level
  nameZh: string
  nameEn: string
  population: number | null
}

/** Zooms at which a level's names are read. */
const shownAt: Record<Level, readonly [number, number]> = {
  province: [0, 6.2],
  prefecture: [6.2, 11.5],
  county: [8.6, 15.5],
}

const rankOf: Record<Level, number> = { province: 0, prefecture: 1, county: 2 }

/**
 * Names read at a zoom, the most important first: by level, then by population. A province without prefectures (a municipality)
 * keeps its name as long as others show those of their prefectures.
 */
export function labelsAt<L extends RegionLabel>(labels: readonly L[], zoom: number): L[] {
  const divided = new Set(labels.filter(({ level }) => level === 'prefecture').map(provinceOf))
  const last = (label: L): number =>
    shownAt[label.level === 'province' && !divided.has(provinceOf(label)) ? 'prefecture' : label.level][1]
  return labels
    .filter((label) => zoom >= shownAt[label.level][0] && zoom < last(label))
    .sort((a, b) => rankOf[a.level] - rankOf[b.level] || (b.population ?? 0) - (a.population ?? 0))
}

const provinceOf = ({ code }: RegionLabel): string => code.slice(0, 2)

/** 成都市 → 成都; autonomous prefectures keep their known short form by dropping the peoples' names only on the map. */
export function shortName(name: string): string {
  const autonomous = /^(..?.?)(?:藏族羌族|藏族|彝族|羌族|土家族苗族|苗族土家族|土家族)自治[州县]$/.exec(name)
  if (autonomous) return autonomous[1]!
  return name.length > 2 ? name.replace(/(?:省|市|县|区)$/, '') || name : name
}
