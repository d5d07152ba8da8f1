import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { kindWord, priceWord } from '../../booking/words.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { SheetCell, SheetCourt } from './day-sheet.tsx'
import { Field } from './field.tsx'
import { useAct } from './use-act.ts'

interface Props {
  placeId: number
  day: string
  court: SheetCourt
  cell: SheetCell
  onDone(): void
}

/** A free cell: book it for who stands at the desk, or close it. */
export function FreeCellActs({ placeId, day, court, cell, onDone }: Props) {
  const { language, t } = useText()
  const [name, setName] = useState('')
  const [kind, setKind] = useState(cell.prices[0]?.kind ?? 'adult')
  const [collected, setCollected] = useState(true)
  const priceFen = cell.prices.find((price) => price.kind === kind)?.priceFen ?? 0
  const walkIn = useAct(
    (idempotencyKey) =>
      call('addWalkIn', {
        params: { id: placeId },
        body: { cells: [{ courtId: court.id, start: cell.start, kind }], name, collected },
        idempotencyKey,
      }),
    onDone,
  )
  const block = useAct(
    (idempotencyKey) =>
      call('addClosure', {
        params: { id: placeId },
        body: { courtId: court.id, fromDay: day, toDay: day, fromMinute: cell.fromMinute, toMinute: cell.toMinute },
        idempotencyKey,
      }),
    onDone,
  )
  return (
    <form
      className="desk-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) walkIn.mutate()
      }}
    >
      <h3>{t('desk.walkIn')}</h3>
      <Field label={t('desk.walkIn.name')}>
        {(id) => (
          <Input id={id} value={name} onChange={({ target }) => setName(target.value)} maxLength={60} required />
        )}
      </Field>
      {cell.prices.length > 1 && (
        <Select
          aria-label={t('desk.rule.kind')}
          value={kind}
          onChange={setKind}
          options={cell.prices.map((price) => ({ value: price.kind, label: kindWord(price.kind, t) }))}
        />
      )}
      <Checkbox checked={collected} onChange={({ target }) => setCollected(target.checked)}>
        {t('desk.walkIn.collected', { money: priceWord(priceFen, language, t) })}
      </Checkbox>
      <Button type="primary" htmlType="submit" loading={walkIn.isPending} disabled={name.trim() === ''}>
        {t('desk.walkIn.book')}
      </Button>
      <Button danger loading={block.isPending} onClick={() => block.mutate()}>
        {t('desk.block')}
      </Button>
    </form>
  )
}
