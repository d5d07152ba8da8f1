import { createHmac, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes, RFC 6238: SHA-1, six digits, thirty seconds, as every authenticator app knows them. */

const stepSeconds = 30

/** The step whose code was given, or null; one step either way for clocks that differ. Steps up to `lastStep` were used. */
export function matchingStep(secret: Buffer, code: string, at: Date, lastStep: number): number | null {
  const now = Math.floor(at.getTime() / 1000 / stepSeconds)
  for (const step of [now, now - 1, now + 1]) {
    if (step > lastStep && equal(codeAt(secret, step), code)) return step
  }
  return null
}

export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = digest[digest.length - 1]! & 0xf
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

const equal = (expected: string, given: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given))

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base 32 without padding, which apps take as the secret. */
export function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(value >>> bits) & 31]
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}

/** What the QR holds for the app. */
export function otpAuthAddress(secret: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`
}
