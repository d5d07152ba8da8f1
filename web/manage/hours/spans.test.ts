import { expect, it } from 'vitest'
import { clockOf, minuteOf, nextSpan, noticeIsShort, overlap, spanOf } from './spans.ts'

it('reads and shows times, over midnight too', () => {
  expect(minuteOf('08:30')).toBe(510)
  expect(minuteOf('24:00')).toBeNull()
  expect(minuteOf('')).toBeNull()
  expect(clockOf(1560)).toBe('02:00')
  expect(spanOf(1080, 120)).toEqual([1080, 1560])
  expect(spanOf(480, 0)).toEqual([480, 1440])
  expect(spanOf(480, 480)).toEqual([480, 1920])
})

it('proposes the next opening within the day and sees those that meet', () => {
  expect(nextSpan([])).toEqual([540, 1260])
  expect(nextSpan([[480, 720]])).toEqual([780, 960])
  expect(nextSpan([[480, 1439]])).toEqual([1380, 1440])
  expect(
    overlap([
      [600, 720],
      [480, 600],
    ]),
  ).toBe(false)
  expect(
    overlap([
      [600, 720],
      [480, 601],
    ]),
  ).toBe(true)
})

it('asks for a week of notice for a closure', () => {
  const closure = { from: '2026-06-08', to: '2026-06-09', open: [], reasonZh: '', reasonEn: '' }
  expect(noticeIsShort({ ...closure, announcedOn: '2026-06-01' })).toBe(false)
  expect(noticeIsShort({ ...closure, announcedOn: '2026-06-02' })).toBe(true)
  expect(noticeIsShort({ ...closure, announcedOn: null })).toBe(true)
  expect(noticeIsShort({ ...closure, announcedOn: null, open: [[540, 600]] })).toBe(false)
})
