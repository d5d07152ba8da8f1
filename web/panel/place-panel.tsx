import { useEffect, useRef, useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { ApiProblem } from '../client/problem.ts'
import { type PlaceTypes, usePlace } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { repeat } from '../ui/repeat.ts'
import { pieceOf } from './equipment-keys.ts'
import { Navigate, type NavigateOnMap } from './navigate.tsx'
import { PlaceEquipment, PlaceFacts, PlaceSports } from './place-facts.tsx'
import { PlaceHead } from './place-head.tsx'
import { PlacePhotos } from './place-photos.tsx'
import { ReportForm } from './report-form.tsx'
import { sharePlace } from './share-place.ts'
import { Slot } from './slot.tsx'
import { TrailProfile } from './trail-profile.tsx'

interface Props extends NavigateOnMap {
  id: number
  types: PlaceTypes | undefined
  origin: { lon: number; lat: number } | null
  routerConfigured: boolean
  now: Date
  onBack(): void
  onRegion(code: string): void
}

/** Everything about one place, and what can be done with it. */
export function PlacePanel({ id, types, origin, routerConfigured, now, onBack, onRegion, ...onMap }: Props) {
  const { language, t } = useText()
  const { data: place, error, refetch } = usePlace(id)
  const [asked] = useState(readReportAddress)
  const first = useRef(true)
  const [part, setPart] = useState<'none' | 'navigate' | 'report'>(asked ? 'report' : 'none')
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const name = place ? nameIn(language, place) : ''
  useEffect(() => {
    document.title = name === '' ? t('app.name') : t('app.title', { place: name })
    return () => {
      document.title = t('app.name')
    }
  }, [name, t])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place starts at its beginning
  useEffect(() => {
    if (first.current && name === '') return
    if (!(first.current && asked)) setPart('none')
    first.current = false
    heading.current?.focus({ preventScroll: true })
  }, [id, name])

  const share = async (): Promise<void> => {
    if ((await sharePlace(name, location.href)) === 'copied') {
      setCopied(true)
      setTimeout(() => setCopied(false), 2500)
    }
  }

  return (
    <article className="place" aria-busy={!place && !error}>
      <button type="button" className="icon-button place-back" aria-label={t('common.back')} onClick={onBack}>
        <Icon name="back" />
      </button>
      {error && !place && (
        <div className="notice" role="alert">
          <Icon name="info" size={28} />
          <p>{error instanceof ApiProblem && error.status === 404 ? t('place.notFound') : t('place.failed')}</p>
          <button type="button" className="button" onClick={() => refetch()}>
            {t('common.retry')}
          </button>
        </div>
      )}
      {!place && !error && <PlaceSkeleton />}
      {place && (
        <>
          <PlacePhotos place={place} types={types} />
          <PlaceHead place={place} types={types} now={now} headingRef={heading} onRegion={onRegion} />
          <div className="place-actions">
            <button
              type="button"
              className="button primary"
              aria-expanded={part === 'navigate'}
              onClick={() => setPart(part === 'navigate' ? 'none' : 'navigate')}
            >
              <Icon name="near" size={18} />
              {t('place.navigate')}
            </button>
            {place.phone && (
              <a className="button" href={`tel:${place.phone.replace(/[^\d+]/g, '')}`}>
                <Icon name="phone" size={18} />
                {t('place.call')}
              </a>
            )}
            <button type="button" className="button" onClick={() => void share()}>
              <Icon name={copied ? 'check' : 'share'} size={18} />
              <span aria-live="polite">{copied ? t('place.shared') : t('place.share')}</span>
            </button>
            <button
              type="button"
              className="button"
              aria-expanded={part === 'report'}
              onClick={() => setPart(part === 'report' ? 'none' : 'report')}
            >
              <Icon name="flag" size={18} />
              {t('place.report')}
            </button>
          </div>
          {part === 'navigate' && (
            <Navigate place={place} origin={origin} routerConfigured={routerConfigured} {...onMap} />
          )}
          {part === 'report' && (
            <ReportForm
              placeId={place.id}
              equipment={pieceAsked(place, asked, language)}
              onClose={() => setPart('none')}
            />
          )}
          <Slot name="place-booking" place={place} />
          <PlaceFacts place={place} types={types} now={now} />
          <TrailProfile place={place} />
          <PlaceSports place={place} types={types} />
          <PlaceEquipment place={place} />
          <Slot name="place-building" place={place} />
          <Slot name="place-indoor" place={place} />
          <PlaceOrigin place={place} />
        </>
      )}
    </article>
  )
}

/** The code on a piece of equipment opens /places/7/report?equipment=…; read once, before the map writes its own address. */
function readReportAddress(): { equipment: string | null } | null {
  if (!/^\/places\/\d+\/report\/?$/.test(location.pathname)) return null
  return { equipment: new URLSearchParams(location.search).get('equipment') }
}

function pieceAsked(place: Place, asked: ReturnType<typeof readReportAddress>, language: 'zh-CN' | 'en') {
  if (!asked?.equipment) return null
  const piece = pieceOf(place.equipment, asked.equipment)
  return { key: asked.equipment, name: piece ? nameIn(language, piece) : asked.equipment }
}

function PlaceOrigin({ place }: { place: Place }) {
  const { language, t } = useText()
  const doubts = place.warnings.map((warning) => (language === 'en' ? warning.messageEn : warning.messageZh))
  return (
    <footer className="place-origin">
      {place.isDemo && (
        <p>
          <Icon name="info" size={16} /> {t('place.demo')}
        </p>
      )}
      <p>
        {t('place.source', { source: place.source })}
        {place.verifiedOn && ` · ${t('place.verified', { date: place.verifiedOn })}`}
      </p>
      <p>
        <a href={`/manage/claim/${place.id}`}>{t('claim.link')}</a>
      </p>
      {doubts.length > 0 && (
        <p>
          {t('place.warnings')}：{doubts.join('；')}
        </p>
      )}
    </footer>
  )
}

/** Of the size of what comes, so that nothing jumps. */
function PlaceSkeleton() {
  return (
    <div aria-hidden="true">
      <div className="photos skeleton" />
      <div className="place-head">
        <span className="skeleton bar title" />
        <span className="skeleton bar" />
        <span className="skeleton bar narrow" />
      </div>
      <div className="place-actions">
        <span className="skeleton button-size" />
        <span className="skeleton button-size" />
        <span className="skeleton button-size" />
      </div>
      <div className="facts">
        {repeat(6).map((key) => (
          <span key={key} className="skeleton bar wide" />
        ))}
      </div>
    </div>
  )
}
