import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { namesInLine, problemWords } from '../../booking/words.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { DaySpan } from './day-span.tsx'
import { clockText, parseSpans, today } from './days.ts'
import { Field } from './field.tsx'
import { useAct } from './use-act.ts'

const setUpKey = (placeId: number) => ['booking-set-up', placeId]
export const useSetUp = (placeId: number) =>
  useQuery({
    queryKey: setUpKey(placeId),
    queryFn: ({ signal }) => call('bookingSetUp', { params: { id: placeId }, signal }),
  })

/** Closed times, and what becomes of bookings in them. */
export function Closures({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const client = useQueryClient()
  const { data, isError } = useSetUp(placeId)
  const again = () => client.invalidateQueries({ queryKey: setUpKey(placeId) })
  const { message } = App.useApp()
  if (isError) return <Alert type="error" title={t('desk.failed')} />
  const courtName = (courtId: number | null) => {
    const court = data?.courts.find(({ id }) => id === courtId)
    return court ? nameIn(language, court) : t('desk.closure.all')
  }
  const remove = async (closureId: number) => {
    try {
      await call('removeClosure', { params: { id: placeId, closureId } })
      await again()
    } catch (error) {
      void message.error(t('desk.notDone', { reason: problemWords(error, t) }))
    }
  }
  return (
    <div className="desk-columns">
      <NewClosure placeId={placeId} courts={data?.courts ?? []} onDone={again} />
      <section>
        <h3>{t('desk.closures')}</h3>
        {data?.closures.length === 0 && <p className="soft">{t('desk.closure.none')}</p>}
        <ul className="plain-rows">
          {data?.closures.map((closure) => (
            <li key={closure.id}>
              <div className="row-main">
                <b>{courtName(closure.courtId)}</b>
                <p className="soft">
                  {closure.fromDay}
                  {closure.toDay !== closure.fromDay && ` – ${closure.toDay}`}
                  {closure.toMinute - closure.fromMinute < 1440 &&
                    ` ${clockText(closure.fromMinute)}–${clockText(closure.toMinute)}`}
                  {closure.weekdays &&
                    ` ${namesInLine(
                      closure.weekdays.map((day) => t(`week.${day - 1}` as TextKey)),
                      language,
                    )}`}{' '}
                  {closure.reasonZh}
                </p>
              </div>
              <Button onClick={() => remove(closure.id)}>{t('desk.closure.open')}</Button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

interface NewProps {
  placeId: number
  courts: readonly { id: number; nameZh: string; nameEn: string | null }[]
  onDone(): void
}

function NewClosure({ placeId, courts, onDone }: NewProps) {
  const { language, t } = useText()
  const [span, setSpan] = useState({ from: today(), to: today() })
  const [courtId, setCourt] = useState<number | null>(null)
  const [hours, setHours] = useState('')
  const [weekdays, setWeekdays] = useState<number[]>([])
  const [reasonZh, setReason] = useState('')
  const [bookings, setBookings] = useState<'refuse' | 'cancel' | 'offer'>('offer')
  const [offerHours, setOfferHours] = useState(48)
  const [did, setDid] = useState<{ cancelled: number; offered: number } | null>(null)
  const times = parseSpans(hours)
  const close = useAct(
    (idempotencyKey) => {
      const [fromMinute, toMinute] = times?.[0] ?? [0, 2880]
      return call('addClosure', {
        params: { id: placeId },
        body: {
          courtId,
          fromDay: span.from,
          toDay: span.to,
          weekdays: weekdays.length ? weekdays : null,
          fromMinute,
          toMinute,
          reasonZh,
          reasonEn: '',
          bookings,
          offerHours,
        },
        idempotencyKey,
      })
    },
    (done) => {
      setDid(done)
      onDone()
    },
  )
  return (
    <section className="desk-form">
      <h3>{t('desk.closure.add')}</h3>
      <div className="desk-days">
        <DaySpan span={span} onChange={setSpan} />
      </div>
      <Select
        aria-label={t('desk.closure.court')}
        value={courtId ?? 0}
        onChange={(value) => setCourt(value || null)}
        options={[
          { value: 0, label: t('desk.closure.all') },
          ...courts.map((court) => ({ value: court.id, label: nameIn(language, court) })),
        ]}
      />
      <Field label={t('desk.time')}>
        {(id) => (
          <Input
            id={id}
            value={hours}
            placeholder="12:00-14:00"
            status={times === null ? 'error' : ''}
            onChange={({ target }) => setHours(target.value)}
          />
        )}
      </Field>
      <fieldset>
        <legend>{t('desk.closure.weekdays')}</legend>
        <Checkbox.Group
          value={weekdays}
          onChange={setWeekdays}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: t(`week.${day - 1}` as TextKey) }))}
        />
      </fieldset>
      <Field label={t('desk.closure.reason')}>
        {(id) => <Input id={id} value={reasonZh} maxLength={200} onChange={({ target }) => setReason(target.value)} />}
      </Field>
      <fieldset>
        <legend>{t('desk.closure.bookings')}</legend>
        <Radio.Group
          value={bookings}
          onChange={({ target }) => setBookings(target.value)}
          options={(['refuse', 'cancel', 'offer'] as const).map((value) => ({
            value,
            label: t(`desk.closure.${value}`),
          }))}
        />
      </fieldset>
      {bookings === 'offer' && (
        <Field label={t('desk.closure.offerHours')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={720}
              value={offerHours}
              onChange={(value) => setOfferHours(value ?? 48)}
            />
          )}
        </Field>
      )}
      <Button type="primary" danger disabled={times === null} loading={close.isPending} onClick={() => close.mutate()}>
        {t('desk.closure.add')}
      </Button>
      {did && (
        <Alert type="success" title={t('desk.closure.did', { cancelled: did.cancelled, offered: did.offered })} />
      )}
    </section>
  )
}
