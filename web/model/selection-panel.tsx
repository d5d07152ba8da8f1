import { useText } from '../i18n/use-text.tsx'
import { PanelHead } from '../ui/panel-head.tsx'
import { PropertySets } from './property-sets.tsx'
import { SpaceCard } from './space-card.tsx'
import { useNames } from './use-names.ts'
import { useModel } from './view-context.ts'

/** What is selected: its facts and properties, and what can be done with it. */
export function SelectionPanel() {
  const { t } = useText()
  const { viewer, state, source, spaces } = useModel()
  const names = useNames()
  const { look } = state
  const ids = [...look.selected]
  const [first] = ids
  if (first === undefined) return null
  const element = source.building.elements[first]
  const space = element ? spaces.get(element.guid) : undefined
  const title = ids.length === 1 ? names.nameOfElement(first) : t('model.selected', { count: ids.length })
  const hide = (): void => viewer.setLook({ hidden: new Set([...look.hidden, ...ids]), selected: new Set() })
  const rest = (): ReadonlySet<number> =>
    new Set(source.building.elements.map((_, id) => id).filter((id) => !look.selected.has(id)))
  return (
    <section className="model-panel panel-selection" aria-label={title}>
      <PanelHead title={title} onClose={() => viewer.setLook({ selected: new Set() })} />
      <div className="model-panel-body">
        {ids.length === 1 && space && <SpaceCard space={space} feature={first} />}
        <p className="model-actions">
          <button type="button" className="button" onClick={hide}>
            {t('model.hide')}
          </button>
          <button type="button" className="button" onClick={() => viewer.setLook({ isolated: new Set(ids) })}>
            {t('model.isolate')}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => viewer.setLook({ xray: new Set([...look.xray, ...ids]), selected: new Set() })}
          >
            {t('model.xray')}
          </button>
          <button type="button" className="button" onClick={() => viewer.setLook({ xray: rest() })}>
            {t('model.xrayRest')}
          </button>
          <button type="button" className="button" onClick={() => viewer.fit(ids)}>
            {t('model.frame')}
          </button>
        </p>
        {ids.length === 1 && element && (
          <>
            <dl className="model-facts">
              <dt>{t('model.class')}</dt>
              <dd>
                {names.nameOfClass(element.ifcClass)} <small className="soft">{element.ifcClass}</small>
              </dd>
              <dt>{t('model.storey')}</dt>
              <dd>{names.nameOfStorey(element.storeyGuid)}</dd>
              {element.spaceGuid && element.spaceGuid !== element.guid && (
                <>
                  <dt>{t('model.inSpace')}</dt>
                  <dd>{names.nameOfSpace(element.spaceGuid)}</dd>
                </>
              )}
              <dt>{t('model.guid')}</dt>
              <dd className="model-guid">{element.guid}</dd>
            </dl>
            <PropertySets feature={first} />
          </>
        )}
      </div>
    </section>
  )
}
