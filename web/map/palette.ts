/** Colours of the map, read from the design tokens so that page and map change theme together. */
export interface Palette {
  dark: boolean
  outside: string
  land: string[]
  county: string
  prefecture: string
  province: string
  provinceGlow: string
  graticule: string
  label: string
  labelSoft: string
  halo: string
  casing: string
  disc: string
  discText: string
  accent: string
  fallback: string
  /** Ring of a disc for all kinds that got no arc of their own. */
  rest: string
}

export function readPalette(element: Element = document.documentElement): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    dark: token('scheme') === 'dark',
    outside: token('map-outside'),
    land: [token('map-land-1'), token('map-land-2'), token('map-land-3'), token('map-land-4')],
    county: token('map-county'),
    prefecture: token('map-prefecture'),
    province: token('map-province'),
    provinceGlow: token('map-province-glow'),
    graticule: token('map-graticule'),
    label: token('map-label'),
    labelSoft: token('map-label-soft'),
    halo: token('map-halo'),
    casing: token('map-casing'),
    disc: token('map-disc'),
    discText: token('map-disc-text'),
    accent: token('accent'),
    fallback: token('map-fallback'),
    rest: token('map-rest'),
  }
}

export const systemFonts = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'

/** A third of the way to white, as `#rrggbb`. */
export const lighter = (colour: string): string =>
  colour.replace(/[0-9a-f]{2}/gi, (pair) => {
    const value = Number.parseInt(pair, 16)
    return Math.round(value + (255 - value) / 3)
      .toString(16)
      .padStart(2, '0')
  })
