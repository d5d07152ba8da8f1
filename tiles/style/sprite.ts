import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** All icons as one image, and where each lies in it: white glyphs of 24 px on nothing, to stand on a coloured disc. */
export interface Sprite {
  png: Buffer
  index: Record<string, { x: number; y: number; width: number; height: number; pixelRatio: number }>
}

const folder = join(import.meta.dirname, 'icons')
const SIZE = 24
const COLUMNS = 8

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
  const png = await sharp({
    create: {
      width: COLUMNS * side,
      height: Math.ceil(names.length / COLUMNS) * side,
      channels: 4,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    },
  })
    .composite(places.map(({ left, top }, i) => ({ input: images[i]!, left, top })))
    .png({ compressionLevel: 9 })
    .toBuffer()
  const index = Object.fromEntries(
    places.map(({ name, left, top }) => [name, { x: left, y: top, width: side, height: side, pixelRatio }]),
  )
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
