import opentype from 'opentype.js'

/**
 * Gives glyphs of CFF fonts their bounds, which opentype.js knows of TrueType fonts only: the viewer of drawings puts words by
 * them, and without them every word lies at NaN and is not drawn.
 */
export function measureGlyphs(): void {
  const sides = { xMin: 'x1', yMin: 'y1', xMax: 'x2', yMax: 'y2' } as const
  for (const [name, side] of Object.entries(sides)) {
    Object.defineProperty(opentype.Glyph.prototype, name, {
      configurable: true,
      get(this: { getBoundingBox(): Record<string, number> }) {
        return this.getBoundingBox()[side]
      },
      // What a TrueType font says of a glyph stands.
      set(value: number) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true })
      },
    })
  }
}
