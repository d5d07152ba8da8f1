import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { makeDictionaries } from './dictionaries.ts'
import { illustrationFolder, illustrations } from './draw-illustrations.ts'

it('every photo of a demo place is a drawing that is there, labelled so, and at most 20 kB', () => {
  const photos = makeDictionaries(1).photos.flat() as { url: string; illustration: boolean; captionZh: string }[]
  const files = readdirSync(illustrationFolder).filter((name) => name.endsWith('.webp'))
  expect(photos.map(({ url }) => url.replace('/illustrations/', '')).sort()).toEqual(files.sort())
  for (const { illustration, captionZh } of photos) expect([illustration, captionZh]).toEqual([true, '示意图'])
  for (const file of files) expect(statSync(join(illustrationFolder, file)).size, file).toBeLessThan(20_000)
})

it('the committed drawings are those that the scenes draw', async () => {
  for (const { file, svg } of illustrations()) {
    const drawn = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const kept = await sharp(join(illustrationFolder, file)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([kept.info.width, kept.info.height]).toEqual([drawn.info.width, drawn.info.height])
    let difference = 0
    for (let i = 0; i < drawn.data.length; i += 3) difference += Math.abs(drawn.data[i]! - kept.data[i]!)
    expect(difference / (drawn.data.length / 3), file).toBeLessThan(4)
  }
})
