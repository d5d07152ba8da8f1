import { expect, test } from 'vitest'
import { formatSpans, openWords, weekdayOf, weekRows } from './hours.ts'

test('spans read as clock times, past midnight and around the clock', () => {
  expect(formatSpans([[480, 1320]], 'zh-CN')).toBe('08:00–22:00')
  expect(
    formatSpans(
      [
        [480, 720],
        [840, 1260],
      ],
      'zh-CN',
    ),
  ).toBe('08:00–12:00，14:00–21:00')
  expect(formatSpans([[1080, 1560]], 'zh-CN')).toBe('18:00–次日 02:00')
  expect(formatSpans([[1080, 1440]], 'en')).toBe('18:00–24:00')
  expect(formatSpans([[0, 1440]], 'en')).toBe('24 hours')
  expect(formatSpans([], 'zh-CN')).toBe('休息')
})

test('neighbouring days with the same hours are one row', () => {
  const workday = [[480, 1320]] as const
  const weekend = [[540, 1260]] as const
  expect(weekRows([workday, workday, workday, workday, workday, weekend, weekend])).toEqual([
    { from: 0, to: 4, spans: workday },
    { from: 5, to: 6, spans: weekend },
  ])
  expect(weekRows([[], workday, workday, workday, workday, workday, []])).toHaveLength(3)
})

const noon = new Date('2026-11-22T12:00:00+08:00')

test.each([
  [true, '2026-11-22T22:00:00+08:00', 'open', '开放中', '10 小时后关门'],
  [true, '2026-11-22T14:35:00+08:00', 'open', '开放中', '2.5 小时后关门'],
  [true, '2026-11-22T12:40:00+08:00', 'closing-soon', '开放中', '40 分钟后关门'],
  [false, '2026-11-22T14:00:00+08:00', 'closed', '休息中', '2 小时后开门'],
  [false, '2026-11-22T19:00:00+08:00', 'closed', '休息中', '今天 19:00 开门'],
  [false, '2026-11-23T08:00:00+08:00', 'closed', '休息中', '明天 08:00 开门'],
  [false, '2026-11-24T08:00:00+08:00', 'closed', '休息中', '周二 08:00 开门'],
])('open %s until %s is said as %s: %s, %s', (open, changesAt, tone, state, until) => {
  expect(openWords({ open, changesAt }, noon, 'zh-CN')).toEqual({ tone, state, until })
})

test('unknown hours are said to be unknown, not closed', () => {
  expect(openWords(null, noon, 'zh-CN')).toEqual({ tone: 'unknown', state: '开放时间不详', until: '' })
  expect(openWords({ open: true, changesAt: null }, noon, 'en')).toEqual({ tone: 'open', state: 'Open', until: '' })
})

test('the weekday is that of Shanghai, whatever the zone of the reader', () => {
  expect(weekdayOf(new Date('2026-11-22T15:59:00Z'))).toBe(6)
  expect(weekdayOf(new Date('2026-11-22T16:00:00Z'))).toBe(0)
})
