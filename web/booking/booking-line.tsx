import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../api.ts'
import { formatMoney } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { MoveBooking } from './move-booking.tsx'
import type { Order } from './order-page.tsx'
import { kindWord, priceWord, problemWords, whenOf } from './words.ts'

type Booking = Order['bookings'][number]

interface LineProps {
  placeId: number
  booking: Booking
  onChanged(order: Order): void
}

/** One cell of an order: when, where, how much, its ticket, and how to cancel it. */
export function BookingLine({ placeId, booking, onChanged }: LineProps) {
  const { language, t } = useText()
  const court = nameIn(language, { nameZh: booking.courtNameZh, nameEn: booking.courtNameEn })
  const time = whenOf(booking, language)
  const coming = new Date(booking.start) > new Date()
  return (
    <li className="booking-line">
      <div className="booking-line-head">
        <div>
          <strong>{time}</strong>
          <span>
            {court}
            {booking.kind !== 'adult' && ` · ${kindWord(booking.kind, t)}`}
          </span>
        </div>
        <div className="booking-line-side">
          <b>{priceWord(booking.priceFen, language, t)}</b>
          <small className={booking.state === 'confirmed' ? 'good' : 'soft'}>
            {t(`booking.state.${booking.state}`)}
          </small>
        </div>
      </div>
      {booking.ticket && <Ticket content={booking.ticket} label={t('booking.ticket', { court, time })} />}
      {booking.state === 'confirmed' && coming && (
        <>
          <MoveBooking placeId={placeId} booking={booking} onChanged={onChanged} />
          {!booking.moveOfferUntil && <Cancel booking={booking} onChanged={onChanged} />}
        </>
      )}
    </li>
  )
}

/** The QR code of a ticket, drawn here: nothing leaves the page. */
function Ticket({ content, label }: { content: string; label: string }) {
  const [picture, setPicture] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    void import('qrcode').then(async ({ toString: draw }) => {
      const svg = await draw(content, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
      if (!gone) setPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`)
    })
    return () => {
      gone = true
    }
  }, [content])
  return (
    <figure className="ticket">
      {picture ? <img src={picture} alt={label} width={176} height={176} /> : <span className="skeleton ticket-wait" />}
      <figcaption>{content}</figcaption>
    </figure>
  )
}

/** The refund is shown before; the server refuses when it is another by then. */
function Cancel({ booking, onChanged }: { booking: Booking; onChanged(order: Order): void }) {
  const { language, t } = useText()
  const [asked, setAsked] = useState(false)
  const refundFen = booking.refundIfCancelledFen
  const cancelling = useMutation({
    mutationFn: () =>
      call('cancelBooking', {
        params: { id: booking.id },
        body: { refundFen },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: onChanged,
  })
  if (!asked) {
    return (
      <button type="button" className="text-button" onClick={() => setAsked(true)}>
        {t('booking.cancel')}
      </button>
    )
  }
  return (
    <div className="booking-cancel" role="alert">
      <p>
        {refundFen > 0
          ? t('booking.cancel.back', { money: formatMoney(refundFen, language) })
          : t('booking.cancel.nothing')}
      </p>
      {cancelling.isError && <p className="inline-problem">{problemWords(cancelling.error, t)}</p>}
      <div className="booking-actions">
        <button type="button" className="button" onClick={() => setAsked(false)}>
          {t('booking.cancel.keep')}
        </button>
        <button
          type="button"
          className="button danger"
          disabled={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {t('booking.cancel.sure')}
        </button>
      </div>
    </div>
  )
}
