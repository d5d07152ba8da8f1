import { Button, Input, InputNumber, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { clock, clockOf, dayOf, kindWord, whenOf } from '../../booking/words.ts'
import { formatMoney } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import type { Sheet, SheetBooking } from './day-sheet.tsx'
import { Field } from './field.tsx'
import { useAct } from './use-act.ts'

interface Props {
  placeId: number
  booking: SheetBooking
  sheet: Sheet
  onDone(): void
}

/** One booking at the desk: let in, take money, move, refund, cancel. */
export function BookingActs({ placeId, booking, sheet, onDone }: Props) {
  const { language, t } = useText()
  const params = { id: placeId, bookingId: booking.id }
  const [note, setNote] = useState('')
  const [target, setTarget] = useState<string>()
  const [yuan, setYuan] = useState<number | null>(null)
  const checkIn = useAct(() => call('checkInByOwner', { params }), onDone)
  const collect = useAct(() => call('collectDue', { params: { id: placeId, orderId: booking.orderId } }), onDone)
  const cancel = useAct(
    (idempotencyKey) => call('cancelBookingByOwner', { params, body: { refund: 'full', note }, idempotencyKey }),
    onDone,
  )
  const refund = useAct(
    (idempotencyKey) =>
      call('refundBooking', { params, body: { amountFen: Math.round((yuan ?? 0) * 100), note }, idempotencyKey }),
    onDone,
  )
  const move = useAct((idempotencyKey) => {
    const [courtId, start] = target!.split(' ')
    return call('moveBookingByOwner', { params, body: { courtId: Number(courtId), start: start! }, idempotencyKey })
  }, onDone)
  const free = sheet.courts.flatMap((court) =>
    court.cells
      .filter(({ state }) => state === 'free')
      .map((cell) => ({
        value: `${court.id} ${cell.start}`,
        label: `${nameIn(language, court)} ${clock(cell.fromMinute)}`,
      })),
  )
  const confirmed = booking.state === 'confirmed'
  return (
    <div className="desk-form">
      <h3>
        {booking.personName} <small className="soft">{t(`desk.channel.${booking.channel}` as TextKey)}</small>
      </h3>
      <p>
        {whenOf(booking, language)} · {kindWord(booking.kind, t)} · {formatMoney(booking.priceFen, language)} ·{' '}
        {t(`booking.state.${booking.state}`)}
      </p>
      {booking.refundedFen > 0 && (
        <p>{t('booking.order.refunded', { money: formatMoney(booking.refundedFen, language) })}</p>
      )}
      {booking.moveOfferUntil && (
        <p>
          {t('desk.moveOffered', {
            time: `${dayOf(booking.moveOfferUntil, language)} ${clockOf(booking.moveOfferUntil)}`,
          })}
        </p>
      )}
      {booking.dueFen > 0 && (
        <Button loading={collect.isPending} onClick={() => collect.mutate()}>
          {t('desk.collect', { money: formatMoney(booking.dueFen, language) })}
        </Button>
      )}
      {(confirmed || booking.state === 'no-show') && (
        <Button type="primary" loading={checkIn.isPending} onClick={() => checkIn.mutate()}>
          {t('desk.checkIn')}
        </Button>
      )}
      {confirmed && (
        <>
          <div className="desk-line">
            <Select
              aria-label={t('desk.move.to')}
              placeholder={free.length ? t('desk.move.to') : t('desk.move.none')}
              value={target}
              onChange={setTarget}
              options={free}
              showSearch={{ optionFilterProp: 'label' }}
            />
            <Button disabled={!target} loading={move.isPending} onClick={() => move.mutate()}>
              {t('desk.move')}
            </Button>
          </div>
          <Field label={t('desk.note')}>
            {(id) => <Input id={id} value={note} onChange={(event) => setNote(event.target.value)} maxLength={200} />}
          </Field>
          <Popconfirm title={t('desk.cancel.sure')} onConfirm={() => cancel.mutate()}>
            <Button danger loading={cancel.isPending}>
              {t('desk.cancel')}
            </Button>
          </Popconfirm>
        </>
      )}
      {booking.priceFen > booking.refundedFen && booking.channel !== 'walk-in' && (
        <div className="desk-line">
          <InputNumber
            aria-label={t('desk.refund.amount')}
            placeholder={t('desk.refund.amount')}
            min={0.01}
            max={(booking.priceFen - booking.refundedFen) / 100}
            precision={2}
            value={yuan}
            onChange={setYuan}
          />
          <Button disabled={!yuan} loading={refund.isPending} onClick={() => refund.mutate()}>
            {t('desk.refund')}
          </Button>
        </div>
      )}
    </div>
  )
}
