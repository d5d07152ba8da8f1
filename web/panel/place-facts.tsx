import { useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import type { PlaceTypes } from '../client/queries.ts'
import { formatArea, formatDistance, formatMoney, grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Icon } from '../ui/icon.tsx'
import { attributeLines } from './attribute-lines.ts'
import { Fact } from './fact.tsx'
import { HoursFact } from './hours-fact.tsx'
import { copyText } from './share-place.ts'

interface Props {
  place: Place
  types: PlaceTypes | undefined
  now: Date
}

/** The facts of a place, each with its sign; what is not known is left out. */
export function PlaceFacts({ place, types, now }: Props) {
  const { language, t } = useText()
  const [copied, setCopied] = useState(false)
  const address = language === 'en' ? place.addressEn || place.addressZh : place.addressZh
  const type = types?.types.find(({ code }) => code === place.type)
  const attributes = attributeLines(place.attributes, type?.attributeSchema ?? {}, language, t)
  const coordinates = `${place.location[0].toFixed(6)}, ${place.location[1].toFixed(6)}`
  return (
    <dl className="facts">
      {address && (
        <Fact icon="pin" name={t('place.address')}>
          {address}
        </Fact>
      )}
      <HoursFact place={place} now={now} />
      {place.phone && (
        <Fact icon="phone" name={t('place.phone')}>
          <a href={`tel:${place.phone.replace(/[^\d+]/g, '')}`}>{place.phone}</a>
        </Fact>
      )}
      {place.website && (
        <Fact icon="globe" name={t('place.website')}>
          <a href={place.website} target="_blank" rel="noreferrer">
            {place.website.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')}
          </a>
        </Fact>
      )}
      {place.fee !== 'unknown' && (
        <Fact icon="money" name={t('place.price')}>
          {t(`fee.${place.fee}`)}
          {place.fee !== 'free' &&
            place.priceFen !== null &&
            ` · ${t('place.perHour', { price: formatMoney(place.priceFen, language) })}`}
        </Fact>
      )}
      {place.lengthM !== null && (
        <Fact icon="route" name={t('place.length')}>
          {formatDistance(place.lengthM, language)}
          {place.ascentM !== null && place.ascentM > 0 && ` · ${t('place.ascent')} ${Math.round(place.ascentM)} m`}
        </Fact>
      )}
      {place.areaM2 !== null && (
        <Fact icon="area" name={t('place.area')}>
          {formatArea(place.areaM2, language)}
        </Fact>
      )}
      {(place.builtYear !== null || place.ownerName) && (
        <Fact icon="building" name={t('place.owner')}>
          {[
            place.ownerName,
            t(`ownership.${place.ownership}`),
            place.builtYear !== null && `${t('place.built')} ${t('place.builtYear', { year: place.builtYear })}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Fact>
      )}
      {place.accessibility.length > 0 && (
        <Fact icon="access" name={t('place.accessibility')}>
          {place.accessibility.map((item) => t(`access.${item}`)).join(language === 'en' ? ', ' : '、')}
        </Fact>
      )}
      {attributes.length > 0 && (
        <Fact icon="info" name={t('place.details')}>
          <span className="attributes">
            {attributes.map(({ name, value }) => (
              <span key={name}>
                <span className="soft">{name}</span> {value}
              </span>
            ))}
          </span>
        </Fact>
      )}
      <Fact icon="globe" name={t('place.coordinates')}>
        <span className="tabular">{coordinates}</span>
        <button
          type="button"
          className="text-button"
          aria-label={t('place.copyCoordinates')}
          onClick={() => void copyText(coordinates).then(() => setCopied(true))}
        >
          <Icon name={copied ? 'check' : 'copy'} size={16} />
        </button>
      </Fact>
    </dl>
  )
}

/** What can be played here, and on how many courts. */
export function PlaceSports({ place, types }: Omit<Props, 'now'>) {
  const { language, t } = useText()
  const sportOf = (code: string) => types?.sports.find((sport) => sport.code === code)
  if (place.sports.length === 0 && place.courts.length === 0) return null
  return (
    <section className="place-section">
      {place.sports.length > 0 && (
        <>
          <h3>{t('place.sports')}</h3>
          <ul className="tags">
            {place.sports.map((code) => (
              <li key={code}>
                <Glyph icon={sportOf(code)?.icon ?? 'generic'} size={16} />
                {sportOf(code) ? nameIn(language, sportOf(code)!) : code}
              </li>
            ))}
          </ul>
        </>
      )}
      {place.courts.length > 0 && (
        <>
          <h3>{t('place.courts')}</h3>
          <ul className="counted">
            {place.courts.map((court) => (
              <li key={`${court.sport}${court.nameZh}`}>
                <span>
                  {nameIn(language, court)}
                  <small>
                    {[
                      court.indoor !== null && t(court.indoor ? 'place.indoor' : 'place.outdoor'),
                      court.lit && t('place.lit'),
                      court.areaM2 !== null && formatArea(court.areaM2, language),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <b>{t('place.courtCount', { count: court.count })}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

export function PlaceEquipment({ place }: { place: Place }) {
  const { language, t } = useText()
  if (place.equipment.length === 0) return null
  return (
    <section className="place-section">
      <h3>{t('place.equipment')}</h3>
      <ul className="counted two-columns">
        {place.equipment.map((item) => (
          <li key={item.kind}>
            <span>{nameIn(language, item) || item.kind}</span>
            <b>{t('place.pieces', { count: grouped(item.count, language) })}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
