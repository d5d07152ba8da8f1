/** The little of opentype.js that making glyphs and drawing words needs; the package has no types of its own. */
declare module 'opentype.js' {
  export interface PathCommand {
    type: 'M' | 'L' | 'C' | 'Q' | 'Z'
    x: number
    y: number
    x1: number
    y1: number
    x2: number
    y2: number
  }
  export interface Glyph {
    index: number
    advanceWidth: number
    getPath(x: number, y: number, fontSize: number): { commands: PathCommand[] }
  }
  export interface Font {
    unitsPerEm: number
    ascender: number
    charToGlyph(character: string): Glyph
  }
  export function parse(buffer: ArrayBuffer): Font
  const opentype: { parse: typeof parse; Glyph: { prototype: object } }
  export default opentype
}
