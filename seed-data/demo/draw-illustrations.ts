import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { readCategories } from '../catalogue.ts'
import { scenes } from './scenes.ts'

/** `npx tsx seed-data/demo/draw-illustrations.ts` draws `illustrations/<category>-1.webp` and `-2.webp`, 640 × 400, that demo places show. */

export const illustrationFolder = join(import.meta.dirname, 'illustrations')

export interface Illustration {
  file: string
  svg: string
}

export function illustrations(): Illustration[] {
  return readCategories().flatMap(({ code, colour }) => {
    const pair = scenes[code]
    if (!pair) throw new Error(`Category «${code}» has no scenes in seed-data/demo/scenes.ts.`)
    const palette = {
      sky: '#cfe6f2',
      hill: '#9cc7a4',
      ground: ['venue', 'club', 'service'].includes(code) ? '#d9b98c' : '#a8cf8f',
      accent: colour,
    }
    return pair.map((scene, index) => ({
      file: `${code}-${index + 1}.webp`,
      svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">${scene(palette)}</svg>`,
    }))
  })
}

async function draw(): Promise<void> {
  mkdirSync(illustrationFolder, { recursive: true })
  for (const { file, svg } of illustrations())
    writeFileSync(
      join(illustrationFolder, file),
      await sharp(Buffer.from(svg)).webp({ quality: 78, effort: 6 }).toBuffer(),
    )
}

if (process.argv[1] === import.meta.filename) await draw()
