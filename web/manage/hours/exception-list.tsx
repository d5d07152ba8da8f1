import { Button, Input } from 'antd'
import type { Hours } from '../../../api/contract/place-record.ts'
import { useText } from '../../i18n/use-text.tsx'
import { SpanList } from './span-list.tsx'
import { noticeIsShort, type Span } from './spans.ts'

type Exception = Hours['exceptions'][number]

interface Props {
  exceptions: readonly Exception[]
  /** Only public venues owe a week of notice. */
  isPublic: boolean
  today: string
  onChange(exceptions: Exception[]): void
}

/** Special days and closures: from when to when, the hours of these days, why, and when it was announced. */
export function ExceptionList({ exceptions, isPublic, today, onChange }: Props) {
  const { t } = useText()
  const add = (open: Span[]): void =>
    onChange([
      ...exceptions,
      { from: plusDays(today, 7), to: plusDays(today, 7), open, reasonZh: '', reasonEn: '', announcedOn: today },
    ])
  return (
    <div className="exceptions">
      {exceptions.length === 0 && <p className="soft">{t('edit.hours.noExceptions')}</p>}
      {exceptions.map((exception, index) => (
        <ExceptionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: order is what the record keeps
          key={index}
          exception={exception}
          isPublic={isPublic}
          onChange={(changed) => onChange(exceptions.toSpliced(index, 1, changed))}
          onRemove={() => onChange(exceptions.toSpliced(index, 1))}
        />
      ))}
      <div className="edit-actions">
        <Button onClick={() => add([])}>+ {t('edit.hours.addClosure')}</Button>
        <Button onClick={() => add([[540, 1260]])}>+ {t('edit.hours.addSpecial')}</Button>
      </div>
    </div>
  )
}

interface RowProps {
  exception: Exception
  isPublic: boolean
  onChange(exception: Exception): void
  onRemove(): void
}

function ExceptionRow({ exception, isPublic, onChange, onRemove }: RowProps) {
  const { t } = useText()
  const { from, to, open, reasonZh, reasonEn, announcedOn } = exception
  const set = (change: Partial<Exception>): void => onChange({ ...exception, ...change })
  return (
    <div className="exception">
      <div className="exception-dates">
        <label>
          {t('edit.hours.from')}
          <input
            type="date"
            value={from}
            onChange={({ target }) =>
              target.value && set({ from: target.value, to: to < target.value ? target.value : to })
            }
          />
        </label>
        <label>
          {t('edit.hours.to')}
          <input
            type="date"
            value={to}
            min={from}
            onChange={({ target }) => target.value && set({ to: target.value })}
          />
        </label>
        <label>
          {t('edit.hours.announced')}
          <input
            type="date"
            value={announcedOn ?? ''}
            onChange={({ target }) => set({ announcedOn: target.value || null })}
          />
        </label>
      </div>
      <SpanList label={`${from}`} spans={open} onChange={(spans) => set({ open: spans })} />
      <div className="exception-dates">
        <Input
          aria-label={t('edit.hours.reasonZh')}
          placeholder={t('edit.hours.reasonZh')}
          value={reasonZh}
          maxLength={200}
          onChange={({ target }) => set({ reasonZh: target.value })}
        />
        <Input
          aria-label={t('edit.hours.reasonEn')}
          placeholder={t('edit.hours.reasonEn')}
          value={reasonEn}
          maxLength={200}
          onChange={({ target }) => set({ reasonEn: target.value })}
        />
        <Button onClick={onRemove}>{t('edit.remove')}</Button>
      </div>
      {isPublic && noticeIsShort(exception) && <p className="edit-warning">{t('edit.hours.notice')}</p>}
    </div>
  )
}

const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
