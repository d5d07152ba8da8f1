import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Request, Response } from 'express'
import type { FileStore } from '../../files/store.ts'

const types: Readonly<Record<string, string>> = { glb: 'model/gltf-binary', json: 'application/json; charset=utf-8' }

/** A file that a version was made into: stored gzipped, sent so to who takes that, kept for ever by caches. */
export async function sendArtifact(
  files: FileStore,
  { sha256, bytes, name }: { sha256: string; bytes: number; name: string },
  request: Request,
  response: Response,
): Promise<void> {
  const isZipped = request.acceptsEncodings('gzip') === 'gzip'
  response.set({
    ETag: `"${sha256}${isZipped ? '' : '-plain'}"`,
    'Cache-Control': 'public, max-age=31536000, immutable, no-transform',
    'Content-Type': types[name.split('.').at(-1)!]!,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  })
  if (request.fresh) return void response.status(304).end()
  if (isZipped) response.set({ 'Content-Encoding': 'gzip', 'Content-Length': String(bytes) })
  if (request.method === 'HEAD') return void response.end()
  const body = await files.read(sha256)
  const sending = isZipped ? pipeline(body, response) : pipeline(body, createGunzip(), response)
  // A reader that leaves is no fault of ours.
  await sending.catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
