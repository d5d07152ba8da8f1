import { useText } from '../i18n/use-text.tsx'
import { type MapState, presets } from '../state/map-state.ts'
import type { MapActions } from '../state/use-map-state.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  state: MapState
  actions: MapActions
  originName: string
  onChangeOrigin(): void
}

/** Head of the ranking: where from, by what, and the way out. */
export function NearHead({ state, actions, originName, onChangeOrigin }: Props) {
  const { t } = useText()
  return (
    <div className="near-head">
      <div className="list-head">
        <h2>{t('near.title')}</h2>
        <button type="button" className="text-button" onClick={() => actions.change({ near: null })}>
          {t('near.stop')}
        </button>
      </div>
      <button type="button" className="origin" onClick={onChangeOrigin}>
        <Icon name="locate" size={18} />
        <span className="origin-name">
          {t('near.from')} · {originName}
        </span>
        <span className="origin-change">{t('near.change')}</span>
      </button>
      <div className="segments" role="radiogroup" aria-label={t('near.preset')}>
        {presets.map((preset) => (
          <label key={preset} className="segment">
            <input
              type="radio"
              name="preset"
              checked={state.preset === preset}
              onChange={() => actions.change({ preset })}
            />
            <span>{t(`near.preset.${preset}`)}</span>
          </label>
        ))}
      </div>
    </div>
  )
}
