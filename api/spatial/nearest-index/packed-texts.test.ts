import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonWriter } from './json-writer.ts'
import { PackedTexts } from './packed-texts.ts'

const written = (texts: PackedTexts, start: number): string => {
  const target = Buffer.alloc(texts.mostBytes + 8)
  return target.toString('utf8', 0, texts.write(start, target, 0))
}

test('objects come back byte for byte, of one form or of others', () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null), fc.array(fc.string()))
  const form = fc.record({ id: fc.integer(), 'na"me': value, type: fc.constantFrom('a', 'b', '体育馆'), more: value })
  const objects = fc.array(
    fc.oneof({ weight: 5, arbitrary: form }, { weight: 1, arbitrary: fc.dictionary(fc.string(), value) }),
  )
  fc.assert(
    fc.property(objects, (rows) => {
      const texts = new PackedTexts()
      const kept = rows.map((row) => [JSON.stringify(row), texts.put(JSON.stringify(row))] as const)
      for (const [json, start] of kept) expect(written(texts, start)).toBe(json.slice(0, -1))
    }),
    { seed: 20260801, numRuns: 200 },
  )
})

test('shared values and long ones are told apart, over many chunks', () => {
  const texts = new PackedTexts()
  const long = (n: number) => JSON.stringify({ id: n, type: `t${n % 7}`, text: '字'.repeat((n % 3) * 20_000) })
  const starts = Array.from({ length: 400 }, (_, n) => texts.put(long(n)))
  expect(texts.bytes()).toBeGreaterThan(8 * 1024 * 1024)
  for (const [n, start] of starts.entries()) expect(written(texts, start)).toBe(long(n).slice(0, -1))
})

test('numbers are written as rounded decimals without needless zeros', () => {
  const writer = new JsonWriter()
  const number = (value: number, places: number) => {
    writer.number(value, places)
    return writer.finish().toString()
  }
  expect(number(0, 9)).toBe('0')
  expect(number(-0.00000001, 7)).toBe('0')
  expect(number(104.0657, 7)).toBe('104.0657')
  expect(number(-179.9999999, 7)).toBe('-179.9999999')
  expect(number(20_003_931.4586, 3)).toBe('20003931.459')
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 9 }), (value, places) => {
      const text = number(value, places)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5000001 * 10 ** -places + 1e-9)
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
    }),
    { seed: 20260802, numRuns: 500 },
  )
})
