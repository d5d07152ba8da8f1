import { Alert, Button, InputNumber, Select, Slider } from 'antd'
import type { Underlay } from '../../../api/contract/drawing.ts'
import { goTo } from '../../console/console-address.ts'
import { useText } from '../../i18n/use-text.tsx'
import { FloorField } from './floor-field.tsx'
import { metresPerUnit, residuals } from './underlay-fit.ts'
import type { useUnderlay } from './use-underlay.ts'

interface Props {
  placeId: number
  lat: number
  underlay: Underlay | null
  loaded: ReturnType<typeof useUnderlay>
  isAdding: boolean
  onChange(underlay: Underlay | null, field?: string): void
  onAdding(isAdding: boolean): void
}

/** Which drawing is traced, its control points with their errors, and its scale. */
export function UnderlayPanel({ placeId, lat, underlay, loaded, isAdding, onChange, onAdding }: Props) {
  const { t } = useText()
  const { choices, file, picture, on, state } = loaded
  const scale = metresPerUnit(on, lat)
  // Before the drawing is read nothing is known of how it lies.
  const errors = underlay && picture ? residuals(on, underlay.controls) : []
  return (
    <section aria-labelledby="floors-underlay">
      <h3 id="floors-underlay">{t('floors.underlay')}</h3>
      <Select
        aria-label={t('floors.underlay')}
        value={underlay?.fileId ?? 0}
        onChange={(fileId) =>
          onChange(fileId === 0 ? null : { fileId, page: 1, opacity: underlay?.opacity ?? 0.6, controls: [] })
        }
        options={[
          { value: 0, label: t('floors.underlay.none') },
          ...choices.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <button type="button" className="text-button" onClick={() => goTo(`/manage/files/${placeId}`)}>
        {t('floors.underlay.upload')}
      </button>
      {underlay && (
        <>
          {state === 'pending' && loaded.isWanted && <p role="status">{t('floors.underlay.loading')}</p>}
          {state === 'error' && <Alert type="error" showIcon title={t('floors.underlay.failed')} />}
          {file?.mediaType === 'application/pdf' && (
            <FloorField label={t('floors.underlay.page')}>
              <InputNumber
                min={1}
                max={file.pages ?? 1}
                precision={0}
                value={underlay.page}
                onChange={(page) => page && onChange({ ...underlay, page, controls: [] })}
              />
            </FloorField>
          )}
          <span id="underlay-opacity">{t('floors.underlay.opacity')}</span>
          <Slider
            min={0}
            max={1}
            step={0.05}
            value={underlay.opacity}
            tooltip={{ open: false }}
            ariaLabelledByForHandle="underlay-opacity"
            onChange={(opacity) => onChange({ ...underlay, opacity }, 'opacity')}
          />
          <b>{t('floors.underlay.controls')}</b>
          {underlay.controls.length < 2 && <p className="soft">{t('floors.underlay.need')}</p>}
          <ol className="floors-controls">
            {underlay.controls.map((control, index) => (
              <li key={control.at.join()}>
                <span className="tabular">
                  {t('floors.underlay.point', { number: index + 1, metres: errors[index]?.toFixed(2) ?? '—' })}
                </span>
                <button
                  type="button"
                  className="text-button"
                  aria-label={t('floors.underlay.removePoint', { number: index + 1 })}
                  onClick={() => onChange({ ...underlay, controls: underlay.controls.toSpliced(index, 1) })}
                >
                  {t('floors.remove')}
                </button>
              </li>
            ))}
          </ol>
          <Button disabled={!picture} onClick={() => onAdding(!isAdding)}>
            {t(isAdding ? 'floors.underlay.stop' : 'floors.underlay.add')}
          </Button>
          {picture && underlay.controls.length >= 2 && (
            <p className="tabular" role="status">
              {t(`floors.underlay.scale.${picture.unit}`, { metres: scale.toPrecision(4) })}
              <br />
              {t('floors.underlay.across', { metres: ((picture.bounds[2] - picture.bounds[0]) * scale).toFixed(1) })}
            </p>
          )}
        </>
      )}
    </section>
  )
}
