import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { cached, packageVersion } from './cache-folder.ts'

const require = createRequire(import.meta.url)
const block = 512

/**
 * The part of the PostGIS package that the product uses, as a bundle for the embedded server: the package also brings raster,
 * topology and every upgrade script, and the server unpacks and compiles all of it at each start (3.1 s to open; so 1.7 s).
 */
export function postgisBundle(): Promise<string> {
  const name = '@electric-sql/pglite-postgis'
  return cached(`postgis-${packageVersion(name)}.tar.gz`, async (path) => {
    const whole = gunzipSync(readFileSync(join(dirname(require.resolve(name)), 'postgis.tar.gz')))
    // Unpacked at each start, kept on disk once: so lightly packed.
    writeFileSync(path, gzipSync(keepEntries(whole, isUsed), { level: 1 }))
  })
}

function isUsed(path: string): boolean {
  return (
    path === 'lib/postgresql/postgis-3.so' ||
    path === 'share/postgresql/extension/postgis.control' ||
    /^share\/postgresql\/extension\/postgis--\d+\.\d+\.\d+\.sql$/.test(path) ||
    path.startsWith('share/proj/')
  )
}

/** The entries of an (ustar) archive whose path is wanted. */
export function keepEntries(archive: Buffer, wanted: (path: string) => boolean): Buffer {
  const kept: Buffer[] = []
  for (let offset = 0; offset + block <= archive.length; ) {
    const header = archive.subarray(offset, offset + block)
    if (header[0] === 0) break
    const path = text(header, 345, 155) ? `${text(header, 345, 155)}/${text(header, 0, 100)}` : text(header, 0, 100)
    const size = Number.parseInt(text(header, 124, 12), 8)
    const end = offset + block + Math.ceil(size / block) * block
    if (wanted(path.replace(/^\.\//, ''))) kept.push(archive.subarray(offset, end))
    offset = end
  }
  if (kept.length === 0)
    throw new Error('the PostGIS bundle holds none of the expected files: was the package changed?')
  return Buffer.concat([...kept, Buffer.alloc(2 * block)])
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end < 0 ? length : end).trim()
}
