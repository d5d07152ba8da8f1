import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Coding = 'identity' | 'gzip' | 'br'

const gzipLater = promisify(gzip)
const brotliLater = promisify(brotliCompress)
/** Shorter blocks of codes than usual: features and values of a tile differ so much that each is better off with codes of its own. */
const GZIP = { level: 6, memLevel: 5 }
/** Shorter bodies fit one packet whether or not they are compressed. */
const COMPRESS_FROM_BYTES = 256

/** The best coding a client takes (RFC 9110, 12.5.3; `q=0` refuses). */
export function chosenCoding(acceptEncoding: string | undefined): Coding {
  if (!acceptEncoding) return 'identity'
  if (accepts(acceptEncoding, 'br')) return 'br'
  return accepts(acceptEncoding, 'gzip') ? 'gzip' : 'identity'
}

function accepts(header: string, coding: string): boolean {
  for (const part of header.split(',')) {
    const [name, ...parameters] = part.trim().toLowerCase().split(';')
    if (name !== coding) continue
    return !parameters.some((parameter) => /^\s*q\s*=\s*0(\.0*)?\s*$/.test(parameter))
  }
  return false
}

/** The body compressed on the thread pool; null where compressing is not worth it. */
export async function compressed(body: Buffer, coding: Exclude<Coding, 'identity'>): Promise<Buffer | null> {
  if (body.length < COMPRESS_FROM_BYTES) return null
  if (coding === 'gzip') return gzipLater(body, GZIP)
  return brotliLater(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  })
}
