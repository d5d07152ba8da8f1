import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import type { Sharp } from 'sharp'
import type { Core } from '../../core.ts'
import { receive } from '../../files/receive.ts'
import type { Running } from '../../jobs/handlers.ts'
import { openPicture } from './check-picture.ts'
import { drawFirstPage } from './draw-first-page.ts'
import { insertContent } from './queries.ts'
import { insertRendition, noteDocument, readContent, readRenditions } from './rendition-queries.ts'

type Encode = (picture: Sharp) => Sharp

const photoWidths = [320, 960, 2048]
const pageWidths = [320, 960]

/** Smallest for those who can read it, and one that everybody can. Efforts are low: two cores serve requests beside it. */
const encodings: Readonly<Record<string, Encode>> = {
  'image/avif': (picture) => picture.avif({ quality: 50, effort: 2 }),
  'image/webp': (picture) => picture.webp({ quality: 78, effort: 3 }),
  'image/jpeg': (picture) => picture.jpeg({ quality: 80, progressive: true }),
}
const pageEncodings = Object.fromEntries(Object.entries(encodings).filter(([type]) => type !== 'image/avif'))

/**
 * The sizes of a photo (orientation applied; sharp writes no EXIF unless asked to, so place and camera are gone), or of a document's first
 * page. Those that are there already are left: the job may have been cut off before.
 */
export async function makeRenditions(core: Core, sha256: string, { signal }: Pick<Running, 'signal'>): Promise<void> {
  const { primary } = core.database
  const content = await readContent(primary, sha256)
  if (!content) return
  const path = join(core.files.incoming, `rendering-${sha256}-${process.pid}`)
  const pagePath = `${path}.png`
  try {
    await pipeline(await core.files.read(sha256), createWriteStream(path), { signal })
    const isPdf = content.mediaType === 'application/pdf'
    if (isPdf) {
      const page = await drawFirstPage(path, signal)
      await noteDocument(primary, sha256, page)
      if (!page.png) return
      await writeFile(pagePath, page.png)
    }
    await renderAll(core, { sha256, path: isPdf ? pagePath : path, isPdf }, signal)
  } finally {
    await rm(path, { force: true })
    await rm(pagePath, { force: true })
  }
}

interface Source {
  sha256: string
  path: string
  isPdf: boolean
}

async function renderAll(core: Core, source: Source, signal: AbortSignal): Promise<void> {
  const { autoOrient } = await openPicture(source.path).metadata()
  const there = await readRenditions(core.database.primary, source.sha256)
  for (const [mediaType, encode] of Object.entries(source.isPdf ? pageEncodings : encodings)) {
    for (const width of widthsFor(autoOrient.width, source.isPdf ? pageWidths : photoWidths)) {
      if (there.some((one) => one.mediaType === mediaType && one.width === width)) continue
      signal.throwIfAborted()
      const picture = openPicture(source.path).autoOrient().resize({ width, withoutEnlargement: true })
      const { data, info } = await encode(onWhite(picture, mediaType)).toBuffer({ resolveWithObject: true })
      await keepRendition(core, source.sha256, { data, mediaType, width: info.width, height: info.height })
    }
  }
}

/** JPEG knows no transparency, and black is nobody's paper. */
const onWhite = (picture: Sharp, mediaType: string): Sharp =>
  mediaType === 'image/jpeg' ? picture.flatten({ background: '#fff' }) : picture

/** Never larger than the picture is. */
export const widthsFor = (width: number, wanted: readonly number[]): number[] => [
  ...new Set(wanted.map((one) => Math.min(one, width))),
]

interface Made {
  data: Buffer
  mediaType: string
  width: number
  height: number
}

async function keepRendition(core: Core, source: string, { data, ...made }: Made): Promise<void> {
  const body = (async function* () {
    yield data
  })()
  const { path, sha256, bytes } = await receive(body, { incoming: core.files.incoming, mostBytes: data.length })
  await core.files.keep(path, sha256)
  await core.database.primary.transaction(async (trx: Knex.Transaction) => {
    await insertContent(trx, { sha256, bytes, ...made })
    await insertRendition(trx, { source, sha256, ...made })
  })
}
