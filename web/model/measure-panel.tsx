import { isComplete, measureKinds } from '../../bim-viewer/viewer/measure.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { detailOf, figureOf } from './figures.ts'
import { useModel } from './view-context.ts'

/** What is measured next, and all that has been. */
export function MeasurePanel() {
  const { t, language } = useText()
  const { viewer, state } = useModel()
  const { kind, draft, done } = state.measures
  return (
    <>
      <fieldset className="segments" aria-label={t('model.measure')}>
        {measureKinds.map((each) => (
          <label key={each} className="segment">
            <input type="radio" name="measure" checked={kind === each} onChange={() => viewer.startMeasure(each)} />
            <span>{t(`model.measure.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {kind && <p className="soft">{t(`model.measure.hint.${kind}`)}</p>}
      <p className="model-actions">
        {draft && draft.kind === 'area' && isComplete(draft) && (
          <button type="button" className="button primary" onClick={() => viewer.closeMeasure()}>
            {t('model.measure.done')}
          </button>
        )}
        {(draft || done.length > 0) && (
          <button type="button" className="button" onClick={() => viewer.undoMeasure()}>
            {t('model.measure.undo')}
          </button>
        )}
        {kind && (
          <button type="button" className="button" onClick={() => viewer.startMeasure(null)}>
            {t('model.measure.stop')}
          </button>
        )}
      </p>
      <ul className="model-measures">
        {done.map((measurement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a measurement is its place in the list
          <li key={index}>
            <div>
              <strong>{figureOf(measurement, language)}</strong> <span>{t(`model.measure.${measurement.kind}`)}</span>
              <small className="soft">{detailOf(measurement, language, t)}</small>
            </div>
            <button
              type="button"
              className="icon-button small"
              aria-label={`${t('model.section.remove')} ${figureOf(measurement, language)}`}
              onClick={() => viewer.removeMeasure(index)}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
