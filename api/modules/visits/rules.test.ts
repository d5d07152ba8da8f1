import { describe, expect, it } from 'vitest'
import { clockErrorOf, corrected, doubtOf, lastMonths, localDayOf, spanOf } from './rules.ts'

const now = new Date('2026-05-06T02:30:00Z')
const seconds = (count: number) => new Date(now.getTime() + count * 1000)

describe('the clock of a device', () => {
  it('is right within the way of a message, else its error is taken off', () => {
    expect(clockErrorOf(seconds(-1), now)).toBe(0)
    expect(clockErrorOf(seconds(3600), now)).toBe(3_600_000)
    expect(corrected(seconds(3000), 3_600_000)).toEqual(seconds(-600))
  })

  it('cannot put a count into the future or beyond what is remembered', () => {
    expect(doubtOf(seconds(59), now)).toBeNull()
    expect(doubtOf(seconds(61), now)).toBe('count-in-future')
    expect(doubtOf(seconds(-401 * 86_400), now)).toBe('count-too-old')
  })
})

describe('spans of curves', () => {
  it('are the hours of a day, the days of a month, the months of a year', () => {
    expect(spanOf('day', '2026-05-06')).toMatchObject({ from: '2026-05-06', to: '2026-05-07' })
    const february = spanOf('month', '2028-02-10')
    expect([february.from, february.to, february.points.length]).toEqual(['2028-02-01', '2028-03-01', 29])
    expect(spanOf('month', '2026-12-31').to).toBe('2027-01-01')
    expect(spanOf('year', '2026-05-06').points).toHaveLength(12)
  })

  it('end the last twelve months with the present one, across the turn of the year', () => {
    expect(lastMonths('2026-02-01')).toEqual([
      ...['2025-03', '2025-04', '2025-05', '2025-06', '2025-07', '2025-08'],
      ...['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02'],
    ])
    expect(lastMonths('2026-12-31').at(-1)).toBe('2026-12')
  })

  it('begin with the local day, eight hours before UTC’s', () => {
    expect(localDayOf(Date.parse('2026-05-05T16:00:00Z'))).toBe('2026-05-06')
    expect(localDayOf(Date.parse('2026-05-05T15:59:59Z'))).toBe('2026-05-05')
  })
})
