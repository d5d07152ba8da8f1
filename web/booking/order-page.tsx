import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { SignIn } from '../account/sign-in.tsx'
import { call, type ReplyOf } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { usePerson, useSignedIn } from '../client/session.ts'
import { formatMoney } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { Icon } from '../ui/icon.tsx'
import { BookingHead } from './booking-head.tsx'
import { BookingLine } from './booking-line.tsx'
import { problemWords } from './words.ts'

export type Order = ReplyOf<'getOrder'>

const keyOf = (id: string) => ['booking-order', id]

/** One order: to pay while it is held, then its tickets. */
export function OrderPage({ id }: { id: string }) {
  const { language, t } = useText()
  const { data: person, isPending } = usePerson()
  const onSignedIn = useSignedIn()
  const { data: order, error } = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => call('getOrder', { params: { id }, signal }),
    enabled: Boolean(person),
    // The payment's outcome comes from elsewhere.
    refetchInterval: ({ state }) => (state.data?.state === 'held' ? 2_000 : false),
    refetchOnWindowFocus: true,
  })
  return (
    <main className="booking-page">
      <BookingHead
        title={order ? nameIn(language, { nameZh: order.placeNameZh, nameEn: order.placeNameEn }) : t('booking.order')}
        line={t('booking.order')}
        back={order ? `/booking/places/${order.placeId}` : '/booking'}
      />
      {!isPending && !person && <SignIn onSignedIn={onSignedIn} />}
      {error && !order && (
        <p className="notice" role="alert">
          {t(error instanceof ApiProblem && error.status === 404 ? 'booking.order.notFound' : 'booking.failed')}
        </p>
      )}
      {order && <OrderView order={order} />}
    </main>
  )
}

function OrderView({ order }: { order: Order }) {
  const { language, t } = useText()
  const client = useQueryClient()
  const keep = (changed: Order) => client.setQueryData(keyOf(order.id), changed)
  const refunded = order.payment?.refundedFen ?? 0
  return (
    <>
      <OrderState order={order} />
      <ul className="booking-lines">
        {order.bookings.map((booking) => (
          <BookingLine key={booking.id} placeId={order.placeId} booking={booking} onChanged={keep} />
        ))}
      </ul>
      <p className="booking-total">
        {t('booking.total')} <strong>{formatMoney(order.totalFen, language)}</strong>
      </p>
      {order.payment?.state === 'due' && (
        <p className="booking-note">
          {t('booking.pay.due', { money: formatMoney(order.payment.amountFen, language) })}
        </p>
      )}
      {refunded > 0 && (
        <p className="booking-note">{t('booking.order.refunded', { money: formatMoney(refunded, language) })}</p>
      )}
      {order.isDemo && <p className="booking-note soft">{t('booking.demo')}</p>}
      {order.state === 'held' && <PayPart order={order} onChanged={keep} />}
      {order.state === 'confirmed' && (
        <p className="booking-actions">
          <a className="button" href={`/api/booking/orders/${order.id}/calendar.ics`}>
            <Icon name="calendar" size={18} />
            {t('booking.calendar')}
          </a>
          <a className="button" href="/booking">
            {t('booking.mine')}
          </a>
        </p>
      )}
      {order.state === 'ended' && (
        <a className="button primary wide" href={`/booking/places/${order.placeId}`}>
          {t('booking.order.again')}
        </a>
      )}
    </>
  )
}

function OrderState({ order }: { order: Order }) {
  const { language, t } = useText()
  if (order.state === 'held') return <Countdown order={order} />
  if (order.state === 'confirmed') {
    return (
      <div className="booking-state good" role="status">
        <Icon name="check" size={24} />
        <div>
          <h2>{t('booking.order.confirmed')}</h2>
          <p>{t('booking.order.confirmedHow')}</p>
        </div>
      </div>
    )
  }
  const late = order.payment?.state === 'paid' && order.bookings.every(({ state }) => state !== 'cancelled')
  const expired = order.bookings.every(({ state }) => state === 'expired')
  return (
    <div className="booking-state" role="status">
      <div>
        <h2>{t('booking.order.ended')}</h2>
        {late ? (
          <p>{t('booking.order.lateRefund', { money: formatMoney(order.payment!.amountFen, language) })}</p>
        ) : (
          expired && <p>{t('booking.order.expired')}</p>
        )}
      </div>
    </div>
  )
}

/** Counts by the server's clock: the reader's own may be wrong. */
function Countdown({ order }: { order: Order }) {
  const { t } = useText()
  const [skew] = useState(() => Date.parse(order.now) - Date.now())
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.round((Date.parse(order.holdExpiresAt) - now - skew) / 1000))
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
  return (
    <div className="booking-state held">
      <Icon name="clock" size={24} />
      <div>
        <h2>{t('booking.order.held', { time })}</h2>
        <p>{t('booking.order.heldWhy')}</p>
      </div>
    </div>
  )
}

function PayPart({ order, onChanged }: { order: Order; onChanged(order: Order): void }) {
  const { language, t } = useText()
  const offered = useQuery({
    queryKey: ['booking-providers', order.placeId],
    queryFn: ({ signal }) => call('bookingAvailability', { params: { id: order.placeId }, query: { days: 1 }, signal }),
    select: ({ providers }) => providers,
  })
  const paying = useMutation({
    mutationFn: (provider: string) =>
      call('payOrder', { params: { id: order.id }, body: { provider }, idempotencyKey: crypto.randomUUID() }),
    onSuccess: ({ order: changed, payPath }) => {
      onChanged(changed)
      if (payPath) location.assign(payPath)
    },
  })
  const leaving = useMutation({
    mutationFn: () => call('releaseOrder', { params: { id: order.id } }),
    onSuccess: () => location.assign(`/booking/places/${order.placeId}`),
  })
  const providers = order.totalFen === 0 ? (offered.data ?? []).slice(0, 1) : (offered.data ?? [])
  const problem = paying.error ?? leaving.error
  return (
    <section className="booking-pay">
      {order.payment?.state === 'failed' && <p className="inline-problem">{t('booking.pay.failed')}</p>}
      {order.payment?.state === 'pending' && <p role="status">{t('booking.pay.waiting')}</p>}
      {problem && (
        <p className="inline-problem" role="alert">
          {problemWords(problem, t)}
        </p>
      )}
      {providers.map((provider, index) => (
        <button
          key={provider}
          type="button"
          className={`button wide ${index === 0 ? 'primary' : ''}`}
          disabled={paying.isPending}
          onClick={() => paying.mutate(provider)}
        >
          {order.totalFen === 0
            ? t('booking.pay.free')
            : t(`booking.pay.${provider}` as TextKey, { money: formatMoney(order.totalFen, language) })}
        </button>
      ))}
      <button type="button" className="button quiet wide" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
        {t('booking.giveUp')}
      </button>
    </section>
  )
}
