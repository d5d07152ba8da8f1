import { z } from 'zod'
import { bookingOrder, quoteErrors, wanted } from './bookings.ts'
import { route } from './route.ts'
import { fen, id, instant } from './shapes.ts'

/** Beside a plain order: the same cell every week, waiting for one that is taken, and what people are told of theirs. */

const series = z.object({
  placeId: id,
  cells: z.array(wanted).min(1).max(3).describe('Of the first week'),
  weeks: z.number().int().min(2).max(52),
})

export const quoteSeries = route({
  method: 'post',
  path: '/api/booking/series/quotes',
  tag: 'booking',
  summary: 'The same cells for some weeks: what each week costs, or what is in its way; holds nothing',
  roles: ['public'],
  body: series,
  reply: z.object({
    totalFen: fen.describe('Of the weeks that are free'),
    weeks: z.array(
      z.object({
        week: z.number().int(),
        start: instant,
        conflict: z.string().nullable().describe('A code'),
        priceFen: fen,
      }),
    ),
  }),
  errors: ['court-unknown', 'series-too-long'],
})

export const holdSeries = route({
  method: 'post',
  path: '/api/booking/series',
  tag: 'booking',
  summary: 'Hold the free weeks of a series as one order (Idempotency-Key)',
  roles: ['citizen'],
  status: 201,
  body: series.extend({ skipConflicts: z.boolean().default(false).describe('Leave out the weeks that are not free') }),
  reply: bookingOrder,
  errors: [
    'court-unknown',
    'series-too-long',
    'series-conflicts',
    'slot-taken',
    'session-full',
    'too-many-on-day',
    'too-many-holds',
    'idempotency-key-missing',
  ],
})

const waitlistEntry = z.object({
  id,
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  courtId: id,
  courtNameZh: z.string(),
  courtNameEn: z.string().nullable(),
  start: instant,
  end: instant,
  state: z.enum(['waiting', 'offered']),
  ahead: z.number().int().describe('How many wait before'),
  orderId: z.uuid().nullable().describe('The order held for its person, once it is their turn'),
})

export const joinWaitlist = route({
  method: 'post',
  path: '/api/booking/waitlist',
  tag: 'booking',
  summary: 'Wait for a cell that somebody has',
  roles: ['citizen'],
  status: 201,
  body: wanted.extend({ placeId: id }),
  reply: waitlistEntry,
  errors: [...quoteErrors, 'cell-free', 'waitlist-full', 'waitlist-already'],
})

export const leaveWaitlist = route({
  method: 'delete',
  path: '/api/booking/waitlist/:id',
  tag: 'booking',
  summary: 'Wait no more',
  roles: ['citizen'],
  params: z.object({ id }),
  status: 204,
  reply: z.null(),
  errors: ['waitlist-entry-not-found'],
})

export const listMyWaitlist = route({
  method: 'get',
  path: '/api/booking/waitlist',
  tag: 'booking',
  summary: 'What I wait for, and what is offered to me',
  roles: ['citizen'],
  reply: z.object({ items: z.array(waitlistEntry) }),
})

export const listMyBookingMessages = route({
  method: 'get',
  path: '/api/booking/messages',
  tag: 'booking',
  summary: 'What I was told of my bookings, the newest first',
  roles: ['citizen'],
  reply: z.object({
    items: z.array(
      z.object({
        id,
        kind: z.string(),
        orderId: z.uuid().nullable(),
        placeNameZh: z.string().nullable(),
        placeNameEn: z.string().nullable(),
        at: instant,
        read: z.boolean(),
        refundFen: z.number().int().nullable(),
        until: instant.nullable(),
        note: z.string(),
      }),
    ),
  }),
})

export const readBookingMessages = route({
  method: 'post',
  path: '/api/booking/messages/read',
  tag: 'booking',
  summary: 'I have read my messages up to one',
  roles: ['citizen'],
  body: z.object({ upTo: id }),
  status: 204,
  reply: z.null(),
})
