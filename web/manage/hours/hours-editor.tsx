import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import type { Hours } from '../../../api/contract/place-record.ts'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { openWords, weekdayOf } from '../../format/hours.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import type { Doubts } from '../record/use-check.ts'
import type { Editor } from '../use-editor.ts'
import { ExceptionList } from './exception-list.tsx'
import { SpanList } from './span-list.tsx'
import { noHours, type Span } from './spans.ts'

/** When the place is open: the week, legal holidays, special days and closures; the same as OpenStreetMap text, both ways. */
export function HoursEditor({ editor, doubts }: { editor: Editor; doubts: Doubts }) {
  const { t, language } = useText()
  const hours = editor.fields.hours
  const set = (next: Hours | null): void => editor.set('hours', next)
  const { reply } = doubts
  const words = openWords(reply?.openNow ?? null, new Date(), language)
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  if (!hours) {
    return (
      <div className="edit-empty">
        <p>{t('edit.hours.none')}</p>
        <Button
          type="primary"
          onClick={() => set({ ...noHours, weekly: noHours.weekly.map((): Span[] => [[540, 1260]]) })}
        >
          {t('edit.hours.start')}
        </Button>
        <OsmText text="" onHours={set} />
      </div>
    )
  }
  const setDay = (day: number, spans: Span[]): void => set({ ...hours, weekly: hours.weekly.toSpliced(day, 1, spans) })
  const problem = doubts.of('hours')
  return (
    <div className="edit-form">
      <p className={`hours-now ${words.tone}`} aria-live="polite">
        {t('edit.hours.now')}
        <b>{words.state}</b> {words.until}
      </p>
      {[...problem.warnings, ...(problem.error ? [problem.error] : [])].map((warning) => (
        <Alert key={warning} type="warning" showIcon title={warning} />
      ))}
      <fieldset>
        <legend>{t('edit.hours.weekly')}</legend>
        <div className="week-grid">
          {hours.weekly.map((spans, day) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place in the week
              key={day}
              className={`week-row${day === weekdayOf(new Date()) ? ' today' : ''}`}
            >
              <b>{t(`edit.day.${day}` as TextKey)}</b>
              <SpanList label={t(`edit.day.${day}` as TextKey)} spans={spans} onChange={(next) => setDay(day, next)} />
            </div>
          ))}
        </div>
        <div className="edit-actions">
          <Button
            onClick={() =>
              set({ ...hours, weekly: hours.weekly.map((spans, day) => (day < 5 ? hours.weekly[0]! : spans)) })
            }
          >
            {t('edit.hours.mondayToFriday')}
          </Button>
          <Button onClick={() => set({ ...hours, weekly: hours.weekly.map(() => hours.weekly[0]!) })}>
            {t('edit.hours.mondayToAll')}
          </Button>
          <Button onClick={() => set(null)}>{t('edit.hours.unknown')}</Button>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('edit.hours.holidays')}</legend>
        <Segmented
          value={hours.holidays === null ? 'weekly' : 'own'}
          onChange={(how) => set({ ...hours, holidays: how === 'weekly' ? null : [[540, 1260]] })}
          options={[
            { value: 'weekly', label: t('edit.hours.asWeekly') },
            { value: 'own', label: t('edit.hours.own') },
          ]}
        />
        {hours.holidays && (
          <SpanList
            label={t('edit.hours.holidays')}
            spans={hours.holidays}
            onChange={(holidays) => set({ ...hours, holidays })}
          />
        )}
      </fieldset>
      <fieldset>
        <legend>{t('edit.hours.exceptions')}</legend>
        <ExceptionList
          exceptions={hours.exceptions}
          isPublic={editor.fields.ownership === 'public'}
          today={today}
          onChange={(exceptions) => set({ ...hours, exceptions })}
        />
      </fieldset>
      <OsmText text={reply?.openingHours ?? ''} onHours={set} />
    </div>
  )
}

/** The hours as OpenStreetMap text; what is typed there becomes hours, or says what it cannot be. */
function OsmText({ text, onHours }: { text: string; onHours(hours: Hours | null): void }) {
  const { t } = useText()
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  const reading = useMutation({
    mutationFn: () => call('readOpeningHours', { body: { text: typed.trim() } }),
    onSuccess: ({ hours }) => onHours(hours),
  })
  return (
    <fieldset>
      <legend>{t('edit.hours.osm')}</legend>
      <form
        className="osm-text"
        onSubmit={(event) => {
          event.preventDefault()
          reading.mutate()
        }}
      >
        <input
          aria-label={t('edit.hours.osm')}
          value={typed}
          maxLength={2000}
          placeholder="Mo-Fr 08:00-22:00; Sa,Su 09:00-21:00; PH off"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button htmlType="submit" disabled={typed.trim() === '' || typed === text} loading={reading.isPending}>
          {t('edit.hours.apply')}
        </Button>
      </form>
      {reading.error && (
        <p className="edit-error" role="alert">
          {reading.error.message}
          {reading.error instanceof ApiProblem && reading.error.words && (
            <small lang="en"> {reading.error.detail}</small>
          )}
        </p>
      )}
    </fieldset>
  )
}
