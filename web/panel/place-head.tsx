import type { RefObject } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import type { PlaceTypes } from '../client/queries.ts'
import { openWords } from '../format/hours.ts'
import { formatMoney, grouped } from '../format/quantity.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Star } from '../ui/icon.tsx'
import { OpenState } from '../ui/open-state.tsx'

interface Props {
  place: Place
  types: PlaceTypes | undefined
  now: Date
  headingRef: RefObject<HTMLHeadingElement | null>
  onRegion(code: string): void
}

/** Name, kind, region, rating, open or not, fee: what decides whether to go on reading. */
export function PlaceHead({ place, types, now, headingRef, onRegion }: Props) {
  const { language, t } = useText()
  const type = types?.types.find(({ code }) => code === place.type)
  const county = place.region.at(-1)
  const words = openWords(place.openNow, now, language)
  const reason = language === 'en' ? place.openNow?.reasonEn : place.openNow?.reasonZh
  const otherName = language === 'en' ? (place.nameEn ? place.nameZh : null) : place.nameEn
  return (
    <div className="place-head">
      <h2 ref={headingRef} tabIndex={-1}>
        {nameIn(language, place)}
      </h2>
      {otherName && (
        <p className="other-name" lang={language === 'en' ? 'zh-CN' : 'en'}>
          {otherName}
        </p>
      )}
      <p className="row-line">
        {type && <span>{nameIn(language, type)}</span>}
        {county && (
          <button type="button" className="text-button" onClick={() => onRegion(county.code)}>
            {regionWords(place.region, language)}
          </button>
        )}
        {place.rating !== null && (
          <span className="rating">
            <Star />
            {place.rating.toFixed(1)}
            <span className="rating-count">{t('list.reviews', { count: grouped(place.ratingCount, language) })}</span>
          </span>
        )}
      </p>
      <p className="row-line">
        {place.status === 'open' ? (
          <OpenState words={words} />
        ) : (
          <span className="tone closed">
            {t(`status.${place.status}`)}
            {place.statusNote && ` · ${place.statusNote}`}
          </span>
        )}
        {place.fee === 'free' ? (
          <span className="fee free">{t('fee.free')}</span>
        ) : (
          place.fee !== 'unknown' && (
            <span className="fee">
              {place.priceFen === null
                ? t(`fee.${place.fee}`)
                : t('place.perHour', { price: formatMoney(place.priceFen, language) })}
            </span>
          )
        )}
      </p>
      {reason && <p className="place-reason">{reason}</p>}
    </div>
  )
}

/** Chinese goes from large to small, English from small to large. */
function regionWords(path: Place['region'], language: Language): string {
  const names = path.slice(-2).map((region) => nameIn(language, region))
  return language === 'en' ? names.toReversed().join(', ') : names.join(' ')
}
