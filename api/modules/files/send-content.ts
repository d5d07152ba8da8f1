import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { errors } from '../../errors.ts'
import type { FileStore } from '../../files/store.ts'

export interface Sending {
  sha256: string
  bytes: number
  mediaType: string
  /** A name makes it a download. */
  downloadName?: string | undefined
  cacheControl: string
}

/** Types that a browser may show by itself; nothing that can carry scripts. */
const shown = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/avif']

/** Writes content as a reply: by its hash, in ranges, under a policy that lets it do nothing. @throws 416 range-not-there. */
export async function sendContent(files: FileStore, sending: Sending, request: Request, response: Response) {
  const { sha256, bytes, mediaType, downloadName } = sending
  const type = shown.includes(mediaType) ? mediaType : 'application/octet-stream'
  response.set({
    ETag: `"${sha256}"`,
    'Accept-Ranges': 'bytes',
    // No compression on the way: ranges count the bytes as they are stored.
    'Cache-Control': `${sending.cacheControl}, no-transform`,
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Content-Disposition':
      downloadName || type === 'application/octet-stream' ? attachment(downloadName ?? sha256) : 'inline',
  })
  if (request.fresh) return void response.status(304).end()
  const range = rangeOf(request.get('range'), bytes, request.get('if-range'), sha256)
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`)
  response.set('Content-Length', String(range ? range.end - range.start + 1 : bytes))
  if (request.method === 'HEAD') return void response.end()
  const body = await files.read(sha256, range ?? undefined)
  // A reader that leaves is no fault of ours.
  await pipeline(body, response).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

/** One range; several at once, or one of another version, get the whole. */
function rangeOf(header: string | undefined, bytes: number, ifRange: string | undefined, sha256: string) {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!found || (found[1] === '' && found[2] === '') || (ifRange && ifRange !== `"${sha256}"`)) return null
  const start = found[1] === '' ? Math.max(0, bytes - Number(found[2])) : Number(found[1])
  const end = found[1] === '' || found[2] === '' ? bytes - 1 : Math.min(bytes - 1, Number(found[2]))
  if (start > end || start >= bytes) throw errors.rangeNotThere(bytes)
  return { start, end }
}

const attachment = (name: string) =>
  `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\%;]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`
