import { z } from 'zod'
import { localDay } from './place-record.ts'
import { route } from './route.ts'
import { code, fen, id, instant, limit } from './shapes.ts'

/** Booking: what is free, an order that holds cells, its payment, tickets, cancelling. Money is fen; moments are UTC. */

const minute = z.number().int().min(0).max(2880)
const personKind = code
const orderId = z.object({ id: z.uuid() })

export const bookingStates = [
  'held',
  'confirmed',
  'checked-in',
  'done',
  'no-show',
  'released',
  'expired',
  'cancelled',
  'moved',
] as const

export const cellStates = ['free', 'taken', 'over', 'closed'] as const

export const dayKinds = ['workday', 'restday', 'holiday'] as const

const cancellationStep = z.object({
  untilMinutes: z.number().int().min(0).describe('Cancelled at least so long before the start'),
  refundPercent: z.number().int().min(0).max(100),
})

const cell = z.object({
  fromMinute: minute,
  toMinute: minute,
  start: instant,
  end: instant,
  state: z.enum(cellStates).describe('over: past, or too late to book; closed: a closure covers it'),
  prices: z
    .array(z.object({ kind: personKind, priceFen: fen }))
    .describe('One a kind of person; empty where not for sale'),
  placesLeft: z.number().int().nullable().describe('Of a session; null for a court'),
})

export const bookingAvailability = route({
  method: 'get',
  path: '/api/booking/places/:id/availability',
  tag: 'booking',
  summary: 'Courts of a place with every cell of some days: free or not, and its price',
  roles: ['public'],
  params: z.object({ id }),
  query: z.object({
    from: localDay.optional().describe('First local day; default today'),
    days: z.coerce.number().int().min(1).max(14).default(7),
  }),
  reply: z.object({
    placeId: id,
    now: instant,
    days: z.array(
      z.object({ day: localDay, kind: z.enum(dayKinds), nameZh: z.string().nullable(), nameEn: z.string().nullable() }),
    ),
    courts: z.array(
      z.object({
        id,
        nameZh: z.string(),
        nameEn: z.string().nullable(),
        sport: z.string().nullable(),
        sportNameZh: z.string().nullable(),
        sportNameEn: z.string().nullable(),
        units: z.array(z.number().int()).describe('Parts of the floor; two courts that share one exclude each other'),
        capacity: z.number().int().nullable(),
        cancellation: z.array(cancellationStep),
        seriesWeeks: z.number().int().describe('Weeks that a series may repeat; 0: none'),
        waitlistPlaces: z.number().int().describe('How many may wait for a taken cell'),
        cells: z.array(z.array(cell)).describe('A list for each day'),
      }),
    ),
    providers: z.array(code).describe('Ways to pay'),
  }),
})

export const wanted = z.object({
  courtId: id,
  start: instant,
  kind: personKind.default('adult'),
})

const cart = z.object({ placeId: id, cells: z.array(wanted).min(1).max(12) })

export const quoteErrors = [
  'court-unknown',
  'cell-not-offered',
  'cell-over',
  'cell-closed',
  'beyond-window',
  'kind-not-offered',
  'cell-twice',
] as const

export const quoteBooking = route({
  method: 'post',
  path: '/api/booking/quotes',
  tag: 'booking',
  summary: 'What some cells cost; holds nothing',
  roles: ['public'],
  body: cart,
  reply: z.object({
    totalFen: fen,
    lines: z.array(z.object({ courtId: id, start: instant, end: instant, kind: personKind, priceFen: fen })),
    cancellation: z.array(cancellationStep),
  }),
  errors: quoteErrors,
})

const bookingLine = z.object({
  id,
  courtId: id,
  courtNameZh: z.string(),
  courtNameEn: z.string().nullable(),
  start: instant,
  end: instant,
  kind: personKind,
  priceFen: fen,
  state: z.enum(bookingStates),
  refundedFen: fen,
  refundIfCancelledFen: fen.describe('Given back when cancelled now'),
  moveOfferUntil: instant
    .nullable()
    .describe('The cell is closed: until then another one may be chosen, or all money had back'),
  ticket: z.string().nullable().describe('Content of the QR code; null until confirmed'),
})

export const orderStates = ['held', 'confirmed', 'ended'] as const

export const bookingOrder = z.object({
  id: z.uuid(),
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  isDemo: z.boolean(),
  state: z.enum(orderStates),
  totalFen: fen,
  holdExpiresAt: instant,
  now: instant.describe('The server’s clock, for the countdown'),
  payment: z
    .object({
      state: z.enum(['pending', 'paid', 'failed', 'due', 'void']),
      provider: code,
      amountFen: fen,
      refundedFen: fen,
    })
    .nullable(),
  bookings: z.array(bookingLine),
})

export const holdBooking = route({
  method: 'post',
  path: '/api/booking/orders',
  tag: 'booking',
  summary: 'Hold cells for some minutes (Idempotency-Key)',
  roles: ['citizen'],
  status: 201,
  body: cart,
  reply: bookingOrder,
  errors: [
    ...quoteErrors,
    'slot-taken',
    'session-full',
    'too-many-on-day',
    'too-many-holds',
    'idempotency-key-missing',
  ],
})

export const listMyOrders = route({
  method: 'get',
  path: '/api/booking/orders',
  tag: 'booking',
  summary: 'Own orders, newest first',
  roles: ['citizen'],
  query: z.object({
    placeId: id.optional(),
    state: z.enum(orderStates).optional(),
    limit: limit(50, 20),
    before: instant.optional().describe('createdAt of the last order seen'),
  }),
  reply: z.object({ items: z.array(bookingOrder) }),
})

export const getOrder = route({
  method: 'get',
  path: '/api/booking/orders/:id',
  tag: 'booking',
  summary: 'One own order',
  roles: ['citizen'],
  params: orderId,
  reply: bookingOrder,
  errors: ['order-not-found'],
})

export const releaseOrder = route({
  method: 'post',
  path: '/api/booking/orders/:id/release',
  tag: 'booking',
  summary: 'Give held cells back',
  roles: ['citizen'],
  params: orderId,
  reply: bookingOrder,
  errors: ['order-not-found'],
})

export const payOrder = route({
  method: 'post',
  path: '/api/booking/orders/:id/pay',
  tag: 'booking',
  summary:
    'Begin to pay a held order (Idempotency-Key); what costs nothing or is paid at the venue is confirmed at once',
  roles: ['citizen'],
  params: orderId,
  body: z.object({ provider: code }),
  reply: z.object({
    order: bookingOrder,
    payPath: z.string().nullable().describe('Where the person pays; null when nothing is left to do'),
  }),
  errors: ['order-not-found', 'hold-over', 'provider-unknown', 'idempotency-key-missing'],
})

export const cancelBooking = route({
  method: 'post',
  path: '/api/booking/bookings/:id/cancel',
  tag: 'booking',
  summary: 'Cancel one cell with the refund that was shown (Idempotency-Key)',
  roles: ['citizen'],
  params: z.object({ id }),
  body: z.object({ refundFen: fen.describe('The refund that the person was shown') }),
  reply: bookingOrder,
  errors: ['booking-not-found', 'refund-changed', 'cannot-cancel', 'idempotency-key-missing'],
})

export const moveBooking = route({
  method: 'post',
  path: '/api/booking/bookings/:id/move',
  tag: 'booking',
  summary:
    'Move one cell of an order to another of the same price, or to any where the venue offered it (Idempotency-Key)',
  roles: ['citizen'],
  params: z.object({ id }),
  body: z.object({ courtId: id, start: instant }),
  reply: bookingOrder,
  errors: [
    'booking-not-found',
    'cannot-move',
    'move-price-differs',
    'slot-taken',
    'session-full',
    'idempotency-key-missing',
    ...quoteErrors,
  ],
})

export const declineMove = route({
  method: 'post',
  path: '/api/booking/bookings/:id/decline-move',
  tag: 'booking',
  summary: 'Take no other cell for a closed one: all its money comes back',
  roles: ['citizen'],
  params: z.object({ id }),
  reply: bookingOrder,
  errors: ['booking-not-found', 'no-move-offered'],
})

export const orderCalendar = route({
  method: 'get',
  path: '/api/booking/orders/:id/calendar.ics',
  tag: 'booking',
  summary: 'The confirmed cells as a calendar file',
  roles: ['citizen'],
  params: orderId,
  reply: z.string(),
  errors: ['order-not-found'],
})

export const bookingChanges = route({
  method: 'get',
  path: '/api/booking/places/:id/changes',
  tag: 'booking',
  summary: 'Server-sent events: the grid of this place changed',
  roles: ['public'],
  params: z.object({ id }),
  reply: z.any(),
  errors: ['too-many-listeners'],
})
