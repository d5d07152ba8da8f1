import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { drawArcs } from './arcs.ts'

/** All icons as one image, and where each lies in it: white glyphs of 24 px on nothing, to stand on a coloured disc, and the arcs of rings. */
export interface Sprite {
  png: Buffer
  index: Record<string, { x: number; y: number; width: number; height: number; pixelRatio: number; sdf?: true }>
}

const folder = join(import.meta.dirname, 'icons')
const SIZE = 24
const COLUMNS = 8
const ARC_COLUMNS = 8

/** Draws the sprite from the SVG files in `icons`; `pixelRatio` 2 for dense screens. */
export async function drawSprite(pixelRatio: 1 | 2): Promise<Sprite> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.svg')).sort()
  const side = SIZE * pixelRatio
  const images = await Promise.all(
    names.map(async (name) =>
      sharp(await readFile(join(folder, name)), { density: 72 * pixelRatio })
        .resize(side, side)
        .png()
        .toBuffer(),
    ),
  )
  const places = names.map((name, i) => ({
    name: name.slice(0, -'.svg'.length),
    left: (i % COLUMNS) * side,
    top: Math.floor(i / COLUMNS) * side,
  }))
  const arcs = drawArcs(pixelRatio)
  const arcSide = arcs[0]!.side
  const arcsTop = Math.ceil(names.length / COLUMNS) * side
  const width = Math.max(COLUMNS * side, ARC_COLUMNS * arcSide)
  const arcPlaces = arcs.map(({ name }, i) => ({
    name,
    left: (i % ARC_COLUMNS) * arcSide,
    top: arcsTop + Math.floor(i / ARC_COLUMNS) * arcSide,
  }))
  const png = await sharp({
    create: {
      width,
      height: arcsTop + Math.ceil(arcs.length / ARC_COLUMNS) * arcSide,
      channels: 4,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    },
  })
    .composite([
      ...places.map(({ left, top }, i) => ({ input: images[i]!, left, top })),
      ...arcPlaces.map(({ left, top }, i) => ({
        input: arcs[i]!.pixels,
        raw: { width: arcSide, height: arcSide, channels: 4 as const },
        left,
        top,
      })),
    ])
    .png({ compressionLevel: 9 })
    .toBuffer()
  const square = (left: number, top: number, length: number) => ({ x: left, y: top, width: length, height: length })
  const index: Sprite['index'] = {}
  for (const { name, left, top } of places) index[name] = { ...square(left, top, side), pixelRatio }
  for (const { name, left, top } of arcPlaces) index[name] = { ...square(left, top, arcSide), pixelRatio, sdf: true }
  return { png, index }
}

const drawn = new Map<1 | 2, Promise<Sprite>>()

/** The sprite, drawn at its first use. */
export function spriteOf(pixelRatio: 1 | 2): Promise<Sprite> {
  let sprite = drawn.get(pixelRatio)
  if (!sprite) {
    sprite = drawSprite(pixelRatio)
    drawn.set(pixelRatio, sprite)
    sprite.catch(() => drawn.delete(pixelRatio))
  }
  return sprite
}
