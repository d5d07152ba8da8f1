import { z } from 'zod'
import { bookingStates, cellStates, dayKinds } from './bookings.ts'
import { daySpans, localDay } from './place-record.ts'
import { route } from './route.ts'
import { code, id, limit } from './shapes.ts'

/** The owner's console of booking: timetables and prices, the day sheet, closures, refunds, lists and figures. Money is fen. */

const roles = ['owner', 'operator', 'administrator'] as const
const target = { place: 'id' } as const
const instant = z.iso.datetime({ offset: true })
const fen = z.number().int().min(0)
const placeId = z.object({ id })
const minute = z.number().int().min(0).max(2880)
const span = z.object({ from: localDay, to: localDay })

export const priceRule = z.object({
  courtId: id.nullable().default(null),
  dayKind: z.enum(['any', ...dayKinds]).default('any'),
  fromMinute: z.number().int().min(0).max(2879).default(0),
  toMinute: z.number().int().min(1).max(2880).default(2880),
  personKind: code.nullable().default(null),
  fromDay: localDay.nullable().default(null),
  toDay: localDay.nullable().default(null),
  fee: z.enum(['paid', 'low-fee', 'free']).default('paid'),
  per: z.enum(['hour', 'visit']).default('hour'),
  priceFen: fen.max(10_000_000),
  priority: z.number().int().min(-100).max(100).default(0),
})

export const timetableFields = z.object({
  nameZh: z.string().trim().min(1).max(80),
  slotMinutes: z.number().int().min(5).max(1440).default(60),
  weekly: z.array(daySpans).length(7),
  holidays: daySpans.nullable().default(null),
  windowDays: z.number().int().min(1).max(365).default(7),
  noticeMinutes: z.number().int().min(0).max(100_000).default(0),
  mostPerDay: z.number().int().min(1).max(100).nullable().default(null),
  holdMinutes: z.number().int().min(1).max(60).default(5),
  cancellation: z
    .array(z.object({ untilMinutes: z.number().int().min(0), refundPercent: z.number().int().min(0).max(100) }))
    .max(10)
    .default([]),
  seriesWeeks: z.number().int().min(0).max(52).default(0),
  waitlistPlaces: z.number().int().min(0).max(100).default(10),
  offerMinutes: z.number().int().min(1).max(1440).default(15),
  earlyMinutes: z.number().int().min(0).max(1440).default(30),
  reentry: z.boolean().default(true),
  rules: z.array(priceRule).max(100),
})
export type TimetableFields = z.output<typeof timetableFields>

const timetable = timetableFields.extend({ id })
export const courtFields = z.object({
  timetableId: id,
  nameZh: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().max(120).nullable().default(null),
  sport: code.nullable().default(null),
  units: z
    .array(z.number().int().min(1).max(32_000))
    .min(1)
    .max(100)
    .describe('Parts of the floor, numbered in the place'),
  capacity: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe('Places of a session; null: a court'),
  kinds: z.array(code).min(1).max(10).default(['adult']),
  sort: z.number().int().min(0).max(30_000).default(0),
  archived: z.boolean().default(false),
})
const court = courtFields.extend({ id })
const closureFields = z.object({
  courtId: id.nullable().default(null),
  fromDay: localDay,
  toDay: localDay,
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).nullable().default(null),
  fromMinute: z.number().int().min(0).max(2879).default(0),
  toMinute: z.number().int().min(1).max(2880).default(2880),
  reasonZh: z.string().trim().max(200).default(''),
  reasonEn: z.string().trim().max(200).default(''),
})
const closure = closureFields.extend({ id })

export const bookingSetUp = route({
  method: 'get',
  path: '/api/places/:id/booking-set-up',
  tag: 'booking console',
  summary: 'Timetables with their prices, courts, and closures that are not over',
  roles,
  target,
  params: placeId,
  reply: z.object({ timetables: z.array(timetable), courts: z.array(court), closures: z.array(closure) }),
  errors: ['place-not-found'],
})

const ofTimetable = placeId.extend({ timetableId: id })
export const addTimetable = route({
  method: 'post',
  path: '/api/places/:id/timetables',
  tag: 'booking console',
  summary: 'Add a timetable',
  roles,
  target,
  params: placeId,
  status: 201,
  body: timetableFields,
  reply: z.object({ id }),
  errors: ['place-not-found', 'court-unknown', 'free-with-price'],
})
export const saveTimetable = route({
  method: 'put',
  path: '/api/places/:id/timetables/:timetableId',
  tag: 'booking console',
  summary: 'Save a timetable with its prices; what is booked keeps its own terms',
  roles,
  target,
  params: ofTimetable,
  body: timetableFields,
  reply: z.object({ id }),
  errors: ['timetable-unknown', 'court-unknown', 'free-with-price'],
})

const previewCell = z.object({
  fromMinute: minute,
  toMinute: minute,
  state: z.enum(cellStates),
  prices: z.array(z.object({ kind: code, priceFen: fen })),
})
export const previewTimetable = route({
  method: 'post',
  path: '/api/places/:id/timetables/:timetableId/preview',
  tag: 'booking console',
  summary: 'The week that a timetable would make, without saving it',
  roles,
  target,
  params: ofTimetable,
  body: z.object({ from: localDay.optional(), timetable: timetableFields }),
  reply: z.object({
    days: z.array(
      z.object({ day: localDay, kind: z.enum(dayKinds), nameZh: z.string().nullable(), nameEn: z.string().nullable() }),
    ),
    courts: z.array(
      z.object({ id, nameZh: z.string(), nameEn: z.string().nullable(), cells: z.array(z.array(previewCell)) }),
    ),
  }),
  errors: ['timetable-unknown'],
})

export const addCourt = route({
  method: 'post',
  path: '/api/places/:id/courts',
  tag: 'booking console',
  summary: 'Add a court, hall or pool',
  roles,
  target,
  params: placeId,
  status: 201,
  body: courtFields,
  reply: z.object({ id }),
  errors: ['timetable-unknown', 'sport-unknown'],
})
export const saveCourt = route({
  method: 'put',
  path: '/api/places/:id/courts/:courtId',
  tag: 'booking console',
  summary: 'Save a court; its floor and capacity stay while it has bookings to come',
  roles,
  target,
  params: placeId.extend({ courtId: id }),
  body: courtFields,
  reply: z.object({ id }),
  errors: ['court-unknown', 'timetable-unknown', 'court-booked', 'sport-unknown'],
})

export const addClosure = route({
  method: 'post',
  path: '/api/places/:id/closures',
  tag: 'booking console',
  summary:
    'Close or block a time; bookings in it are kept from it, cancelled with all their money, or offered another cell (Idempotency-Key)',
  roles,
  target,
  params: placeId,
  status: 201,
  body: closureFields.extend({
    bookings: z.enum(['refuse', 'cancel', 'offer']).default('refuse').describe('What becomes of bookings in that time'),
    offerHours: z.number().int().min(1).max(720).default(48).describe('How long people may choose another cell'),
  }),
  reply: z.object({ id, affected: z.number().int(), cancelled: z.number().int(), offered: z.number().int() }),
  errors: ['court-unknown', 'closure-has-bookings', 'idempotency-key-missing'],
})
export const removeClosure = route({
  method: 'delete',
  path: '/api/places/:id/closures/:closureId',
  tag: 'booking console',
  summary: 'Open a closed time again',
  roles,
  target,
  params: placeId.extend({ closureId: id }),
  status: 204,
  reply: z.null(),
  errors: ['closure-unknown'],
})

const listedBooking = z.object({
  id,
  orderId: z.uuid(),
  courtId: id,
  courtNameZh: z.string(),
  courtNameEn: z.string().nullable(),
  start: instant,
  end: instant,
  state: z.enum(bookingStates),
  channel: z.string(),
  personName: z.string(),
  note: z.string(),
  kind: code,
  priceFen: fen,
  refundedFen: fen,
  dueFen: fen.describe('Of its order, to be taken at the desk'),
  moveOfferUntil: instant.nullable(),
})
export type ListedBooking = z.output<typeof listedBooking>

export const daySheet = route({
  method: 'get',
  path: '/api/places/:id/day-sheet',
  tag: 'booking console',
  summary: 'A day of a place: courts by hours, and who has what',
  roles,
  target,
  params: placeId,
  query: z.object({ day: localDay.optional() }),
  reply: z.object({
    day: localDay,
    now: instant,
    courts: z.array(
      z.object({
        id,
        nameZh: z.string(),
        nameEn: z.string().nullable(),
        capacity: z.number().int().nullable(),
        kinds: z.array(code),
        cells: z.array(previewCell.extend({ start: instant, end: instant, placesLeft: z.number().int().nullable() })),
      }),
    ),
    bookings: z.array(listedBooking),
    closures: z.array(closure),
  }),
  errors: ['place-not-found'],
})

export const addWalkIn = route({
  method: 'post',
  path: '/api/places/:id/walk-ins',
  tag: 'booking console',
  summary: 'Book at the desk: confirmed at once, the money taken there (Idempotency-Key)',
  roles,
  target,
  params: placeId,
  status: 201,
  body: z.object({
    cells: z
      .array(z.object({ courtId: id, start: instant, kind: code.default('adult') }))
      .min(1)
      .max(12),
    name: z.string().trim().min(1).max(60).describe('Who came'),
    collected: z.boolean().default(true).describe('The money was taken; else it is due'),
  }),
  reply: z.object({ orderId: z.uuid(), totalFen: fen }),
  errors: [
    'court-unknown',
    'cell-not-offered',
    'cell-over',
    'cell-closed',
    'slot-taken',
    'session-full',
    'idempotency-key-missing',
  ],
})

const ofBooking = placeId.extend({ bookingId: id })
const acted = z.object({ bookingId: id, refundFen: fen })
const moveErrors = [
  'booking-not-found',
  'cannot-move',
  'court-unknown',
  'cell-not-offered',
  'cell-over',
  'cell-closed',
  'slot-taken',
  'session-full',
] as const

export const moveBookingByOwner = route({
  method: 'post',
  path: '/api/places/:id/bookings/:bookingId/move',
  tag: 'booking console',
  summary: 'Move a booking to another cell; what was paid stays as it is (Idempotency-Key)',
  roles,
  target,
  params: ofBooking,
  body: z.object({ courtId: id, start: instant }),
  reply: acted,
  errors: [...moveErrors, 'idempotency-key-missing'],
})
export const cancelBookingByOwner = route({
  method: 'post',
  path: '/api/places/:id/bookings/:bookingId/cancel',
  tag: 'booking console',
  summary: 'Cancel a booking, with all its money back or by its terms (Idempotency-Key)',
  roles,
  target,
  params: ofBooking,
  body: z.object({
    refund: z.enum(['full', 'terms', 'none']).default('full'),
    note: z.string().trim().max(200).default(''),
  }),
  reply: acted,
  errors: ['booking-not-found', 'cannot-cancel', 'idempotency-key-missing'],
})
export const refundBooking = route({
  method: 'post',
  path: '/api/places/:id/bookings/:bookingId/refund',
  tag: 'booking console',
  summary: 'Give a part of a booking’s price back and keep the booking (Idempotency-Key)',
  roles,
  target,
  params: ofBooking,
  body: z.object({ amountFen: z.number().int().min(1), note: z.string().trim().max(200).default('') }),
  reply: acted,
  errors: ['booking-not-found', 'refund-too-much', 'nothing-paid', 'idempotency-key-missing'],
})
export const checkInByOwner = route({
  method: 'post',
  path: '/api/places/:id/bookings/:bookingId/check-in',
  tag: 'booking console',
  summary: 'Let a booking in by hand; the visit is counted',
  roles,
  target,
  params: ofBooking,
  reply: acted,
  errors: ['booking-not-found', 'cannot-check-in'],
})
export const collectDue = route({
  method: 'post',
  path: '/api/places/:id/booking-orders/:orderId/collect',
  tag: 'booking console',
  summary: 'Money due at the venue was taken at its desk',
  roles,
  target,
  params: placeId.extend({ orderId: z.uuid() }),
  reply: z.object({ collectedFen: fen }),
  errors: ['order-not-found', 'nothing-due'],
})

export const listBookings = route({
  method: 'get',
  path: '/api/places/:id/bookings',
  tag: 'booking console',
  summary: 'Bookings of a place by local days, state and name',
  roles,
  target,
  params: placeId,
  query: span.extend({
    state: z.enum(bookingStates).optional(),
    q: z.string().trim().max(60).optional(),
    offset: z.coerce.number().int().min(0).max(100_000).default(0),
    limit: limit(200, 50),
  }),
  reply: z.object({ total: z.number().int(), items: z.array(listedBooking) }),
})
export const exportBookings = route({
  method: 'get',
  path: '/api/places/:id/bookings.xlsx',
  tag: 'booking console',
  summary: 'The same list as a workbook',
  roles,
  target,
  params: placeId,
  query: span.extend({ state: z.enum(bookingStates).optional() }),
  reply: z.any(),
})

const sum = z.object({ bookings: z.number().int(), grossFen: z.number().int(), refundedFen: z.number().int() })
export const bookingRevenue = route({
  method: 'get',
  path: '/api/places/:id/booking-revenue',
  tag: 'booking console',
  summary: 'What bookings brought, by the local day they are for, by court and by sport',
  roles,
  target,
  params: placeId,
  query: span,
  reply: sum.extend({
    byDay: z.array(sum.extend({ day: localDay })),
    byCourt: z.array(sum.extend({ courtId: id, nameZh: z.string(), nameEn: z.string().nullable() })),
    bySport: z.array(
      sum.extend({ sport: code.nullable(), nameZh: z.string().nullable(), nameEn: z.string().nullable() }),
    ),
  }),
})

const settlementLine = z.object({
  day: localDay,
  orderId: z.uuid(),
  kind: z.string(),
  amountFen: z.number().int().describe('What the venue is owed by it; negative: given back'),
})
export const venueSettlement = route({
  method: 'get',
  path: '/api/places/:id/settlement',
  tag: 'booking console',
  summary: 'What the venue is owed for a period, line by line from the ledger',
  roles,
  target,
  params: placeId,
  query: span,
  reply: z.object({ payableFen: z.number().int(), items: z.array(settlementLine) }),
})
export const exportSettlement = route({
  method: 'get',
  path: '/api/places/:id/settlement.xlsx',
  tag: 'booking console',
  summary: 'The settlement as a workbook',
  roles,
  target,
  params: placeId,
  query: span,
  reply: z.any(),
})

const calendarDay = z.object({
  day: localDay,
  kind: z.enum(['holiday', 'workday']),
  nameZh: z.string().trim().min(1).max(40),
  nameEn: z.string().trim().min(1).max(60),
})
export const listCalendarDays = route({
  method: 'get',
  path: '/api/calendar-days',
  tag: 'booking console',
  summary: 'Legal holidays and make-up workdays of a year',
  roles: ['public'],
  query: z.object({ year: z.coerce.number().int().min(2000).max(2200) }),
  reply: z.object({ items: z.array(calendarDay.extend({ source: z.string() })) }),
})
export const saveCalendarDay = route({
  method: 'put',
  path: '/api/calendar-days/:day',
  tag: 'booking console',
  summary: 'Enter or correct a legal day; it stands over what the library says',
  roles: ['administrator'],
  params: z.object({ day: localDay }),
  body: calendarDay.omit({ day: true }),
  reply: calendarDay.extend({ source: z.string() }),
})
