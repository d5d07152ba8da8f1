/** Colours of the map in both themes; categories keep one hue, the glyph tells them apart for colour-blind eyes. */
export const palettes = {
  light: {
    land: '#f4f3ee',
    outside: '#dfe8ec',
    border: '#b9bdb6',
    borderStrong: '#8d938c',
    grid: '#c9d2d4',
    text: '#4a524c',
    halo: '#ffffff',
    accent: '#0B8F6F',
    casing: '#ffffff',
    disc: '#ffffff',
    discText: '#1f2623',
    rest: '#aab1ad',
  },
  dark: {
    land: '#1d2326',
    outside: '#12181c',
    border: '#3d464a',
    borderStrong: '#5d686c',
    grid: '#2a3438',
    text: '#b8c2bd',
    halo: '#12181c',
    accent: '#3CC9A3',
    casing: '#12181c',
    disc: '#232b2f',
    discText: '#e6ebe8',
    rest: '#7b8784',
  },
} as const

export type Theme = keyof typeof palettes
export type Palette = (typeof palettes)[Theme]
