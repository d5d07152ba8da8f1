import type { FeatureLike } from 'ol/Feature.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type Palette, systemFonts } from './palette.ts'

/** Styles of the own base map: pale land in four tints so that neighbours differ, borders by rank, labels by hierarchy. */

type Level = 'province' | 'prefecture' | 'county'

/** Neighbouring prefectures have neighbouring codes; stepping through the tints keeps most borders two-coloured. */
export const tintOf = (code: string, tints: number): number =>
  (Number(code.slice(2, 4)) + (code.startsWith('50') ? Number(code.slice(4)) : 0)) % tints

export function regionStyle(palette: Palette, zoomAt: (resolution: number) => number) {
  const fills = palette.land.map((colour) => new Fill({ color: colour }))
  const line = (color: string, width: number, dash?: number[]) =>
    new Stroke({ color, width, ...(dash ? { lineDash: dash } : {}), lineJoin: 'round' })
  const county = line(palette.county, 0.8)
  const prefecture = line(palette.prefecture, 1.4)
  const province = line(palette.province, 2)
  const glow = line(palette.provinceGlow, 9)
  const lands = fills.map((fill) => new Style({ fill, zIndex: 0 }))
  const landsWithCounties = fills.map((fill) => new Style({ fill, stroke: county, zIndex: 0 }))
  const prefectureStyle = new Style({ stroke: prefecture, zIndex: 2 })
  const provinceStyles = [new Style({ stroke: glow, zIndex: 1 }), new Style({ stroke: province, zIndex: 3 })]
  return (feature: FeatureLike, resolution: number): Style | Style[] | undefined => {
    const level = feature.get('level') as Level
    if (level === 'province') return provinceStyles
    if (level === 'prefecture') return zoomAt(resolution) >= 5 ? prefectureStyle : undefined
    const tint = tintOf(String(feature.get('code')), fills.length)
    return zoomAt(resolution) >= 7.3 ? landsWithCounties[tint] : lands[tint]
  }
}

export interface RegionLabel {
  code: string
  level: Level
  nameZh: string
  nameEn: string
  population: number | null
}

/** Zooms at which a level's names are read. Chongqing's and others' counties come with their own size of land. */
const shownAt: Record<Level, [number, number]> = { province: [0, 6.2], prefecture: [6.2, 11.5], county: [8.6, 15.5] }

export function labelStyle(palette: Palette, english: boolean, zoomAt: (resolution: number) => number) {
  const halo = new Stroke({ color: palette.halo, width: 3 })
  const styles = (['province', 'prefecture', 'county'] as const).map((level) => {
    const size = level === 'province' ? 16 : level === 'prefecture' ? 14 : 12
    const weight = level === 'county' ? 400 : 600
    const fill = new Fill({ color: level === 'county' ? palette.labelSoft : palette.label })
    return [
      level,
      new Style({
        text: new Text({ font: `${weight} ${size}px ${systemFonts}`, fill, stroke: halo, padding: [4, 6, 4, 6] }),
      }),
    ] as const
  })
  const byLevel = Object.fromEntries(styles) as Record<Level, Style>
  return (feature: FeatureLike, resolution: number): Style | undefined => {
    const label = feature.get('label') as RegionLabel
    const [from, to] = shownAt[label.level]
    const zoom = zoomAt(resolution)
    if (zoom < from || zoom >= to) return undefined
    const style = byLevel[label.level]
    style.getText()!.setText(english ? label.nameEn : shortName(label.nameZh))
    // Where names fight for room the more populous region wins.
    style.setZIndex(label.population ?? 0)
    return style
  }
}

/** 成都市 → 成都; autonomous prefectures keep their known short form by dropping the peoples' names only on the map. */
export function shortName(name: string): string {
  const autonomous = /^(..?.?)(?:藏族羌族|藏族|彝族|羌族|土家族苗族|苗族土家族|土家族)自治[州县]$/.exec(name)
  if (autonomous) return autonomous[1]!
  return name.length > 2 ? name.replace(/(?:省|市|县|区)$/, '') || name : name
}
