import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { kindWord } from '../../booking/words.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { clockText, parseSpans } from './days.ts'
import type { SetUpReply, Timetable } from './set-up.tsx'

type Rule = Timetable['rules'][number]

interface Props {
  rules: readonly Rule[]
  courts: SetUpReply['courts']
  onChange(rules: Rule[]): void
}

const newRule: Rule = {
  courtId: null,
  dayKind: 'any',
  fromMinute: 0,
  toMinute: 2880,
  personKind: null,
  fromDay: null,
  toDay: null,
  fee: 'paid',
  per: 'hour',
  priceFen: 6000,
  priority: 0,
}
const dayKinds = ['any', 'workday', 'restday', 'holiday'] as const

/** Price rules: which day, which hours, which court, whom, how much; the fitting one of the highest priority counts. */
export function RulesEditor({ rules, courts, onChange }: Props) {
  const { language, t } = useText()
  const kinds = [...new Set(courts.flatMap((court) => court.kinds))]
  const set = (index: number, more: Partial<Rule>) =>
    onChange(rules.map((rule, each) => (each === index ? { ...rule, ...more } : rule)))
  return (
    <>
      <h3>{t('desk.rules')}</h3>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
        <div className="desk-rule" key={index}>
          <Select
            aria-label={t('desk.rule.day')}
            value={rule.dayKind}
            onChange={(dayKind) => set(index, { dayKind })}
            options={dayKinds.map((value) => ({ value, label: t(`desk.rule.day.${value}`) }))}
          />
          <Hour
            label={t('desk.rule.from')}
            minute={rule.fromMinute}
            onChange={(fromMinute) => set(index, { fromMinute })}
          />
          <Hour label={t('desk.rule.to')} minute={rule.toMinute} onChange={(toMinute) => set(index, { toMinute })} />
          <Day label={t('desk.rule.fromDay')} day={rule.fromDay} onChange={(fromDay) => set(index, { fromDay })} />
          <Day label={t('desk.rule.toDay')} day={rule.toDay} onChange={(toDay) => set(index, { toDay })} />
          <Select
            aria-label={t('desk.rule.court')}
            value={rule.courtId ?? 0}
            onChange={(value) => set(index, { courtId: value || null })}
            options={[
              { value: 0, label: t('desk.rule.allCourts') },
              ...courts.map((court) => ({ value: court.id, label: nameIn(language, court) })),
            ]}
          />
          {kinds.length > 1 && (
            <Select
              aria-label={t('desk.rule.kind')}
              value={rule.personKind ?? ''}
              onChange={(value) => set(index, { personKind: value || null })}
              options={[
                { value: '', label: t('desk.rule.allKinds') },
                ...kinds.map((value) => ({ value, label: kindWord(value, t) })),
              ]}
            />
          )}
          <InputNumber
            aria-label={t('desk.rule.price')}
            prefix="¥"
            min={0}
            max={100_000}
            precision={2}
            value={rule.priceFen / 100}
            onChange={(yuan) => {
              if (yuan === null) return
              const priceFen = Math.round(yuan * 100)
              set(index, { priceFen, fee: priceFen === 0 ? 'free' : rule.fee === 'free' ? 'paid' : rule.fee })
            }}
          />
          <Select
            aria-label={t('desk.rule.per')}
            value={rule.per}
            onChange={(per) => set(index, { per })}
            options={(['hour', 'visit'] as const).map((value) => ({ value, label: t(`desk.rule.per.${value}`) }))}
          />
          <InputNumber
            aria-label={t('desk.rule.priority')}
            prefix={t('desk.rule.priority')}
            min={-100}
            max={100}
            precision={0}
            value={rule.priority}
            onChange={(priority) => priority !== null && set(index, { priority })}
          />
          {rule.priceFen > 0 && (
            <Checkbox
              checked={rule.fee === 'low-fee'}
              onChange={({ target }) => set(index, { fee: target.checked ? 'low-fee' : 'paid' })}
            >
              {t('desk.rule.low')}
            </Checkbox>
          )}
          <Button onClick={() => onChange(rules.filter((_, each) => each !== index))}>{t('desk.remove')}</Button>
        </div>
      ))}
      <Button
        onClick={() =>
          onChange([...rules, { ...newRule, priority: Math.max(-1, ...rules.map(({ priority }) => priority)) + 1 }])
        }
      >
        {t('desk.add')}
      </Button>
    </>
  )
}

/** A day that the rule begins or ends with; empty: it has no such end. */
function Day({ label, day, onChange }: { label: string; day: string | null; onChange(day: string | null): void }) {
  return (
    <Input
      type="date"
      aria-label={label}
      title={label}
      value={day ?? ''}
      className="desk-day"
      onChange={({ target }) => onChange(target.value || null)}
    />
  )
}

/** A clock time; the end of all days is shown as 24:00. */
function Hour({ label, minute, onChange }: { label: string; minute: number; onChange(minute: number): void }) {
  const shown = minute >= 1440 ? '24:00' : clockText(minute)
  return (
    <Input
      key={shown}
      aria-label={label}
      defaultValue={shown}
      className="desk-hour"
      onBlur={({ target }) => {
        if (target.value.trim() === '24:00') return onChange(2880)
        const read = parseSpans(`${target.value}-23:59`)
        if (read?.[0]) onChange(read[0][0])
        else target.value = shown
      }}
    />
  )
}
