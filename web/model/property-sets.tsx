import { useText } from '../i18n/use-text.tsx'
import { useProperties } from './use-building.ts'
import { useModel } from './view-context.ts'

/** Property and quantity sets of an element, as the file has them; loaded when the first is asked for. */
export function PropertySets({ feature }: { feature: number }) {
  const { t, language } = useText()
  const { placeId, version } = useModel()
  const { data, error } = useProperties(placeId, version, true)
  if (error) return <p className="inline-problem">{t('model.properties.failed')}</p>
  if (!data) return <div className="skeleton model-sets-loading" aria-busy="true" />
  const sets = (data.elements[feature] ?? []).flatMap((id) => (data.sets[id] ? [{ id, ...data.sets[id] }] : []))
  const word = (value: string | number | boolean | null): string => {
    if (value === null) return '–'
    if (typeof value === 'boolean') return t(value ? 'model.yes' : 'model.no')
    if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value)
    return value
  }
  return (
    <>
      <h3>{t('model.properties')}</h3>
      {sets.length === 0 && <p className="soft">{t('model.properties.none')}</p>}
      {sets.map((set, index) => (
        <details key={set.id} className="model-set" open={index < 2}>
          <summary>{set.name}</summary>
          <dl className="model-facts">
            {Object.entries(set.values).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{word(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </>
  )
}
