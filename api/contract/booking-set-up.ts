import { z } from 'zod'
import { cellStates, dayKinds } from './bookings.ts'
import { daySpans, localDay } from './place-record.ts'
import { route } from './route.ts'
import { code, fen, id } from './shapes.ts'

/** What can be booked and on which terms, as owners set it: timetables, prices, courts, closures, holidays. */

const roles = ['owner', 'operator', 'administrator'] as const
const target = { place: 'id' } as const
const placeId = z.object({ id })
const minute = z.number().int().min(0).max(2880)

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

export const closure = closureFields.extend({ id })

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

export const previewCell = z.object({
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

export const removeCalendarDay = route({
  method: 'delete',
  path: '/api/calendar-days/:day',
  tag: 'booking console',
  summary: 'Take an entered legal day back; what the library says of it stands again',
  roles: ['administrator'],
  params: z.object({ day: localDay }),
  status: 204,
  reply: z.null(),
  errors: ['calendar-day-unknown'],
})
