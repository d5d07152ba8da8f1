import type { bookingProblemsZhCN } from './booking-problems.zh-CN.ts'

export const bookingProblemsEn: Record<keyof typeof bookingProblemsZhCN, string> = {
  'booking.problem.beyond-window': 'That day cannot be booked yet; choose a nearer one.',
  'booking.problem.booking-not-found': 'There is no such booking here.',
  'booking.problem.bookings-ahead': 'You have bookings to come; use or cancel them first.',
  'booking.problem.calendar-day-unknown': 'Nobody entered this day; there is nothing to take back.',
  'booking.problem.cannot-check-in': 'This booking cannot be let in: it may be cancelled, moved or in already.',
  'booking.problem.cannot-refund': 'This booking was moved; give the money back on the one in its place.',
  'booking.problem.cell-not-offered': 'That slot is not on sale; the timetable may have changed. Choose again.',
  'booking.problem.cell-twice': 'The same slot is chosen twice; take one off.',
  'booking.problem.charge-not-found': 'There is no such charge; go back to the order and pay again.',
  'booking.problem.closure-has-bookings':
    'There are bookings in that time and nothing was closed. Decide whether to cancel them or to offer other slots.',
  'booking.problem.closure-unknown': 'That closure is gone already; load the page again.',
  'booking.problem.court-booked': 'This court has bookings to come, so its floor and capacity stay as they are.',
  'booking.problem.court-unknown': 'This court cannot be booked now; it may have been retired.',
  'booking.problem.free-with-price': 'A free period costs 0, and only a free one.',
  'booking.problem.hall-exists': 'There is a hall of that name already; choose another.',
  'booking.problem.hall-unknown': 'There is no such hall; load the page again.',
  'booking.problem.idempotency-key-missing':
    'The request had no key against repeats, so nothing was done. Load the page again and retry.',
  'booking.problem.idempotency-key-reused':
    'The same request came with other contents, so nothing was done. Try once more.',
  'booking.problem.kind-not-offered': 'That slot has no ticket of this kind; choose another kind.',
  'booking.problem.move-not-allowed': 'The booking has just changed; load it again to see how it stands.',
  'booking.problem.no-move-offered': 'No other slot is offered; you can cancel it and get all of it back.',
  'booking.problem.nothing-due': 'Nothing is due for this order; it may just have been collected.',
  'booking.problem.nothing-paid': 'This was not paid online; give the money back at the desk.',
  'booking.problem.offline': 'There is no network; nothing was changed. Try again when you are back online.',
  'booking.problem.order-not-found': 'There is no such order, or it is not yours.',
  'booking.problem.place-not-found': 'There is no such place; it may be gone.',
  'booking.problem.provider-unknown': 'That way to pay is not offered; choose another.',
  'booking.problem.provider-unreachable':
    'The payment provider does not answer just now. You were not charged; try again soon.',
  'booking.problem.refund-too-much': 'That is more than is left to give back; nothing was refunded.',
  'booking.problem.request-invalid': 'Something is not filled in right; nothing was changed.',
  'booking.problem.role-missing': 'You have no right to do this here; ask the owner or an operator.',
  'booking.problem.series-too-long': 'That is more weeks than a series may have here.',
  'booking.problem.sport-unknown': 'There is no such sport; choose one of the list.',
  'booking.problem.timetable-unknown': 'That timetable is gone; load the page again.',
  'booking.problem.too-many-listeners':
    'Too many are watching; the grid no longer renews itself. Load it again in a while.',
  'booking.problem.too-many-requests': 'That was too fast; wait a little and try again.',
  'booking.problem.waitlist-entry-not-found': 'You do not wait for that slot any more.',
}
