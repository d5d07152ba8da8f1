import { createHash } from 'node:crypto'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$'

/** An IFC GlobalId (22 characters for 128 bits) that is the same for the same words: a model made again keeps its ids. */
export function globalIdOf(words: string): string {
  let bits = BigInt(`0x${createHash('sha256').update(words).digest('hex').slice(0, 32)}`)
  let text = ''
  for (let at = 0; at < 22; at++) {
    text = digits[Number(bits % 64n)] + text
    bits /= 64n
  }
  return text
}
