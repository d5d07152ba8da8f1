import { z } from 'zod'
import { closure, previewCell } from './booking-set-up.ts'
import { bookingStates } from './bookings.ts'
import { localDay } from './place-record.ts'
import { route } from './route.ts'
import { code, fen, id, instant, limit } from './shapes.ts'

/** The owner’s desk: the day sheet, what is done with bookings, lists and figures. Money is fen. */

const roles = ['owner', 'operator', 'administrator'] as const
const target = { place: 'id' } as const
const placeId = z.object({ id })

const span = z.object({ from: localDay, to: localDay })

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
  errors: ['booking-not-found', 'cannot-refund', 'refund-too-much', 'nothing-paid', 'idempotency-key-missing'],
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
