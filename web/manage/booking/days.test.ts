import { expect, test } from 'vitest'
import { overlaps, parseSpans, spansText } from './days.ts'

test('hours are read as people write them, past midnight too, and written back alike', () => {
  expect(parseSpans('08:00-12:00，14:00–22:00')).toEqual([
    [480, 720],
    [840, 1320],
  ])
  expect(parseSpans('18:00-02:00')).toEqual([[1080, 1560]])
  expect(parseSpans('')).toEqual([])
  expect(['8-12', '08:00', '08:70-09:00', '25:00-26:00'].map(parseSpans)).toEqual([null, null, null, null])
  expect(spansText(parseSpans('08:00-12:00, 18:00-02:00')!)).toBe('08:00-12:00, 18:00-02:00')
})

test('a booking is on its own cell alone, however its instants are written', () => {
  const booking = { start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z' }
  const cellAt = (hour: string, end: string) => ({
    start: `2026-11-24T${hour}:00:00.000Z`,
    end: `2026-11-24T${end}:00:00.000Z`,
  })
  expect([cellAt('08', '09'), cellAt('09', '10'), cellAt('10', '11')].map((cell) => overlaps(booking, cell))).toEqual([
    false,
    true,
    false,
  ])
})
