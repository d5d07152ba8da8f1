import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { call, type ReplyOf } from '../api.ts'
import { formatDistance, formatDuration } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Lead } from '../slots.ts'
import { Icon } from '../ui/icon.tsx'
import { Slot } from './slot.tsx'

export type Directions = ReplyOf<'directions'>

export interface NavigateOnMap {
  /** Draws the way; null takes it off. */
  onDirections(directions: Pick<Directions, 'geometry' | 'kind'> | null): void
  onAskOrigin(): void
}

interface Props extends NavigateOnMap {
  place: Place
  origin: { lon: number; lat: number } | null
  routerConfigured: boolean
}

const modes = ['walk', 'ride', 'drive', 'transit'] as const
type Mode = (typeof modes)[number]

/** Asked for at the foot of a half-open sheet, it would open out of sight. */
function intoView(element: HTMLElement | null): void {
  if (element && element.getBoundingClientRect().bottom > window.innerHeight) element.scrollIntoView({ block: 'start' })
}

/** How to get there: distance (by road when a router is configured), the way on our map, and links to map apps. */
export function Navigate({ place, origin, routerConfigured, onDirections, onAskOrigin }: Props) {
  const { language, t } = useText()
  const [mode, setMode] = useState<Mode>('walk')
  const links = useQuery({
    queryKey: ['navigation', place.id, mode, origin],
    queryFn: ({ signal }) =>
      call('navigationLinks', {
        params: { id: place.id },
        query: { mode, lon: origin?.lon, lat: origin?.lat },
        signal,
      }),
    placeholderData: (previous) => previous,
  })
  const way = useQuery({
    queryKey: ['directions', place.id, mode, origin],
    queryFn: ({ signal }) =>
      call('directions', {
        query: {
          fromLon: origin!.lon,
          fromLat: origin!.lat,
          toLon: place.location[0],
          toLat: place.location[1],
          mode,
        },
        signal,
      }),
    enabled: origin !== null,
  })
  const directions = way.data ?? null
  const [inside, setInside] = useState<Parameters<Lead['onWay']>[0]>(null)
  useEffect(() => {
    onDirections(inside ?? directions)
    return () => onDirections(null)
  }, [inside, directions, onDirections])

  return (
    <section className="place-section navigate" aria-label={t('navigate.title')} ref={intoView}>
      <div className="segments" role="radiogroup" aria-label={t('navigate.mode')}>
        {modes.map((value) => (
          <label key={value} className="segment">
            <input type="radio" name="mode" checked={mode === value} onChange={() => setMode(value)} />
            <span>{t(`navigate.${value}`)}</span>
          </label>
        ))}
      </div>
      <div className="way" aria-live="polite">
        {origin === null && (
          <button type="button" className="text-button" onClick={onAskOrigin}>
            <Icon name="locate" size={18} />
            {t('navigate.needOrigin')}
          </button>
        )}
        {origin !== null && way.isPending && <span className="skeleton bar" />}
        {way.isError && <span className="inline-problem">{t('navigate.failed')}</span>}
        {directions?.kind === 'straight' && (
          <span>
            {t('navigate.straight', { distance: formatDistance(directions.distanceMetres, language) })}
            {routerConfigured && directions.reason && <small>{t(whyStraight(directions.reason))}</small>}
          </span>
        )}
        {directions?.kind === 'route' && (
          <b>
            {t('navigate.route', {
              distance: formatDistance(directions.distanceMetres, language),
              duration: formatDuration(directions.durationSeconds ?? 0, language),
            })}
          </b>
        )}
      </div>
      {directions && directions.steps.length > 0 && (
        <details className="steps">
          <summary>
            {t('navigate.steps')}
            <Icon name="down" size={16} />
          </summary>
          <ol>
            {directions.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and never change places
              <li key={`${index + 1}-${step.instructionEn}`}>
                {language === 'en' ? step.instructionEn : step.instructionZh}
                <small>{formatDistance(step.distanceMetres, language)}</small>
              </li>
            ))}
          </ol>
        </details>
      )}
      {origin !== null && <Slot name="navigate-inside" place={place} lead={{ origin, mode, onWay: setInside }} />}
      <h3>{t('navigate.openIn')}</h3>
      {links.isError && <p className="inline-problem">{t('navigate.linksFailed')}</p>}
      <ul className="app-links">
        {links.data?.links.map((link) => (
          <li key={link.app}>
            <a href={link.url} target="_blank" rel="noreferrer" data-app={link.app}>
              {nameIn(language, link)}
            </a>
          </li>
        )) ??
          (!links.isError && modes.map((value) => <li key={value} className="skeleton button-size" />))}
      </ul>
    </section>
  )
}

/** What a citizen can make of the router's trouble; the code itself is for the log. */
function whyStraight(reason: string) {
  if (reason === 'router-has-no-transit') return 'navigate.noTransit'
  return reason === 'router-found-no-way' ? 'navigate.noWay' : 'navigate.routerSilent'
}
