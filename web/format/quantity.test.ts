import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatArea, formatCount, formatDistance, formatDuration, formatMoney } from './quantity.ts'

test.each([
  [0, '0 米', '0 m'],
  [7.6, '8 米', '8 m'],
  [347, '350 米', '350 m'],
  [994, '990 米', '990 m'],
  [996, '1 公里', '1 km'],
  [2412, '2.4 公里', '2.4 km'],
  [9960, '10 公里', '10 km'],
  [48_300, '48 公里', '48 km'],
  [1_234_567, '1,235 公里', '1,235 km'],
])('a distance of %d metres reads as people say it', (metres, zh, en) => {
  expect(formatDistance(metres, 'zh-CN')).toBe(zh)
  expect(formatDistance(metres, 'en')).toBe(en)
})

test.each([
  [1, '1', '1'],
  [999, '999', '999'],
  [1000, '1000', '1k'],
  [9999, '9999', '9.9k'],
  [12_345, '1.2万', '12k'],
  [5_000_000, '500万', '5M'],
  [123_456_789, '1.2亿', '123M'],
])('a cluster of %d is abbreviated', (count, zh, en) => {
  expect(formatCount(count, 'zh-CN')).toBe(zh)
  expect(formatCount(count, 'en')).toBe(en)
})

test('no abbreviated count is longer than five signs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (count) => {
      expect(formatCount(count, 'zh-CN').length).toBeLessThanOrEqual(5)
      expect(formatCount(count, 'en').length).toBeLessThanOrEqual(5)
    }),
    { seed: 3 },
  )
})

test('money shows fen only where there are any', () => {
  expect(formatMoney(6000, 'zh-CN')).toBe('¥60')
  expect(formatMoney(1250, 'en')).toBe('¥12.50')
  expect(formatMoney(123_456_00, 'zh-CN')).toBe('¥123,456')
})

test('areas and durations use the unit of their size', () => {
  expect(formatArea(812.4, 'zh-CN')).toBe('812 m²')
  expect(formatArea(123_000, 'zh-CN')).toBe('12.3 公顷')
  expect(formatDuration(20, 'zh-CN')).toBe('1 分钟')
  expect(formatDuration(3900, 'en')).toBe('1 h 5 min')
  expect(formatDuration(7200, 'zh-CN')).toBe('2 小时')
})
