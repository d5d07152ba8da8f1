import './booking.css'
import { useQuery } from '@tanstack/react-query'
import { SignIn } from '../account/sign-in.tsx'
import { call } from '../api.ts'
import { usePerson, useSignedIn } from '../client/session.ts'
import { formatMoney } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { BookingHead } from './booking-head.tsx'
import { MyMessages, MyWaiting } from './my-waiting.tsx'
import { whenOf } from './words.ts'

export function MyBookingsPage() {
  const { t } = useText()
  const { data: person, isPending } = usePerson()
  const onSignedIn = useSignedIn()
  return (
    <main className="booking-page">
      <BookingHead title={t('booking.mine')} back="/" />
      {!isPending && !person && <SignIn onSignedIn={onSignedIn} />}
      {person && (
        <>
          <MyWaiting />
          <MyMessages />
          <MyBookings />
        </>
      )}
    </main>
  )
}

/** Own orders, newest first; for `/booking` and `/me`. Needs a signed-in person. */
export function MyBookings() {
  const { language, t } = useText()
  const { data, isError, refetch } = useQuery({
    queryKey: ['booking-orders'],
    queryFn: ({ signal }) => call('listMyOrders', { query: { limit: 50 }, signal }),
    staleTime: 0,
  })
  if (isError) {
    return (
      <div className="notice" role="alert">
        <p>{t('booking.failed')}</p>
        <button type="button" className="button" onClick={() => refetch()}>
          {t('common.retry')}
        </button>
      </div>
    )
  }
  if (data?.items.length === 0) {
    return (
      <div className="notice">
        <p>{t('booking.mine.empty')}</p>
        <a className="button primary" href="/">
          {t('booking.mine.toMap')}
        </a>
      </div>
    )
  }
  return (
    <ul className="my-bookings">
      {data?.items.map((order) => (
        <li key={order.id}>
          <a href={`/booking/orders/${order.id}`}>
            <strong>{nameIn(language, { nameZh: order.placeNameZh, nameEn: order.placeNameEn })}</strong>
            {order.bookings.slice(0, 3).map((booking) => (
              <span key={booking.id}>
                {whenOf(booking, language)} ·{' '}
                {nameIn(language, { nameZh: booking.courtNameZh, nameEn: booking.courtNameEn })} ·{' '}
                {t(`booking.state.${booking.state}`)}
              </span>
            ))}
            {order.bookings.length > 3 && <span>…</span>}
            <b>{formatMoney(order.totalFen, language)}</b>
          </a>
        </li>
      ))}
    </ul>
  )
}
