import { useText } from '../../i18n/use-text.tsx'

export interface Days {
  from: string
  to: string
}

/** First and last day. */
export function DaySpan({ span, onChange }: { span: Days; onChange(span: Days): void }) {
  const { t } = useText()
  return (
    <>
      <label>
        {t('desk.from')}{' '}
        <input
          type="date"
          value={span.from}
          max={span.to}
          onChange={({ target }) => target.value && onChange({ ...span, from: target.value })}
        />
      </label>
      <label>
        {t('desk.to')}{' '}
        <input
          type="date"
          value={span.to}
          min={span.from}
          onChange={({ target }) => target.value && onChange({ ...span, to: target.value })}
        />
      </label>
    </>
  )
}
