import { plainLook } from '../../bim-viewer/viewer/look.ts'
import { useText } from '../i18n/use-text.tsx'
import { useModel } from './view-context.ts'

/** Says that not all of the building is seen, and shows it again. */
export function LookLine() {
  const { t } = useText()
  const { state, viewer } = useModel()
  const { hidden, isolated, xray, planes, box } = state.look
  const words = [
    ...(isolated ? [t('model.isolated', { count: isolated.size })] : []),
    ...(hidden.size > 0 ? [t('model.hiddenCount', { count: hidden.size })] : []),
    ...(xray.size > 0 ? [t('model.xrayed', { count: xray.size })] : []),
    ...(planes.length > 0 || box ? [t('model.section')] : []),
  ]
  if (words.length === 0) return null
  const { mode, storeyGuid, spaces } = state.look
  return (
    <p className="model-look" role="status">
      {words.join(' · ')}
      <button
        type="button"
        className="text-button"
        onClick={() => viewer.setLook({ ...plainLook, mode, storeyGuid, spaces })}
      >
        {t('model.showAll')}
      </button>
    </p>
  )
}
