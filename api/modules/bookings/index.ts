import type {} from '../../bus/visits.ts'
import type { Core, Module } from '../../core.ts'
import { addJob } from '../../jobs/add-job.ts'
import type { JobHandlers } from '../../jobs/handlers.ts'
import type {} from '../../spatial/answer-nearest.ts'
import type {} from '../../spatial/free-between.ts'
import { applyClosure, endMoveOffers } from './apply-closure.ts'
import { bookingFees } from './booking-fees.ts'
import { consoleRoutes } from './console-routes.ts'
import { endBookings } from './end-bookings.ts'
import { freeBetween } from './free-between.ts'
import { freeShares } from './free-slots.ts'
import { gateRoutes } from './gate-routes.ts'
import { expireHolds } from './hold.ts'
import { addDays, localDayOf } from './local-time.ts'
import { listenForPersons } from './person-data.ts'
import { moneyOf } from './providers.ts'
import { receiveCallback } from './receive-callback.ts'
import { reconcile } from './reconcile.ts'
import { completeRefund } from './refunds.ts'
import { remind } from './reminders.ts'
import { bookingRoutes } from './routes.ts'
import { settleCharge } from './sandbox.ts'
import { sendBookingMessage } from './tell-person.ts'
import { promoteAll, promoteWaiting } from './waitlist.ts'
import { wishRoutes } from './wish-routes.ts'

/**
 * Booking: cells of courts and places in sessions, from the grid to the ticket, and its money. The shape of it:
 *
 * - A court has `units`, parts of the floor; a full hall has those of its courts. A booking whose state occupies has rows in
 *   `booking_occupancy`, one a unit, kept by trigger, and an exclusion constraint refuses two on one unit at one time: that alone
 *   prevents double bookings. A session's `seats_taken` is kept by trigger under `court_session_capacity`.
 * - A timetable says when and on which terms; price rules say how much; `day-slots.ts` and `grid.ts` turn them into cells, the same
 *   for the grid, a quote and a hold. Price and cancellation terms in force are copied into the booking.
 * - `booking-states.ts` is the one table of states and moves; the database holds the same and refuses all others.
 * - Locks are taken in one order: person or order, floor units, bookings, sessions, payments. Money moves under the order's lock.
 * - Payments pass through `payment-provider.ts`; a callback is verified, taken once, in any order. Money without a booking is owed
 *   back in the same transaction; a job gives it back. Every fen is posted twice in the ledger, which never changes.
 */
export const bookings: Module = {
  name: 'bookings',
  routes: (core, bind) => {
    bookingRoutes(core, bind)
    gateRoutes(core, bind)
    consoleRoutes(core, bind, moneyOf(core))
    wishRoutes(core, bind)
  },
  listen: (core) => {
    listenForPersons(core)
    core.bus.answer('free-between', (asked) => freeBetween(core.database, asked, core.now()))
    core.bus.answer('free-slots', freeShares(core.database, core.now))
    core.bus.answer('booking-fees', (asked) => bookingFees(core.database, asked))
  },
  jobs,
  chores: [
    {
      name: 'expire-booking-holds',
      everyMinutes: 1,
      async run({ database, now }) {
        await expireHolds(database, database.primary, now())
        await promoteAll(database, now())
      },
    },
    {
      name: 'end-move-offers',
      everyMinutes: 1,
      run: ({ database, bus, now }) => endMoveOffers({ database, bus, now: now() }),
    },
    { name: 'remind-of-bookings', everyMinutes: 10, run: ({ database, now }) => remind(database, now()) },
    { name: 'end-bookings', everyMinutes: 5, run: ({ database, now }) => endBookings(database, now()) },
    { name: 'reconcile-payments', everyMinutes: 60, run: reconcileYesterday },
    { name: 'forget-idempotency-keys', everyMinutes: 60, run: forgetKeys },
  ],
}

function jobs(core: Core): JobHandlers {
  const { database, bus, now } = core
  const { providers } = moneyOf(core)
  return {
    'apply-closure': async (asked) => void (await applyClosure({ database, bus, now: now() }, asked)),
    'promote-waitlist': ({ placeId }) => promoteWaiting(database, placeId, now()).then(() => undefined),
    'send-booking-message': ({ messageId }) => sendBookingMessage(database, core.messages, messageId),
    'complete-refund': ({ refundId }) => completeRefund(database, providers, refundId),
    'reconcile-payments': async ({ provider: name, day }) => {
      const provider = providers.get(name)
      if (!provider) return
      const found = await reconcile(database, provider, day)
      if (found.length)
        core.log.warn({ provider: name, day, differences: found.length }, 'payments differ from the bill')
    },
    'settle-sandbox-charge': async ({ chargeId }) => {
      const sandbox = providers.get('sandbox')
      if (!sandbox) return
      const deliver = (told: { event: string; signature: string }) =>
        receiveCallback({ database, bus, now: now() }, sandbox, told)
      await settleCharge({ database, deliver, now: now() }, chargeId, 'paid')
    },
  }
}

/** Again every hour of the next day: what arrives late makes a difference go away. */
async function reconcileYesterday(core: Core): Promise<void> {
  const day = addDays(localDayOf(core.now().getTime()), -1)
  await core.database.primary.transaction(async (trx) => {
    for (const provider of moneyOf(core).providers.keys()) await addJob(trx, 'reconcile-payments', { provider, day })
  })
}

const keptDays = 7

async function forgetKeys({ database }: Core): Promise<void> {
  await database.primary.raw(
    'delete from app.idempotency_key where created_at < now() - make_interval(days => :keptDays::int)',
    { keptDays },
  )
}
