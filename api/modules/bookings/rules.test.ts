import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookingStates } from '../../contract/bookings.ts'
import { bookingMoves, mayMove, orderStateOf } from './booking-states.ts'
import { calendarFile } from './calendar-file.ts'
import { dayKindOf, priceOf, slotsOfDay } from './day-slots.ts'
import { postings } from './ledger-postings.ts'
import type { Closure, LegalDay, PriceRule, Timetable } from './offer.ts'
import type { OrderReply } from './orders.ts'
import { differencesOf } from './reconcile.ts'
import { refundOf } from './refund-rules.ts'

const timetable: Timetable = {
  id: 1,
  slotMinutes: 60,
  weekly: [[[600, 720]], [], [[480, 660]], [], [[480, 720]], [[540, 780]], [[540, 780]]],
  holidays: [[840, 960]],
  windowDays: 7,
  noticeMinutes: 0,
  mostPerDay: null,
  holdMinutes: 5,
  cancellation: [],
  seriesWeeks: 0,
  waitlistPlaces: 0,
}
const legal = (day: string, kind: LegalDay['kind']): LegalDay => ({ day, kind, nameZh: '', nameEn: '' })
const starts = (day: string, entry?: LegalDay, closures: Closure[] = [], table = timetable) =>
  slotsOfDay(table, day, entry, closures).map(({ fromMinute, closed }) => (closed ? -fromMinute : fromMinute))

test('a weekday, a holiday and a make-up workday each have their own slots', () => {
  expect(starts('2026-11-25')).toEqual([480, 540, 600])
  expect(starts('2026-11-28')).toEqual([540, 600, 660, 720])
  expect(starts('2026-10-01', legal('2026-10-01', 'holiday'))).toEqual([840, 900])
  // A Saturday that is worked has Monday's hours.
  expect(starts('2026-10-10', legal('2026-10-10', 'workday'))).toEqual([600, 660])
  expect(dayKindOf('2026-10-10', legal('2026-10-10', 'workday'))).toBe('workday')
  expect(dayKindOf('2026-10-11', undefined)).toBe('restday')
})

test('a closure closes the slots that it touches, on its days and weekdays', () => {
  const closure = (more: Partial<Closure>): Closure[] => [
    {
      courtId: null,
      fromDay: '2026-11-01',
      toDay: '2026-11-30',
      weekdays: null,
      fromMinute: 0,
      toMinute: 2880,
      ...more,
    },
  ]
  expect(starts('2026-11-25', undefined, closure({}))).toEqual([-480, -540, -600])
  expect(starts('2026-11-25', undefined, closure({ fromMinute: 590, toMinute: 600 }))).toEqual([480, -540, 600])
  expect(starts('2026-11-25', undefined, closure({ weekdays: [1, 2] }))).toEqual([480, 540, 600])
  expect(starts('2026-11-25', undefined, closure({ toDay: '2026-11-24' }))).toEqual([480, 540, 600])
})

const openings = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 })), { maxLength: 5 })
  .map((list) => list.map(([from, length]): [number, number] => [from, from + length]))

test('slots of a day never overlap and lie in an opening, whatever the openings', () => {
  fc.assert(
    fc.property(openings, fc.integer({ min: 5, max: 240 }), (opens, slotMinutes) => {
      const table = { ...timetable, slotMinutes, weekly: Array.from({ length: 7 }, () => opens) }
      const slots = slotsOfDay(table, '2026-11-25', undefined, [])
      slots.forEach((slot, index) => {
        expect(slot.toMinute - slot.fromMinute).toBe(slotMinutes)
        expect(opens.some(([from, to]) => from <= slot.fromMinute && slot.toMinute <= to)).toBe(true)
        if (index > 0) expect(slots[index - 1]!.toMinute).toBeLessThanOrEqual(slot.fromMinute)
      })
    }),
    { seed: 6 },
  )
})

const rule = (more: Partial<PriceRule>): PriceRule => ({
  id: 1,
  timetableId: 1,
  courtId: null,
  dayKind: 'any',
  fromMinute: 0,
  toMinute: 2880,
  personKind: null,
  fromDay: null,
  toDay: null,
  fee: 'paid',
  per: 'hour',
  priceFen: 6000,
  priority: 0,
  ...more,
})
const price = (rules: PriceRule[], more: object = {}, slot = { fromMinute: 600, toMinute: 660 }) =>
  priceOf({ id: 7, timetableId: 1 }, rules, slot, {
    day: '2026-11-25',
    dayKind: 'workday',
    personKind: 'adult',
    ...more,
  })?.priceFen ?? null

test('the fitting rule of highest priority decides the price, and none means not for sale', () => {
  const evening = rule({ id: 2, fromMinute: 1080, priceFen: 8000, priority: 1 })
  const rest = rule({ id: 3, dayKind: 'restday', priceFen: 9000, priority: 2 })
  const student = rule({ id: 4, personKind: 'student', priceFen: 3000, priority: 3 })
  const free = rule({ id: 5, fromDay: '2026-08-08', toDay: '2026-08-08', fee: 'free', priceFen: 0, priority: 9 })
  const rules = [rule({}), evening, rest, student, free]
  expect(price(rules)).toBe(6000)
  expect(price(rules, {}, { fromMinute: 1080, toMinute: 1140 })).toBe(8000)
  expect(price(rules, { dayKind: 'restday' })).toBe(9000)
  expect(price(rules, { dayKind: 'holiday' })).toBe(9000)
  expect(price(rules, { personKind: 'student' })).toBe(3000)
  expect(price(rules, { day: '2026-08-08' })).toBe(0)
  expect(price([rule({ courtId: 8 })])).toBeNull()
  expect(price([rule({})], {}, { fromMinute: 600, toMinute: 630 })).toBe(3000)
  expect(price([rule({ per: 'visit', priceFen: 2500 })], {}, { fromMinute: 600, toMinute: 720 })).toBe(2500)
})

const steps = [
  { untilMinutes: 1440, refundPercent: 100 },
  { untilMinutes: 120, refundPercent: 50 },
]
const start = new Date('2026-11-25T10:00:00Z')
const refund = (minutesBefore: number, priceFen = 6001) =>
  refundOf({ priceFen, start }, steps, new Date(start.getTime() - minutesBefore * 60_000))

test('a refund follows the steps of notice to the minute, and rounds down', () => {
  expect(refund(1440)).toBe(6001)
  expect(refund(1439)).toBe(3000)
  expect(refund(120)).toBe(3000)
  expect(refund(119)).toBe(0)
  expect(refund(-5)).toBe(0)
})

test('a refund is never more than the price, and never less for more notice', () => {
  const step = fc.record({ untilMinutes: fc.nat(3000), refundPercent: fc.integer({ min: 0, max: 100 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fc.nat(1_000_000), fc.nat(4000), fc.nat(4000), (any, fen, a, b) => {
      const at = (minutes: number) =>
        refundOf({ priceFen: fen, start }, any, new Date(start.getTime() - minutes * 60_000))
      expect(at(a)).toBeLessThanOrEqual(fen)
      expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)))
      expect(Number.isInteger(at(a))).toBe(true)
    }),
    { seed: 6 },
  )
})

test('no walk over the legal moves comes back, gets a cancelled cell again, or leaves the table', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(bookingStates.length - 1), { maxLength: 30 }), (choices) => {
      let state: (typeof bookingStates)[number] = 'held'
      const seen: string[] = [state]
      for (const choice of choices) {
        const to = bookingStates[choice]!
        if (!mayMove(state, to)) continue
        expect(bookingMoves[state].to).toContain(to)
        expect(seen).not.toContain(to)
        state = to
        seen.push(to)
      }
      expect(Object.keys(bookingMoves)).toContain(state)
      const ended = bookingMoves[state].to.length === 0
      if (['cancelled', 'done', 'moved'].includes(state)) expect(ended).toBe(true)
    }),
    { seed: 6 },
  )
  expect(orderStateOf(['cancelled', 'confirmed'])).toBe('confirmed')
  expect(orderStateOf(['cancelled', 'cancelled'])).toBe('ended')
})

test('every posting adds up to zero, and the whole life of a payment leaves nothing with the person', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (paid, wish) => {
      const back = Math.min(paid, wish)
      const life = [
        postings.received('p', paid),
        postings.earned('p', paid),
        postings.owedBack('r', back),
        postings.givenBack('r', back),
      ]
      for (const { entries } of life) expect(entries.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(0)
      const of = (account: string) =>
        life
          .flatMap(({ entries }) => entries)
          .reduce((sum, each) => sum + (each.account === account ? each.amountFen : 0), 0)
      expect(of('person')).toBe(0)
      expect(of('refund')).toBe(0)
      expect(of('provider-clearing')).toBe(paid - back)
      expect(of('venue-payable')).toBe(back - paid || 0)
    }),
    { seed: 6 },
  )
})

test('two bills are compared line by line, both ways', () => {
  const line = (kind: 'payment' | 'refund', reference: string, amountFen: number) => ({ kind, reference, amountFen })
  const ours = [line('payment', 'a', 1), line('payment', 'b', 2), line('refund', 'r', 5)]
  const theirs = [line('payment', 'a', 1), line('payment', 'b', 3), line('payment', 'c', 4)]
  expect(differencesOf(ours, theirs)).toEqual([
    { kind: 'amount', reference: 'b', oursFen: 2, theirsFen: 3 },
    { kind: 'refund-missing-there', reference: 'r', oursFen: 5, theirsFen: null },
    { kind: 'missing-here', reference: 'c', oursFen: null, theirsFen: 4 },
  ])
})

test('a calendar file has an event for each confirmed cell, in lines that calendars accept', () => {
  const booking = (ticket: string | null) => ({
    id: 5,
    courtNameZh: '1号场，东侧; 靠窗',
    start: '2026-11-25T10:00:00Z',
    end: '2026-11-25T11:00:00Z',
    ticket,
  })
  const order = {
    placeNameZh: '一个名字很长很长很长很长很长很长很长很长很长的体育馆',
    now: '2026-11-22T00:00:00.000Z',
    bookings: [booking('VA1.5.x'), booking(null)],
  }
  const text = calendarFile(order as OrderReply)
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  expect(text).toContain('DTSTART:20261125T100000Z\r\n')
  expect(text.replaceAll('\r\n ', '')).toContain('1号场，东侧\\; 靠窗')
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
})
