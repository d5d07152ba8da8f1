import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '../../api/contract/index.ts'
import { en } from './en.ts'
import { nameIn, startLanguage } from './language.ts'
import { wordsOfCode } from './problem-words.ts'
import { translator } from './translate.ts'
import { type TextKey, zhCN } from './zh-CN.ts'

const slots = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()

test('every text has the same places to fill in both languages, and none is empty', () => {
  for (const key of Object.keys(zhCN) as TextKey[]) {
    expect([key, slots(en[key])]).toEqual([key, slots(zhCN[key])])
    expect(zhCN[key].trim()).not.toBe('')
    expect(en[key].trim()).not.toBe('')
  }
})

test('values are filled in and unknown ones left visible', () => {
  expect(translator('zh-CN')('list.found', { count: 12 })).toBe('找到 12 处')
  expect(translator('en')('list.found', {})).toBe('{count} found')
})

test('the language of the address wins over the stored one; the default is Chinese', () => {
  const stored = (value: string | null) => ({ getItem: () => value })
  expect(startLanguage('?lang=en', stored('zh-CN'))).toBe('en')
  expect(startLanguage('', stored('en'))).toBe('en')
  expect(startLanguage('?lang=fr', stored(null))).toBe('zh-CN')
})

test('a place without an English name keeps its Chinese one', () => {
  expect(nameIn('en', { nameZh: '成都体育馆', nameEn: null })).toBe('成都体育馆')
  expect(nameIn('en', { nameZh: '成都体育馆', nameEn: 'Chengdu Gymnasium' })).toBe('Chengdu Gymnasium')
})

test('every refusal of bookings and visits that people can meet has words', () => {
  // Told to payment providers, whose callbacks are refused.
  const notForPeople = ['amount-differs', 'payment-unknown', 'signature-wrong']
  const sources = ['bookings', 'visits'].flatMap((module) => {
    const folder = join(import.meta.dirname, '../../api/modules', module)
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !/test/.test(name))
    return files.map((name) => readFileSync(join(folder, name), 'utf8'))
  })
  const codes = sources.flatMap((text) => [...text.matchAll(/errors\.\w+\(\s*'([a-z-]+)'/g)].map(([, code]) => code!))
  expect(codes.length).toBeGreaterThan(30)
  const without = codes.filter((code) => !(`booking.problem.${code}` in zhCN) && !notForPeople.includes(code))
  expect(without).toEqual([])
})

test('every problem that the server answers has words in both languages', () => {
  const api = join(import.meta.dirname, '../../api')
  const sources = readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/test/.test(path))
    .map((path) => readFileSync(join(api, path), 'utf8'))
  const thrown = sources.flatMap((text) =>
    [
      ...text.matchAll(
        /\b(?:errors\.\w+\(|new ProblemError\()\s*(?:\d+,\s*)?(?:[^'()]+\?\s*'([a-z0-9-]+)'\s*:\s*)?'([a-z0-9-]+)'/g,
      ),
    ].flatMap(([, first, second]) => [first, second].filter((code) => code !== undefined)),
  )
  expect(thrown.length).toBeGreaterThan(250)
  const declared = Object.values(contract).flatMap(({ errors }) => errors ?? [])
  const codes = [...new Set([...thrown, ...declared, 'internal'])].toSorted()
  const without = codes.filter((code) => !wordsOfCode(code, 'zh-CN') || !wordsOfCode(code, 'en'))
  expect(without).toEqual([])
})
