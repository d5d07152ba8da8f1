import fc from 'fast-check'
import type { Hours } from '../../contract/place-record.ts'
import type { Span } from './hours.ts'

/** Random hours for property tests: several spans, past midnight, holidays, exceptions that overlap each other. */

const span: fc.Arbitrary<Span> = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1441 }))
  .map(([opens, length]) => [opens, Math.min(opens + length, 2880)])
const spans = fc.oneof(fc.constant<Span[]>([]), fc.constant<Span[]>([[0, 1440]]), fc.array(span, { maxLength: 3 }))
const day = fc
  .integer({ min: 0, max: 20 })
  .map((days) => new Date(Date.UTC(2026, 8, 25 + days)).toISOString().slice(0, 10))

const exception = fc
  .record({ days: fc.tuple(day, day), open: spans, reasonZh: fc.constantFrom('', '检修', '比赛 专场') })
  .map(({ days, open, reasonZh }) => {
    const [from, to] = [...days].sort() as [string, string]
    return { from, to, open, reasonZh, reasonEn: '', announcedOn: null }
  })

export const arbitraryHours: fc.Arbitrary<Hours> = fc.record({
  weekly: fc.array(spans, { minLength: 7, maxLength: 7 }),
  holidays: fc.option(spans),
  exceptions: fc.array(exception, { maxLength: 3 }),
})
