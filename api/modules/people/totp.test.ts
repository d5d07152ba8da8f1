import { expect, test } from 'vitest'
import { base32, codeAt, matchingStep } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

test('the codes are those of RFC 6238, appendix B', () => {
  const vectors = {
    59: '287082',
    1111111109: '081804',
    1111111111: '050471',
    1234567890: '005924',
    2000000000: '279037',
  }
  for (const [seconds, code] of Object.entries(vectors)) {
    expect(codeAt(secret, Math.floor(Number(seconds) / 30)), seconds).toBe(code)
  }
})

test('a code counts within one step either way, and never twice', () => {
  const at = new Date(59_000)
  expect(matchingStep(secret, '287082', at, 0)).toBe(1)
  expect(matchingStep(secret, '287082', new Date(89_000), 0)).toBe(1)
  expect(matchingStep(secret, '287082', new Date(120_000), 0)).toBeNull()
  expect(matchingStep(secret, '287082', at, 1)).toBeNull()
})

test('base 32 is that of RFC 4648, section 10', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
  expect(base32(Buffer.from('fo'))).toBe('MZXQ')
})
