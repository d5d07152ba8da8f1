import { Button } from 'antd'
import { useText } from '../../i18n/use-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { clockOf, minuteOf, nextSpan, overlap, type Span, spanOf } from './spans.ts'

interface Props {
  /** Whose hours these are, for screen readers. */
  label: string
  spans: readonly Span[]
  onChange(spans: Span[]): void
}

/** The openings of one day: several intervals, each two times. The system's own time fields suit phone and keyboard. */
export function SpanList({ label, spans, onChange }: Props) {
  const { t } = useText()
  const replace = (index: number, span: Span): void => onChange(spans.toSpliced(index, 1, span))
  return (
    <div className="span-list">
      {spans.length === 0 && <span className="soft">{t('edit.hours.closed')}</span>}
      {spans.map((span, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: an interval is its place in the day
          key={index}
          className="span-item"
        >
          <input
            type="time"
            aria-label={`${label} ${t('edit.hours.opens')} ${index + 1}`}
            value={clockOf(span[0])}
            onChange={(event) => {
              const opens = minuteOf(event.target.value)
              if (opens !== null) replace(index, spanOf(opens, span[1]))
            }}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            aria-label={`${label} ${t('edit.hours.closes')} ${index + 1}`}
            value={clockOf(span[1])}
            onChange={(event) => {
              const closes = minuteOf(event.target.value)
              if (closes !== null) replace(index, spanOf(span[0], closes))
            }}
          />
          {span[1] > 1440 && <small className="soft">{t('edit.hours.nextDay')}</small>}
          <button
            type="button"
            className="icon-button small"
            aria-label={`${label} ${t('edit.hours.remove')} ${index + 1}`}
            onClick={() => onChange(spans.toSpliced(index, 1))}
          >
            <Icon name="close" size={16} />
          </button>
        </span>
      ))}
      <Button
        size="small"
        disabled={spans.length >= 6}
        aria-label={`${label} ${t('edit.hours.add')}`}
        onClick={() => onChange([...spans, nextSpan(spans)])}
      >
        + {t('edit.hours.add')}
      </Button>
      {overlap(spans) && <p className="edit-warning">{t('edit.hours.overlap')}</p>}
    </div>
  )
}
