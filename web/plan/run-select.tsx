import { Select } from 'antd'
import { useText } from '../i18n/use-text.tsx'
import type { Run } from './use-runs.ts'

interface Props {
  run: Run
  done: readonly Run[]
  onChange(id: number): void
}

/** Which computation is looked at: its name, what it is of, and when it was made. */
export function RunSelect({ run, done, onChange }: Props) {
  const { t, language } = useText()
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' })
  return (
    <div className="plan-control">
      <span>{t('plan.run')}</span>
      <Select
        value={run.id}
        aria-label={t('plan.run')}
        onChange={onChange}
        popupMatchSelectWidth={false}
        options={done.map(({ id, name, createdAt }) => ({
          value: id,
          label: `${name || t('plan.unnamed')} · ${when.format(new Date(createdAt))}`,
        }))}
      />
    </div>
  )
}
