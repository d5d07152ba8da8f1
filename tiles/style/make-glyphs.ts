import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import opentype, { type Font, type PathCommand } from 'opentype.js'
import { PbfWriter } from 'pbf'

/**
 * Makes the glyph files that MapLibre draws Latin labels with (`npx tsx tiles/style/make-glyphs.ts`; the result is committed):
 * signed distance fields at 24 px from Noto Sans (OFL 1.1), worked out exactly from the outlines. Chinese is drawn by the browser's
 * own fonts (`localIdeographFontFamily`), so that no megabytes of glyphs have to be shipped.
 */
const RANGES = [0, 256, 8192] as const
const WEIGHTS = { 'Noto Sans Regular': 400, 'Noto Sans Bold': 700 } as const
const SUBSETS = ['latin', 'latin-ext']
const SIZE = 24
const MARGIN = 3
const RADIUS = 8
const CUTOFF = 0.25

const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans/package.json'))

function makeGlyphs(): void {
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    const fonts = SUBSETS.map((subset) => {
      const bytes = readFileSync(join(folder, 'files', `noto-sans-${subset}-${weight}-normal.woff`))
      return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer)
    })
    const target = join(import.meta.dirname, 'glyphs', name)
    mkdirSync(target, { recursive: true })
    for (const first of RANGES) {
      const range = `${first}-${first + 255}`
      writeFileSync(join(target, `${range}.pbf`), glyphsOf(fonts, name, { first, range }))
    }
  }
}

function glyphsOf(fonts: Font[], name: string, { first, range }: { first: number; range: string }): Uint8Array {
  const pbf = new PbfWriter()
  pbf.writeMessage(
    1,
    (_, stack) => {
      stack.writeStringField(1, name)
      stack.writeStringField(2, range)
      for (let code = first; code < first + 256; code++) {
        const font = fonts.find((candidate) => candidate.charToGlyph(String.fromCodePoint(code)).index > 0)
        if (font) stack.writeMessage(3, (_none, glyph) => writeGlyph(glyph, font, code), undefined)
      }
    },
    undefined,
  )
  return pbf.finish()
}

function writeGlyph(pbf: PbfWriter, font: Font, code: number): void {
  const glyph = font.charToGlyph(String.fromCodePoint(code))
  const segments = segmentsOf(glyph.getPath(0, 0, SIZE).commands)
  const ascender = Math.round((font.ascender / font.unitsPerEm) * SIZE)
  pbf.writeVarintField(1, code)
  if (segments.length > 0) {
    const left = Math.floor(Math.min(...segments.map((segment) => segment[0])))
    const right = Math.ceil(Math.max(...segments.map((segment) => segment[0])))
    const top = Math.floor(Math.min(...segments.map((segment) => segment[1])))
    const bottom = Math.ceil(Math.max(...segments.map((segment) => segment[1])))
    pbf.writeBytesField(2, distanceField(segments, { left, top, width: right - left, height: bottom - top }))
    pbf.writeVarintField(3, right - left)
    pbf.writeVarintField(4, bottom - top)
    pbf.writeSVarintField(5, left)
    pbf.writeSVarintField(6, -top - ascender)
  } else {
    for (const field of [3, 4]) pbf.writeVarintField(field, 0)
    for (const field of [5, 6]) pbf.writeSVarintField(field, 0)
  }
  pbf.writeVarintField(7, Math.round((glyph.advanceWidth / font.unitsPerEm) * SIZE))
}

type Segment = [x0: number, y0: number, x1: number, y1: number]

/** Outlines as short straight pieces; eight to a curve are below a hundredth of a pixel at this size. */
function segmentsOf(commands: readonly PathCommand[]): Segment[] {
  const segments: Segment[] = []
  let [x, y, startX, startY] = [0, 0, 0, 0]
  const lineTo = (toX: number, toY: number) => {
    if (toX !== x || toY !== y) segments.push([x, y, toX, toY])
    x = toX
    y = toY
  }
  for (const command of commands) {
    const [fromX, fromY] = [x, y]
    if (command.type === 'M') {
      x = startX = command.x
      y = startY = command.y
    } else if (command.type === 'L') lineTo(command.x, command.y)
    else if (command.type === 'Z') lineTo(startX, startY)
    else {
      const control = command.type === 'Q' ? quadratic : cubic
      for (let step = 1; step <= 8; step++) {
        const part = step / 8
        lineTo(
          control(part, fromX, command.x1, command.x2, command.x),
          control(part, fromY, command.y1, command.y2, command.y),
        )
      }
    }
  }
  return segments
}

const quadratic = (t: number, a: number, b: number, _: number, d: number) =>
  (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t ** 2 * d

const cubic = (t: number, a: number, b: number, c: number, d: number) =>
  (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d

function distanceField(
  segments: readonly Segment[],
  box: { left: number; top: number; width: number; height: number },
): Uint8Array {
  const width = box.width + 2 * MARGIN
  const height = box.height + 2 * MARGIN
  const field = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const distance = signedDistance(segments, box.left + column - MARGIN + 0.5, box.top + row - MARGIN + 0.5)
      const value = Math.round(255 - 255 * (distance / RADIUS + CUTOFF))
      field[row * width + column] = Math.max(0, Math.min(255, value))
    }
  }
  return field
}

/** Distance to the outline, below zero inside (non-zero winding). */
function signedDistance(segments: readonly Segment[], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY
  let winding = 0
  for (const [x0, y0, x1, y1] of segments) {
    const dx = x1 - x0
    const dy = y1 - y0
    const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
    least = Math.min(least, Math.hypot(x - x0 - along * dx, y - y0 - along * dy))
    const side = dx * (y - y0) - (x - x0) * dy
    if (y0 <= y && y1 > y && side > 0) winding++
    else if (y0 > y && y1 <= y && side < 0) winding--
  }
  return winding === 0 ? least : -least
}

makeGlyphs()
