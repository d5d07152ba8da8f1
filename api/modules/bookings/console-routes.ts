import { pipeline } from 'node:stream/promises'
import * as contract from '../../contract/booking-console.ts'
import * as setUpContract from '../../contract/booking-set-up.ts'
import type { Core } from '../../core.ts'
import { xlsxStream } from '../../files/write-xlsx.ts'
import { audit } from '../../http/audit.ts'
import { type Bind, type Call, Reply } from '../../http/handle.ts'
import { applyClosure } from './apply-closure.ts'
import { deleteClosure, writeClosure } from './closures.ts'
import { cancelByOwner, checkInByOwner, collectDue, moveByOwner, refundByOwner, type Staff } from './console-acts.ts'
import {
  bookingsOf,
  calendarDays,
  removeCalendarDay,
  revenueOf,
  settlementOf,
  writeCalendarDay,
} from './console-queries.ts'
import { sheetOf } from './day-sheet.ts'
import { localDayOf } from './local-time.ts'
import { once } from './once.ts'
import { previewWeek } from './preview-week.ts'
import type { Money } from './providers.ts'
import { completeRefund } from './refunds.ts'
import { insertTimetable, readSetUp, updateTimetable, writeCourt } from './set-up-queries.ts'
import { transact } from './transact.ts'
import { walkIn } from './walk-in.ts'

// biome-ignore lint/suspicious/noExplicitAny: any route's call has a person, a header and an address
type AnyCall = Pick<Call<any>, 'person' | 'header' | 'clientAddress'>

export function consoleRoutes(core: Core, bind: Bind, money: Money): void {
  setUpRoutes(core, bind)
  actRoutes(core, bind, money)
  listRoutes(core, bind)
}

const placeAct = (placeId: number, act: string, after: object) => ({
  act,
  target: { kind: 'place', id: placeId },
  after,
})

function setUpRoutes({ database, bus, now }: Core, bind: Bind): void {
  bind(setUpContract.bookingSetUp, ({ params }) =>
    readSetUp(database, database.primary, params.id, localDayOf(now().getTime())),
  )
  bind(setUpContract.addTimetable, async (call) =>
    transact(database, async (trx) => {
      const id = await insertTimetable(database, trx, call.params.id, call.body)
      await audit(trx, call, placeAct(call.params.id, 'timetable.added', { timetableId: id, ...call.body }))
      return { id }
    }),
  )
  bind(setUpContract.saveTimetable, async (call) =>
    transact(database, async (trx) => {
      const { id: placeId, timetableId } = call.params
      await updateTimetable(database, trx, { placeId, timetableId }, call.body)
      await audit(trx, call, placeAct(placeId, 'timetable.saved', { timetableId, ...call.body }))
      return { id: timetableId }
    }),
  )
  bind(setUpContract.previewTimetable, ({ params, body }) =>
    previewWeek(database, {
      placeId: params.id,
      timetableId: params.timetableId,
      from: body.from,
      fields: body.timetable,
      now: now(),
    }),
  )
  const writeCourtOf = (
    call: AnyCall,
    placeId: number,
    courtId: number | null,
    fields: Parameters<typeof writeCourt>[3],
  ) =>
    transact(database, async (trx) => {
      const id = await writeCourt(database, trx, { placeId, courtId }, fields)
      await audit(trx, call, placeAct(placeId, 'court.saved', { courtId: id, ...fields }))
      return { id }
    })
  bind(setUpContract.addCourt, (call) => writeCourtOf(call, call.params.id, null, call.body))
  bind(setUpContract.saveCourt, (call) => writeCourtOf(call, call.params.id, call.params.courtId, call.body))
  bind(setUpContract.addClosure, async (call) => {
    const { params, body, person, header } = call
    const by = { personId: person!.id, now: now() }
    const wish = { personId: person!.id, key: header('idempotency-key'), act: 'close', request: { params, body } }
    const closed = await once(database, wish, async (trx) => {
      const written = await writeClosure(database, trx, params.id, body, by)
      await audit(trx, call, placeAct(params.id, 'closure.added', { closureId: written.id, ...body }))
      return written
    })
    if (closed.affected === 0) return { ...closed, cancelled: 0, offered: 0 }
    // At once where it goes; the job does what a crash leaves.
    const act = body.bookings === 'offer' ? ('offer' as const) : ('cancel' as const)
    const applied = await applyClosure(
      { database, bus, now: now() },
      { closureId: closed.id, act, offerHours: body.offerHours },
    )
    return { ...closed, ...applied }
  })
  bind(setUpContract.removeClosure, async (call) => {
    const { id: placeId, closureId } = call.params
    await transact(database, async (trx) => {
      await deleteClosure(database, trx, placeId, closureId)
      await audit(trx, call, placeAct(placeId, 'closure.removed', { closureId }))
    })
    return null
  })
  bind(setUpContract.listCalendarDays, async ({ query, atLeast }) => ({
    items: await calendarDays(database, database.reader(atLeast), query.year),
  }))
  bind(setUpContract.saveCalendarDay, ({ params, body }) => writeCalendarDay(database, { day: params.day, ...body }))
  bind(setUpContract.removeCalendarDay, async ({ params }) => {
    await removeCalendarDay(database, params.day)
    return null
  })
}

function actRoutes({ database, bus, now, log }: Core, bind: Bind, { providers }: Money): void {
  const staffOf = (placeId: number, { person }: AnyCall): Staff => ({
    database,
    bus,
    now: now(),
    placeId,
    personId: person!.id,
  })
  type Acted = { bookingId: number; refundFen: number; refundId: string | null }
  /** Once for each key, written down in the audit log, and the refund given at once where it goes. */
  const act = async (
    call: AnyCall,
    placeId: number,
    name: string,
    request: object,
    does: (staff: Staff, trx: Parameters<typeof cancelByOwner>[1]) => Promise<Acted>,
  ) => {
    const wish = { personId: call.person!.id, key: call.header('idempotency-key'), act: name, request }
    const { refundId, ...done } = await once(database, wish, async (trx) => {
      const acted = await does(staffOf(placeId, call), trx)
      await audit(trx, call, placeAct(placeId, name, { ...request, refundFen: acted.refundFen }))
      return acted
    })
    if (refundId) {
      await completeRefund(database, providers, refundId).catch((error) =>
        log.warn({ err: error, refundId }, 'the refund is owed and will be given by a worker'),
      )
    }
    return done
  }
  bind(contract.addWalkIn, async (call) => {
    const { params, body, person, header } = call
    const wish = { personId: person!.id, key: header('idempotency-key'), act: 'walk-in', request: { params, body } }
    return once(database, wish, (trx) => walkIn(staffOf(params.id, call), trx, body))
  })
  bind(contract.moveBookingByOwner, (call) => {
    const request = { bookingId: call.params.bookingId, ...call.body }
    return act(call, call.params.id, 'booking.moved', request, (staff, trx) => moveByOwner(staff, trx, request))
  })
  bind(contract.cancelBookingByOwner, (call) => {
    const request = { bookingId: call.params.bookingId, ...call.body }
    return act(call, call.params.id, 'booking.cancelled', request, (staff, trx) => cancelByOwner(staff, trx, request))
  })
  bind(contract.refundBooking, (call) => {
    const request = { bookingId: call.params.bookingId, ...call.body }
    return act(call, call.params.id, 'booking.refunded', request, (staff, trx) => refundByOwner(staff, trx, request))
  })
  bind(contract.checkInByOwner, async (call) => {
    const { refundId, ...done } = await transact(database, (trx) =>
      checkInByOwner(staffOf(call.params.id, call), trx, call.params.bookingId),
    )
    return done
  })
  bind(contract.collectDue, async (call) => ({
    collectedFen: await transact(database, (trx) =>
      collectDue(staffOf(call.params.id, call), trx, call.params.orderId),
    ),
  }))
}

function listRoutes({ database, now }: Core, bind: Bind): void {
  const on = database.primary
  bind(contract.daySheet, ({ params, query }) => sheetOf(database, { placeId: params.id, day: query.day, now: now() }))
  bind(contract.listBookings, ({ params, query }) => bookingsOf(database, on, { ...query, placeId: params.id }))
  bind(contract.bookingRevenue, ({ params, query }) => revenueOf(database, on, { ...query, placeId: params.id }))
  bind(contract.venueSettlement, ({ params, query }) => settlementOf(database, on, { ...query, placeId: params.id }))
  bind(contract.exportBookings, async ({ params, query }) => {
    const rows = async function* () {
      const limit = 1_000
      for (let offset = 0; ; offset += limit) {
        const { items } = await bookingsOf(database, on, { ...query, placeId: params.id, limit, offset })
        yield items.map((item) => ({
          id: item.id,
          court: item.courtNameZh,
          start: localTime(item.start),
          end: localTime(item.end),
          state: item.state,
          person: item.personName,
          kind: item.kind,
          price: item.priceFen / 100,
          refunded: item.refundedFen / 100,
          due: item.dueFen / 100,
        }))
        if (items.length < limit) return
      }
    }
    return workbook(
      `bookings-${params.id}`,
      ['id', 'court', 'start', 'end', 'state', 'person', 'kind', 'price', 'refunded', 'due'],
      rows(),
    )
  })
  bind(contract.exportSettlement, async ({ params, query }) => {
    const { items, payableFen } = await settlementOf(database, on, { ...query, placeId: params.id })
    const rows = async function* () {
      yield items.map(({ amountFen, ...item }) => ({ ...item, amount: amountFen / 100 }))
      yield [{ day: `${query.from}…${query.to}`, orderId: '', kind: 'total', amount: payableFen / 100 }]
    }
    return workbook(`settlement-${params.id}-${query.from}-${query.to}`, ['day', 'orderId', 'kind', 'amount'], rows())
  })
}

/** Local time as a desk reads it. */
const localTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const workbook = (name: string, columns: readonly string[], rows: Parameters<typeof xlsxStream>[2]): Reply<null> =>
  new Reply(null, {
    send: async (_request, response) => {
      response.writeHead(200, {
        'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'Content-Disposition': `attachment; filename="${name}.xlsx"`,
        'Cache-Control': 'no-store',
      })
      await pipeline(xlsxStream('bookings', columns, rows), response)
    },
  })
