import { useText } from '../i18n/use-text.tsx'
import { useNames } from './use-names.ts'
import { useModel } from './view-context.ts'

/** Floors from the top down; those without spaces are not offered. On the plan one of them is always chosen. */
export function StoreySwitch() {
  const { t } = useText()
  const { source, state, viewer } = useModel()
  const { nameOfStorey } = useNames()
  const { storeyGuid, mode } = state.look
  const storeys = switchableStoreys(source.building)
  if (storeys.length === 0) return null
  return (
    <fieldset className="model-storeys" aria-label={t('model.storeys')}>
      {mode !== 'plan' && (
        <button type="button" aria-pressed={storeyGuid === null} onClick={() => viewer.setLook({ storeyGuid: null })}>
          {t('model.storeys.all')}
        </button>
      )}
      {storeys.map(({ guid }) => (
        <button
          key={guid}
          type="button"
          aria-pressed={storeyGuid === guid}
          onClick={() => viewer.setLook({ storeyGuid: guid })}
        >
          {nameOfStorey(guid)}
        </button>
      ))}
    </fieldset>
  )
}

/** With spaces, highest first; a model without any offers all its storeys. */
export function switchableStoreys<S extends { guid: string; elevation: number }>(building: {
  storeys: readonly S[]
  spaces: readonly { storeyGuid: string }[]
}): S[] {
  const used = new Set(building.spaces.map(({ storeyGuid }) => storeyGuid))
  const offered = used.size === 0 ? building.storeys : building.storeys.filter(({ guid }) => used.has(guid))
  return [...offered].sort((a, b) => b.elevation - a.elevation)
}
