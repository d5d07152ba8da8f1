import { useEffect, useRef } from 'react'
import type { PlaceTypes } from '../client/queries.ts'
import type { Results } from '../client/use-results.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { grouped } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { countFilters, type MapState, noFilters, sorts } from '../state/map-state.ts'
import type { MapActions } from '../state/use-map-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { repeat } from '../ui/repeat.ts'
import { ListProblem } from './list-problem.tsx'
import { PlaceRow, PlaceRowSkeleton } from './place-row.tsx'
import { ScoreBars } from './score-bars.tsx'

interface Props {
  state: MapState
  actions: MapActions
  types: PlaceTypes | undefined
  results: Results
  now: Date
  onZoomOut(): void
}

/** The list beside (or under) the map: the same places, in the same order of importance. */
export function ResultsList({ state, actions, types, results, now, onZoomOut }: Props) {
  const { t } = useText()
  if (results.error) return <ListProblem error={results.error} onRetry={results.retry} />
  if (results.loading) {
    return (
      <ul className="rows" aria-busy="true" aria-label={t('common.loading')}>
        {repeat(7).map((key) => (
          <PlaceRowSkeleton key={key} />
        ))}
      </ul>
    )
  }
  if (results.rows.length === 0) return <EmptyList state={state} actions={actions} onZoomOut={onZoomOut} />
  return (
    <>
      <ul className={results.stale ? 'rows stale' : 'rows'} aria-label={t('list.title')} onKeyDown={moveInList}>
        {results.rows.map(({ place, ranked, rank }) => (
          <PlaceRow
            key={place.id}
            place={place}
            types={types}
            now={now}
            distanceMetres={ranked?.distanceMetres ?? place.distanceMetres}
            onOpen={actions.openPlace}
            {...(rank === undefined ? {} : { rank })}
          >
            {ranked && results.weights && <ScoreBars item={ranked} weights={results.weights} />}
          </PlaceRow>
        ))}
      </ul>
      {results.more ? (
        <MoreRows onMore={results.more} loading={results.loadingMore} />
      ) : (
        <p className="list-end">{t('list.end')}</p>
      )}
    </>
  )
}

/** Arrow keys go from row to row. */
function moveInList(event: React.KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.place-row > button')]
  const index = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const next = buttons[index + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function MoreRows({ onMore, loading }: { onMore(): void; loading: boolean }) {
  const { t } = useText()
  const button = useRef<HTMLButtonElement>(null)
  // Rows come as the end comes near; the button stays for the keyboard.
  useEffect(() => {
    if (!button.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: '300px' })
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [onMore])
  return (
    <button ref={button} type="button" className="button quiet wide more" onClick={onMore} disabled={loading}>
      {loading ? t('common.loading') : t('list.more')}
    </button>
  )
}

function EmptyList({ state, actions, onZoomOut }: Pick<Props, 'state' | 'actions' | 'onZoomOut'>) {
  const { t } = useText()
  const filtered = countFilters(state.filters) > 0
  return (
    <div className="notice">
      <Icon name="pin" size={28} />
      <p>{state.near ? t('list.emptyNear') : state.q ? t('list.emptySearch', { q: state.q }) : t('list.emptyView')}</p>
      <div className="notice-actions">
        {filtered && (
          <button type="button" className="button primary" onClick={() => actions.setFilters(noFilters)}>
            {t('list.clearFilters')}
          </button>
        )}
        {state.q !== '' && (
          <button type="button" className="button" onClick={() => actions.change({ q: '' })}>
            {t('list.clearSearch')}
          </button>
        )}
        {!state.near && state.q === '' && (
          <button type="button" className="button" onClick={onZoomOut}>
            {t('list.zoomOut')}
          </button>
        )}
      </div>
    </div>
  )
}

/** What the list holds and how it is ordered. */
export function ListHead({ state, actions, results }: Pick<Props, 'state' | 'actions' | 'results'>) {
  const { language, t } = useText()
  const count = results.total === null ? null : grouped(results.total, language)
  const key = state.q !== '' ? 'list.found' : 'list.inView'
  return (
    <div className="list-head">
      <h2 aria-live="polite">{count === null ? t('list.counting') : t(key, { count })}</h2>
      <select
        aria-label={t('list.sort')}
        value={state.sort}
        onChange={(event) => actions.change({ sort: event.target.value as MapState['sort'] })}
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(`list.sort.${sort}`)}
          </option>
        ))}
      </select>
      {results.exportQuery && <ExportMenu query={results.exportQuery} />}
    </div>
  )
}
