import './model.css'
import { ApiProblem } from '../client/problem.ts'
import { usePlace } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ModelView } from './model-view.tsx'
import { useBuilding, useModelSource } from './use-building.ts'

/** `/places/:id/model`: the building of a place in 3D. `?embed=1` leaves out our head, `?version=` shows an earlier model. */
export function ModelPage() {
  const { language, t } = useText()
  const placeId = Number(/^\/places\/(\d+)\//.exec(location.pathname)?.[1])
  const search = new URLSearchParams(location.search)
  const isEmbedded = search.get('embed') === '1'
  const asked = Number(search.get('version')) || null
  const place = usePlace(placeId).data
  const building = useBuilding(placeId)
  const version = asked ?? building.data?.model?.version ?? null
  const source = useModelSource(placeId, version)
  const name = place ? nameIn(language, place) : (building.data?.name ?? '')
  document.title = `${name ? `${name} · ` : ''}${t('model.title')} · ${t('app.name')}`

  const isMissing =
    (building.error instanceof ApiProblem && building.error.status === 404) || building.data?.model === null
  const fault = building.error ?? source.error
  return (
    <main className={isEmbedded ? 'model-page embedded' : 'model-page'} id="main">
      <h1 className="hidden">{`${name} ${t('model.title')}`}</h1>
      {isMissing && !asked ? (
        <div className="notice model-notice">
          <p>{t('model.none')}</p>
          <a className="button primary" href={`/places/${placeId}`}>
            {t('model.toPlace')}
          </a>
        </div>
      ) : fault ? (
        <div className="notice model-notice" role="alert">
          <p>{t('model.failed')}</p>
          <button
            type="button"
            className="button primary"
            onClick={() => void (building.error ? building.refetch() : source.refetch())}
          >
            {t('common.retry')}
          </button>
        </div>
      ) : source.data && building.data && version ? (
        <ModelView
          // Another version is another building: nothing of the first is kept.
          key={version}
          placeId={placeId}
          name={name}
          version={version}
          building={building.data}
          source={source.data}
          isEmbedded={isEmbedded}
          isDemo={place?.isDemo ?? false}
        />
      ) : (
        <p className="model-loading" role="status">
          {t('model.loading')}
        </p>
      )}
    </main>
  )
}
