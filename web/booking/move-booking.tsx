import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Order } from './order-page.tsx'
import { useAvailability } from './use-availability.ts'
import { clockOf, dayOf, problemWords } from './words.ts'

type Booking = Order['bookings'][number]

interface Props {
  placeId: number
  booking: Booking
  onChanged(order: Order): void
}

/** Another cell for a booking: of the same price, or any free one where the venue closed this one. */
export function MoveBooking({ placeId, booking, onChanged }: Props) {
  const { language, t } = useText()
  const [open, setOpen] = useState(booking.moveOfferUntil !== null)
  const declining = useMutation({
    mutationFn: () => call('declineMove', { params: { id: booking.id } }),
    onSuccess: onChanged,
  })
  return (
    <div className="booking-move">
      {booking.moveOfferUntil && (
        <p className="inline-problem" role="alert">
          {t('booking.moveOffered', {
            time: `${dayOf(booking.moveOfferUntil, language)} ${clockOf(booking.moveOfferUntil)}`,
          })}
        </p>
      )}
      {open ? (
        <Choice placeId={placeId} booking={booking} onChanged={onChanged} />
      ) : (
        <button type="button" className="text-button" onClick={() => setOpen(true)}>
          {t('booking.move')}
        </button>
      )}
      {booking.moveOfferUntil && (
        <button type="button" className="button" disabled={declining.isPending} onClick={() => declining.mutate()}>
          {t('booking.moveDecline')}
        </button>
      )}
    </div>
  )
}

function Choice({ placeId, booking, onChanged }: Props) {
  const { language, t } = useText()
  const { data: grid } = useAvailability(placeId)
  const [target, setTarget] = useState('')
  const key = useRef(crypto.randomUUID())
  const moving = useMutation({
    mutationFn: () => {
      const [courtId, start] = target.split(' ')
      return call('moveBooking', {
        params: { id: booking.id },
        body: { courtId: Number(courtId), start: start! },
        idempotencyKey: key.current,
      })
    },
    onSuccess: onChanged,
    onError: (error) => {
      // What got no answer may have been moved: asked again it is the same wish.
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) key.current = crypto.randomUUID()
    },
  })
  const fits = (prices: readonly { kind: string; priceFen: number }[]) =>
    booking.moveOfferUntil !== null ||
    prices.some(({ kind, priceFen }) => kind === booking.kind && priceFen === booking.priceFen)
  const days = grid?.days.map(({ day }, index) => ({
    day,
    cells: grid.courts
      .flatMap((court) =>
        (court.cells[index] ?? [])
          .filter(({ state, prices }) => state === 'free' && fits(prices))
          .map((cell) => ({ cell, court })),
      )
      .sort((a, b) => a.cell.fromMinute - b.cell.fromMinute),
  }))
  if (days?.every(({ cells }) => cells.length === 0)) return <p className="soft">{t('booking.move.none')}</p>
  return (
    <div className="booking-actions">
      <select aria-label={t('booking.move.pick')} value={target} onChange={(event) => setTarget(event.target.value)}>
        <option value="">{t('booking.move.pick')}</option>
        {days
          ?.filter(({ cells }) => cells.length > 0)
          .map(({ day, cells }) => (
            <optgroup key={day} label={dayOf(`${day}T12:00:00+08:00`, language)}>
              {cells.map(({ cell, court }) => (
                <option key={`${court.id} ${cell.start}`} value={`${court.id} ${cell.start}`}>
                  {clockOf(cell.start)}–{clockOf(cell.end)} {nameIn(language, court)}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
      <button
        type="button"
        className="button"
        disabled={target === '' || moving.isPending}
        onClick={() => moving.mutate()}
      >
        {t('booking.move.do')}
      </button>
      {moving.isError && (
        <p className="inline-problem" role="alert">
          {problemWords(moving.error, t)}
        </p>
      )}
    </div>
  )
}
