import { expect, test } from 'vitest'
import { shortName, tintOf } from './region-style.ts'

test.each([
  ['四川省', '四川'],
  ['成都市', '成都'],
  ['阿坝藏族羌族自治州', '阿坝'],
  ['凉山彝族自治州', '凉山'],
  ['秀山土家族苗族自治县', '秀山'],
  ['渝中区', '渝中'],
  ['开州区', '开州'],
  ['理县', '理县'],
])('%s is labelled %s on the map', (name, label) => expect(shortName(name)).toBe(label))

test('districts of one prefecture share a tint; those of a municipality differ', () => {
  expect(tintOf('510104', 4)).toBe(tintOf('510185', 4))
  expect(tintOf('510104', 4)).not.toBe(tintOf('510304', 4))
  expect(tintOf('500103', 4)).not.toBe(tintOf('500104', 4))
})
