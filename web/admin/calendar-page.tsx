import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Segmented, Table } from 'antd'
import { useState } from 'react'
import { mayAct } from '../../api/contract/access.ts'
import { call, type ReplyOf } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Field } from '../manage/booking/field.tsx'
import { useAct } from '../manage/booking/use-act.ts'
import '../manage/booking/desk.css'
import './admin.css'

type Entry = ReplyOf<'listCalendarDays'>['items'][number]
type Draft = Omit<Entry, 'source'>

const thisYear = Number(
  new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Asia/Shanghai' }).format(new Date()),
)

/**
 * Legal holidays and make-up workdays: what the library knows, and what administrators entered over it because a coming year is announced
 * late. Prices, opening hours and the grids of all places go by it.
 */
export default function CalendarPage() {
  const { language, t } = useText()
  const person = usePerson()
  const client = useQueryClient()
  const [year, setYear] = useState(thisYear)
  const [draft, setDraft] = useState<Draft | null>(null)
  const { data, isPending, isError } = useQuery({
    queryKey: ['calendar-days', year],
    queryFn: ({ signal }) => call('listCalendarDays', { query: { year }, signal }),
  })
  const again = () => void client.invalidateQueries({ queryKey: ['calendar-days'] })
  const editing = person.data ? mayAct(person.data.grants, ['administrator']) : false
  const dayWord = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'Asia/Shanghai',
  })
  return (
    <section>
      <div className="console-title">
        <h2>{t('calendar.title')}</h2>
        <Segmented
          aria-label={t('calendar.year')}
          value={year}
          onChange={setYear}
          options={[thisYear - 1, thisYear, thisYear + 1]}
        />
      </div>
      <p className="soft">{t(editing ? 'calendar.what' : 'calendar.readOnly')}</p>
      {editing && (
        <p className="calendar-add">
          <Button onClick={() => setDraft({ day: `${year}-01-01`, kind: 'holiday', nameZh: '', nameEn: '' })}>
            {t('calendar.add')}
          </Button>
        </p>
      )}
      {draft && (
        <DayForm
          key={draft.day}
          draft={draft}
          onDone={() => {
            setDraft(null)
            again()
          }}
          onCancel={() => setDraft(null)}
        />
      )}
      <Table<Entry>
        size="small"
        loading={isPending}
        rowKey="day"
        pagination={false}
        dataSource={data?.items ?? []}
        locale={{ emptyText: t(isError ? 'desk.failed' : 'calendar.none') }}
        columns={[
          { title: t('desk.day'), render: (_, { day }) => dayWord.format(new Date(`${day}T12:00:00+08:00`)) },
          {
            title: t('calendar.name'),
            render: (_, row) => (
              <>
                {nameIn(language, row)}{' '}
                <span className={`calendar-kind ${row.kind}`}>{t(`calendar.kind.${row.kind}`)}</span>
                {row.source !== 'chinese-days' && <span className="soft"> {t('calendar.source.own')}</span>}
              </>
            ),
          },
          ...(editing
            ? [
                {
                  title: t('calendar.acts'),
                  render: (_: unknown, row: Entry) => <Acts row={row} onEdit={() => setDraft(row)} onRemoved={again} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}

function Acts({ row, onEdit, onRemoved }: { row: Entry; onEdit(): void; onRemoved(): void }) {
  const { t } = useText()
  const remove = useAct(() => call('removeCalendarDay', { params: { day: row.day } }), onRemoved)
  return (
    <span className="row-actions">
      <Button size="small" onClick={onEdit}>
        {t('calendar.edit')}
      </Button>
      {row.source === 'entered' && (
        <Button size="small" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('calendar.undo')}
        </Button>
      )}
    </span>
  )
}

function DayForm({ draft, onDone, onCancel }: { draft: Draft; onDone(): void; onCancel(): void }) {
  const { t } = useText()
  const [{ day, kind, nameZh, nameEn }, setEntry] = useState(draft)
  const set = (more: Partial<Draft>) => setEntry((entry) => ({ ...entry, ...more }))
  const save = useAct(
    () => call('saveCalendarDay', { params: { day }, body: { kind, nameZh: nameZh.trim(), nameEn: nameEn.trim() } }),
    onDone,
  )
  return (
    <form
      className="desk-form calendar-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field label={t('desk.day')}>
        {(id) => (
          <Input id={id} type="date" required value={day} onChange={({ target }) => set({ day: target.value })} />
        )}
      </Field>
      <Segmented
        aria-label={t('calendar.kind')}
        block
        value={kind}
        onChange={(value) => set({ kind: value })}
        options={(['holiday', 'workday'] as const).map((value) => ({ value, label: t(`calendar.kind.${value}`) }))}
      />
      <Field label={t('calendar.nameZh')}>
        {(id) => (
          <Input
            id={id}
            required
            maxLength={40}
            value={nameZh}
            onChange={({ target }) => set({ nameZh: target.value })}
          />
        )}
      </Field>
      <Field label={t('calendar.nameEn')}>
        {(id) => (
          <Input
            id={id}
            required
            maxLength={60}
            value={nameEn}
            onChange={({ target }) => set({ nameEn: target.value })}
          />
        )}
      </Field>
      <span className="row-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('calendar.save')}
        </Button>
        <Button onClick={onCancel}>{t('calendar.cancel')}</Button>
      </span>
    </form>
  )
}
