import type { Palette } from '../map/palette.ts'

/** Glyphs of what one looks for inside, 24 × 24, drawn in strokes. */
const glyphs: Record<string, string> = {
  toilet: 'M8 6.500a1 1 0 1 0 0-.1M16 6.500a1 1 0 1 0 0-.1M8 9v9M6 9h4l-.500 5h-3ZM16 9l-2.500 5h5L16 9v9',
  changing: 'M12 8a1.800 1.800 0 1 1 1.800-1.800M12 8v2l7 5.500H5L12 10',
  shower: 'M8 9a4 4 0 0 1 8 0ZM12 5V4M9 12v2M12 12v4M15 12v2M10 17v1M14 17v1',
  lift: 'M6 5h12v14H6ZM12 5v14M9 10l-1 1.500M9 10l1 1.500M15 14l-1-1.500M15 14l1-1.500',
  stair: 'M5 18h4v-4h4v-4h4V6h3',
  escalator: 'M4 18h4l9-11h4M12 6v4M10.500 7.500h3',
  ramp: 'M4 17h16L20 9Z',
  'first-aid': 'M12 6v12M6 12h12',
  exit: 'M10 5H5v14h5M10 12h9M15.500 8.500 19 12l-3.500 3.500',
  reception: 'M5 17h14M7 17a5 5 0 0 1 10 0M12 9V7',
  food: 'M8 5v5a2 2 0 0 0 4 0V5M10 12v7M16 5c-2 2-2 6 0 7v7',
  shop: 'M5 9h14l-1 10H6ZM9 9a3 3 0 0 1 6 0',
}
const dot = 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z'

const made = new Map<string, string>()

/** A picture of a glyph on a disc; colours of the theme. */
export function iconSource(kind: string, { dark, accent }: Palette): string {
  const key = `${kind} ${dark} ${accent}`
  let source = made.get(key)
  if (!source) {
    const disc =
      kind === 'first-aid' ? (dark ? '#ff8a80' : '#c62f2f') : kind === 'exit' ? accent : dark ? '#c3d0f5' : '#3d4f8f'
    const ink = dark ? '#10191a' : '#ffffff'
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11.500" fill="${disc}" stroke="${dark ? '#10191a' : '#ffffff'}"/><path transform="translate(2.400 2.400) scale(.8)" d="${glyphs[kind] ?? dot}" fill="none" stroke="${ink}" stroke-width="1.900" stroke-linecap="round" stroke-linejoin="round"/></svg>`
    source = `data:image/svg+xml,${encodeURIComponent(svg)}`
    made.set(key, source)
  }
  return source
}

/** The glyph for a list or a button, in the colour of the text. */
export const glyphOf = (kind: string): string => glyphs[kind] ?? dot
