import './booking.css'
import type { Place } from '../../api/contract/place-record.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { useAvailability } from './use-availability.ts'
import { priceWord } from './words.ts'

/** In the panel of a place: what is free today and from which price, and the way to the grid. */
export function PlaceBooking({ place }: { place: Place }) {
  const { language, t } = useText()
  const { data: grid } = useAvailability(place.id)
  if (!grid || grid.courts.length === 0) return null
  const today = grid.courts.flatMap(({ cells }) => cells[0] ?? [])
  const free = today.filter(({ state }) => state === 'free').length
  const prices = grid.courts.flatMap(({ cells }) => cells.flat().flatMap((cell) => cell.prices))
  const lowest = Math.min(...prices.map(({ priceFen }) => priceFen))
  return (
    <section className="booking-card">
      <div>
        <h3>{t('booking.title')}</h3>
        <p className="soft">
          {free > 0 ? t('booking.freeCells', { count: free }) : t('booking.noneToday')}
          {Number.isFinite(lowest) &&
            ` · ${lowest === 0 ? t('booking.free') : t('booking.from', { price: priceWord(lowest, language, t) })}`}
        </p>
      </div>
      <a className="button primary" href={`/booking/places/${place.id}`}>
        <Icon name="calendar" size={18} />
        {t('booking.open')}
      </a>
    </section>
  )
}
