import { Select } from 'antd'
import { useText } from '../i18n/use-text.tsx'
import { figureName, figuresOfRun } from './figure-words.ts'

interface Props {
  figure: string
  radii: readonly number[]
  onChange(figure: string): void
}

export function FigureSelect({ figure, radii, onChange }: Props) {
  const { t } = useText()
  return (
    <div className="plan-control">
      <span>{t('plan.figure')}</span>
      <Select
        value={figure}
        aria-label={t('plan.figure')}
        popupMatchSelectWidth={false}
        onChange={onChange}
        options={figuresOfRun(radii).map((value) => ({ value, label: figureName(value, t) }))}
      />
    </div>
  )
}
