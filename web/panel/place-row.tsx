import { memo, type ReactNode } from 'react'
import type { PlaceTypes, PlaceRow as Row } from '../client/queries.ts'
import { openWords } from '../format/hours.ts'
import { formatDistance, formatMoney, grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { hoverPlace, useIsHovered } from '../state/hover.ts'
import { Star } from '../ui/icon.tsx'
import { OpenState } from '../ui/open-state.tsx'
import { PlaceThumb } from './place-thumb.tsx'

interface Props {
  place: Row
  types: PlaceTypes | undefined
  rank?: number
  distanceMetres: number | null
  now: Date
  onOpen(id: number): void
  children?: ReactNode
}

/** One place of a list: picture, name, what it is, whether it is open, what it costs, how far it is. */
export const PlaceRow = memo(function PlaceRow({ place, types, rank, distanceMetres, now, onOpen, children }: Props) {
  const { language, t } = useText()
  const hovered = useIsHovered(place.id)
  const type = types?.types.find(({ code }) => code === place.type)
  const sports = place.sports
    .slice(0, 4)
    .flatMap((code) => types?.sports.find((sport) => sport.code === code) ?? [])
    .map((sport) => nameIn(language, sport))
  const open = place.openNow === null ? null : { open: place.openNow, changesAt: place.closesAt }
  const words = openWords(open, now, language)
  return (
    <li className={hovered ? 'place-row hovered' : 'place-row'}>
      <button
        type="button"
        onClick={() => onOpen(place.id)}
        onMouseEnter={() => hoverPlace(place.id)}
        onMouseLeave={() => hoverPlace(null)}
        onFocus={() => hoverPlace(place.id)}
        onBlur={() => hoverPlace(null)}
      >
        <PlaceThumb photo={place.photo} type={type} types={types} rank={rank} />
        <span className="row-body">
          <span className="row-name">{nameIn(language, place)}</span>
          <span className="row-line">
            <span>{type ? nameIn(language, type) : ''}</span>
            {place.rating !== null && (
              <span className="rating">
                <Star />
                {place.rating.toFixed(1)}
                <span className="rating-count">({grouped(place.ratingCount, language)})</span>
              </span>
            )}
            {place.lengthM !== null && (
              <span>{t('list.length', { length: formatDistance(place.lengthM, language) })}</span>
            )}
          </span>
          <span className="row-line">
            {place.status === 'open' ? (
              words.tone !== 'unknown' && <OpenState words={words} />
            ) : (
              <span className="tone closed">{t(`status.${place.status}`)}</span>
            )}
            <Price fee={place.fee} priceFen={place.priceFen} />
          </span>
          {sports.length > 0 && <span className="row-line soft">{sports.join(language === 'en' ? ', ' : '、')}</span>}
          {children}
        </span>
        {distanceMetres !== null && <span className="row-distance">{formatDistance(distanceMetres, language)}</span>}
      </button>
    </li>
  )
})

function Price({ fee, priceFen }: Pick<Row, 'fee' | 'priceFen'>) {
  const { language, t } = useText()
  if (fee === 'free') return <span className="fee free">{t('fee.free')}</span>
  if (priceFen !== null)
    return <span className="fee">{t('place.perHour', { price: formatMoney(priceFen, language) })}</span>
  return fee === 'unknown' ? null : <span className="fee">{t(`fee.${fee}`)}</span>
}

export function PlaceRowSkeleton() {
  return (
    <li className="place-row skeleton-row" aria-hidden="true">
      <span className="thumb skeleton" />
      <span className="row-body">
        <span className="skeleton bar wide" />
        <span className="skeleton bar" />
        <span className="skeleton bar narrow" />
      </span>
    </li>
  )
}
