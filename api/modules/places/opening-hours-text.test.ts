import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryHours } from './arbitrary-hours.ts'
import { formatOpeningHours } from './format-opening-hours.ts'
import { OpeningHoursRefused, parseOpeningHours } from './parse-opening-hours.ts'

it('reads back exactly what it wrote, for any hours', () => {
  fc.assert(
    fc.property(arbitraryHours, (hours) => {
      expect(parseOpeningHours(formatOpeningHours(hours))).toEqual(hours)
    }),
    { numRuns: 2_000, seed: 20_260_501 },
  )
})

it.each([
  ['24/7', '24/7'],
  ['Mo-Fr 09:00-21:00; Sa,Su 08:00-22:00', 'Mo-Fr 09:00-21:00; Sa-Su 08:00-22:00'],
  ['09:00-12:00,14:00-18:00; Mo off', 'Tu-Su 09:00-12:00,14:00-18:00'],
  ['Fr-Su 20:00-02:00; PH off', 'Fr-Su 20:00-02:00; PH off'],
  ['Mo-Su 06:00-22:00; 2026 Oct 1-3 closed "检修"', 'Mo-Su 06:00-22:00; 2026 Oct 01-2026 Oct 03 off "检修"'],
  ['Mo-Fr,PH 9:00-17:00', 'Mo-Fr 09:00-17:00; PH 09:00-17:00'],
  ['2026 Dec 30-2027 Jan 2 10:00-26:00', 'Mo-Su off; 2026 Dec 30-2027 Jan 02 10:00-02:00'],
  ['Sa-Mo 10:00-18:00 open', 'Mo,Sa-Su 10:00-18:00'],
])('understands «%s»', (given, written) => {
  expect(formatOpeningHours(parseOpeningHours(given))).toBe(written)
})

describe('refuses what it cannot keep, naming the part', () => {
  it.each([
    ['sunrise-sunset', 'sunrise', 'sun'],
    ['Mo-Fr 09:00-17:00; SH off', 'SH', 'school holidays'],
    ['Mo-Fr 09:00+', '09:00+', 'open end'],
    ['Apr-Oct Mo-Fr 09:00-17:00', 'Apr-Oct Mo-Fr 09:00-17:00', 'every year'],
    ['We[1] 09:00-12:00', '[1]', 'weekday of the month'],
    ['Mo-Fr 09:00-17:00 || "call us"', '||', 'fallback'],
    ['Mo-Fr 09:00-17:00 "by appointment"', '"by appointment"', 'comment'],
    ['Mo-Fr 25:00-26:00', '25:00-26:00', 'no time of the day'],
    ['Mo-Fr 09:00-17:00, Sa 10:00-12:00', 'Sa 10:00-12:00', 'not understood'],
    ['PH off; Mo-Fr 09:00-17:00', 'Mo-Fr 09:00-17:00', 'undo'],
    ['2026 Feb 30 off', '2026 Feb 30 off', 'does not exist'],
    ['unknown', 'unknown', 'neither'],
    ['', '', 'no rule'],
    ['周一至周五 9点', '周一至周五 9点', 'not understood'],
  ])('%s', (text, part, reason) => {
    const refused = catchRefused(text)
    expect(refused.part).toBe(part)
    expect(refused.message).toContain(reason)
  })

  it('any text either parses or is refused with a reason', () => {
    const words = fc.constantFrom(
      'Mo',
      'Fr',
      '-',
      ',',
      ' ',
      ';',
      '09:00',
      '24/7',
      'PH',
      'off',
      '"',
      '2026',
      'Oct',
      '01',
      '||',
      'week',
      '5',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(words, { maxLength: 14 }).map((w) => w.join('')),
        ),
        (text) => {
          try {
            parseOpeningHours(text)
          } catch (error) {
            expect(error).toBeInstanceOf(OpeningHoursRefused)
          }
        },
      ),
      { numRuns: 3_000, seed: 20_260_502 },
    )
  })
})

function catchRefused(text: string): OpeningHoursRefused {
  try {
    parseOpeningHours(text)
  } catch (error) {
    if (error instanceof OpeningHoursRefused) return error
    throw error
  }
  throw new Error(`«${text}» was not refused`)
}
