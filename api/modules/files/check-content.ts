import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { MediaType } from '../../contract/file-kinds.ts'
import { errors } from '../../errors.ts'
import { checkPicture, damaged } from './check-picture.ts'
import { isRaster } from './rules.ts'

export interface Checked {
  mediaType: MediaType
  width: number | null
  height: number | null
}

const headBytes = 8 * 1024
const tailBytes = 68 * 1024

/**
 * What a complete local file really is, by its bytes and not by its name; it must be one of `wanted`.
 * @throws 422 file-empty, 415 file-type-unknown, 422 file-damaged, 422 file-mixed, 422 picture-too-large.
 */
export async function checkContent(path: string, wanted: readonly MediaType[]): Promise<Checked> {
  const { head, tail, bytes } = await ends(path)
  if (bytes === 0) throw errors.invalid('file-empty', 'The file is empty; nothing was stored.')
  // It throws at the end of a head that promises more.
  const found = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime
  const mediaType = wanted.find((type) => isOfType(type, head, found))
  if (!mediaType) {
    throw errors.wrongMediaType(
      'file-type-unknown',
      `The content is ${found ? `of type ${found}` : 'of no known type'}, the name says ${wanted.join(' or ')}; nothing was stored. Check the file and its ending.`,
    )
  }
  if (isMixed(mediaType, head, tail)) {
    throw errors.invalid(
      'file-mixed',
      'The file is two kinds of file at once, which is how harm is smuggled; nothing was stored. Save it anew.',
    )
  }
  if (isRaster(mediaType)) return { mediaType, ...(await checkPicture(path)) }
  if (isCutOff(mediaType, tail, bytes)) throw damaged()
  return { mediaType, width: null, height: null }
}

function isOfType(type: MediaType, head: Buffer, found: string | undefined): boolean {
  const text = head.toString('latin1')
  switch (type) {
    case 'image/vnd.dwg':
      return /^AC10(?:09|1[0-9]|2[0-9]|3[0-9])\0/.test(text)
    case 'image/vnd.dxf':
      return (
        /^(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\r?\n/.test(text) ||
        text.startsWith('AutoCAD Binary DXF\r\n\x1a\0')
      )
    case 'application/x-step':
      return /^\s*ISO-10303-21;/.test(text)
    case 'application/geo+json':
      return /^(?:\xef\xbb\xbf)?\s*\{/.test(text)
    case 'application/pdf':
      return text.startsWith('%PDF-1.') || text.startsWith('%PDF-2.')
    default:
      return found === type
  }
}

/** Another format that readers find from the end (ZIP), or that a browser might take for a page. */
function isMixed(mediaType: MediaType, head: Buffer, tail: Buffer): boolean {
  if (/<(?:!doctype|html|head|body|script|svg|iframe|\?php)[\s>]/i.test(head.toString('latin1', 0, 4096))) return true
  if (mediaType === 'application/zip') return false
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  return end >= 0 && end + 22 <= tail.length && end + 22 + tail.readUInt16LE(end + 20) === tail.length
}

function isCutOff(mediaType: MediaType, tail: Buffer, bytes: number): boolean {
  const text = tail.toString('latin1')
  switch (mediaType) {
    case 'application/pdf':
      return !text.slice(-2048).includes('%%EOF')
    case 'image/vnd.dxf':
      return !/\bEOF\s*$/.test(text.replace(/\0+$/, ''))
    case 'application/x-step':
      return !/END-ISO-10303-21;\s*$/.test(text)
    case 'application/zip':
      return !tail.includes('PK\x05\x06', undefined, 'latin1')
    case 'application/geo+json':
      return !/\}\s*$/.test(text)
    default:
      return bytes < 1024
  }
}

async function ends(path: string): Promise<{ head: Buffer; tail: Buffer; bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { size: bytes } = await file.stat()
    const part = async (start: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
      return buffer.subarray(0, bytesRead)
    }
    const head = await part(0, headBytes)
    const tail = await part(Math.max(0, bytes - tailBytes), tailBytes)
    return { head, tail, bytes }
  } finally {
    await file.close()
  }
}
