import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { FileUnreadable } from './file-rows.ts'

/**
 * Bytes as text: by the byte order mark, as UTF-8 when they are valid UTF-8, else by the likeliest Chinese encoding. GB2312 and GBK are
 * read as GB18030, which holds both. @throws FileUnreadable when `wanted` is no encoding.
 */
export function decodeText(bytes: Buffer, wanted?: string | null): { text: string; encoding: string } {
  const encoding = wanted ? checked(wanted) : detectEncoding(bytes)
  return { text: iconv.decode(bytes, encoding), encoding }
}

export function detectEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'UTF-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
  if (isUtf8(bytes)) return 'UTF-8'
  const guess = chardet.detect(bytes.subarray(0, 200_000)) ?? ''
  if (/^(utf-?8|ISO-8859|windows-125)/i.test(guess) || !iconv.encodingExists(guess)) return 'GB18030'
  return /^gb/i.test(guess) ? 'GB18030' : guess
}

function checked(name: string): string {
  if (iconv.encodingExists(name)) return name
  throw new FileUnreadable(`There is no encoding «${name}»; give UTF-8, GB18030, Big5 or UTF-16LE.`)
}
