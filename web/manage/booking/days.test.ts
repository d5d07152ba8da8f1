import { expect, test } from 'vitest'
import { parseSpans, spansText } from './days.ts'

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
