import { InputNumber } from 'antd'
import { useText } from '../../i18n/use-text.tsx'

/** A point by its numbers: for those who have measured it, and for the keyboard. */
export function CoordinateFields({ position, onChange }: { position: number[]; onChange(position: number[]): void }) {
  const { t } = useText()
  const [lon, lat] = position as [number, number]
  return (
    <div className="coordinate-fields">
      <label htmlFor="point-lon">{t('edit.map.lon')}</label>
      <InputNumber
        id="point-lon"
        min={-180}
        max={180}
        step={0.0001}
        precision={7}
        value={lon}
        onChange={(value) => value !== null && onChange([value, lat])}
      />
      <label htmlFor="point-lat">{t('edit.map.lat')}</label>
      <InputNumber
        id="point-lat"
        min={-90}
        max={90}
        step={0.0001}
        precision={7}
        value={lat}
        onChange={(value) => value !== null && onChange([lon, value])}
      />
    </div>
  )
}
