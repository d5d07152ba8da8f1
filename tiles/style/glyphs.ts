import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Glyph files that we ship (made by make-glyphs.ts from Noto Sans, OFL 1.1). */
const FONTS = ['Noto Sans Regular', 'Noto Sans Bold']
const folder = join(import.meta.dirname, 'glyphs')
const EMPTY = Buffer.alloc(0)

/** Glyphs of 256 characters of the first known font of the stack; empty where we ship none (the browser's fonts draw Chinese). */
export async function glyphsOf(fontStack: string, range: string): Promise<Buffer | null> {
  let names: string[]
  try {
    names = decodeURIComponent(fontStack).split(',')
  } catch {
    return null
  }
  const [first, last] = range.split('-').map(Number) as [number, number]
  if (first % 256 !== 0 || last !== first + 255 || last > 65_535) return null
  const font = names.map((name) => name.trim()).find((name) => FONTS.includes(name)) ?? FONTS[0]!
  return readFile(join(folder, font, `${range}.pbf`)).catch(() => EMPTY)
}
