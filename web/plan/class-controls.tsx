import { Input, Segmented } from 'antd'
import { useText } from '../i18n/use-text.tsx'
import type { ClassMethod } from './classes.ts'

interface Props {
  method: ClassMethod
  bounds: string
  onChange(changes: Record<string, string | null>): void
}

/** How values become classes; own bounds are typed. */
export function ClassControls({ method, bounds, onChange }: Props) {
  const { t } = useText()
  return (
    <>
      <div className="plan-control">
        <span>{t('plan.classes')}</span>
        <Segmented
          value={method}
          onChange={(value) => onChange({ classes: value })}
          options={(['quantile', 'natural', 'own'] as const).map((value) => ({
            value,
            label: t(`plan.classes.${value}`),
          }))}
        />
      </div>
      {method === 'own' && (
        <div className="plan-control">
          <span>{t('plan.bounds')}</span>
          <Input
            style={{ width: 220 }}
            defaultValue={bounds}
            aria-label={t('plan.bounds')}
            placeholder="0.2, 0.4, 0.6"
            onPressEnter={(event) => onChange({ bounds: event.currentTarget.value })}
            onBlur={(event) => onChange({ bounds: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  )
}
