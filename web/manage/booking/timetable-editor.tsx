import { Button, Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { parseSpans, spansText } from './days.ts'
import { Field } from './field.tsx'
import { RulesEditor } from './rules-editor.tsx'
import type { SetUpReply, Timetable } from './set-up.tsx'
import { useAct } from './use-act.ts'
import { WeekPreview } from './week-preview.tsx'

interface Props {
  placeId: number
  timetable: Timetable
  courts: SetUpReply['courts']
  onSaved(): void
}

const numbers = [
  ['slotMinutes', 'slot', 5, 1440],
  ['windowDays', 'window', 1, 365],
  ['noticeMinutes', 'notice', 0, 100_000],
  ['holdMinutes', 'hold', 1, 60],
  ['seriesWeeks', 'series', 0, 52],
  ['waitlistPlaces', 'waitlist', 0, 100],
  ['offerMinutes', 'offer', 1, 1440],
  ['earlyMinutes', 'early', 0, 1440],
] as const

/** When courts are open, on which terms, for how much; beside it the week that it would make. Nothing counts before it is saved. */
export function TimetableEditor({ placeId, timetable, courts, onSaved }: Props) {
  const { t } = useText()
  const [fields, setFields] = useState(timetable)
  const change = (more: Partial<Timetable>) => setFields((before) => ({ ...before, ...more }))
  const { id, ...body } = fields
  const save = useAct(() => call('saveTimetable', { params: { id: placeId, timetableId: id }, body }), onSaved)
  return (
    <div className="desk-columns wide">
      <section className="desk-form">
        <Field label={t('desk.timetable.name')}>
          {(id) => (
            <Input
              id={id}
              value={fields.nameZh}
              maxLength={80}
              onChange={({ target }) => change({ nameZh: target.value })}
            />
          )}
        </Field>
        <h3>{t('desk.timetable.hours')}</h3>
        <p className="soft">{t('desk.timetable.hoursHint')}</p>
        {fields.weekly.map((spans, day) => (
          <SpansInput
            // biome-ignore lint/suspicious/noArrayIndexKey: the seven days
            key={day}
            label={t(`week.${day}` as TextKey)}
            spans={spans}
            onChange={(changed) =>
              change({ weekly: fields.weekly.map((each, index) => (index === day ? changed : each)) })
            }
          />
        ))}
        <Checkbox
          checked={fields.holidays !== null}
          onChange={({ target }) => change({ holidays: target.checked ? fields.weekly[6]! : null })}
        >
          {t('desk.timetable.holidaysOwn')}
        </Checkbox>
        {fields.holidays && (
          <SpansInput
            label={t('desk.timetable.holidays')}
            spans={fields.holidays}
            onChange={(holidays) => change({ holidays })}
          />
        )}
        <div className="desk-numbers">
          {numbers.map(([name, word, min, max]) => (
            <Field key={name} label={t(`desk.timetable.${word}`)}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={min}
                  max={max}
                  precision={0}
                  value={fields[name]}
                  onChange={(value) => value !== null && change({ [name]: value })}
                />
              )}
            </Field>
          ))}
          <Field label={t('desk.timetable.most')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={100}
                precision={0}
                value={fields.mostPerDay}
                onChange={(mostPerDay) => change({ mostPerDay })}
              />
            )}
          </Field>
        </div>
        <Checkbox checked={fields.reentry} onChange={({ target }) => change({ reentry: target.checked })}>
          {t('desk.timetable.reentry')}
        </Checkbox>
        <Cancellation steps={fields.cancellation} onChange={(cancellation) => change({ cancellation })} />
      </section>
      <section>
        <RulesEditor
          rules={fields.rules}
          courts={courts.filter(({ timetableId }) => timetableId === id)}
          onChange={(rules) => change({ rules })}
        />
        <p>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
            {t('desk.save')}
          </Button>
        </p>
        {save.isSuccess && <p role="status">{t('desk.saved')}</p>}
        <WeekPreview placeId={placeId} timetableId={id} timetable={body} />
      </section>
    </div>
  )
}

interface SpansProps {
  label: string
  spans: readonly [number, number][]
  onChange(spans: [number, number][]): void
}

/** What cannot be read is said and not taken over. */
function SpansInput({ label, spans, onChange }: SpansProps) {
  const { t } = useText()
  const [text, setText] = useState(spansText(spans))
  const parsed = parseSpans(text)
  return (
    <Field label={label}>
      {(id) => (
        <>
          <Input
            id={id}
            value={text}
            status={parsed ? '' : 'error'}
            aria-invalid={!parsed}
            onChange={({ target }) => {
              setText(target.value)
              const read = parseSpans(target.value)
              if (read) onChange(read)
            }}
          />
          {!parsed && <small role="alert">{t('desk.timetable.hoursBad')}</small>}
        </>
      )}
    </Field>
  )
}

type Steps = Timetable['cancellation']

function Cancellation({ steps, onChange }: { steps: Steps; onChange(steps: Steps): void }) {
  const { t } = useText()
  const set = (index: number, more: Partial<Steps[number]>) =>
    onChange(steps.map((step, each) => (each === index ? { ...step, ...more } : step)))
  return (
    <fieldset>
      <legend>{t('desk.timetable.cancellation')}</legend>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name but their place
        <div className="desk-line" key={index}>
          <InputNumber
            aria-label={t('desk.timetable.until')}
            prefix={t('desk.timetable.until')}
            min={0}
            value={step.untilMinutes / 60}
            onChange={(hours) => hours !== null && set(index, { untilMinutes: Math.round(hours * 60) })}
          />
          <InputNumber
            aria-label={t('desk.timetable.percent')}
            prefix={t('desk.timetable.percent')}
            min={0}
            max={100}
            precision={0}
            value={step.refundPercent}
            onChange={(refundPercent) => refundPercent !== null && set(index, { refundPercent })}
          />
          <Button onClick={() => onChange(steps.filter((_, each) => each !== index))}>{t('desk.remove')}</Button>
        </div>
      ))}
      <Button onClick={() => onChange([...steps, { untilMinutes: 0, refundPercent: 0 }])}>{t('desk.add')}</Button>
    </fieldset>
  )
}
