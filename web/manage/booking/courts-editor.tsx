import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { SetUpReply } from './set-up.tsx'
import { useAct } from './use-act.ts'

type Court = SetUpReply['courts'][number]
type Fields = Omit<Court, 'id'>

interface Props {
  placeId: number
  timetables: SetUpReply['timetables']
  courts: SetUpReply['courts']
  onSaved(): void
}

/** Courts, halls and pools: name, floor, places, and which timetable they follow. */
export function CourtsEditor({ placeId, timetables, courts, onSaved }: Props) {
  const { t } = useText()
  const [adding, setAdding] = useState(false)
  const used = courts.flatMap(({ units }) => units)
  const fresh: Fields = {
    timetableId: timetables[0]!.id,
    nameZh: '',
    nameEn: null,
    sport: null,
    units: [Math.max(0, ...used) + 1],
    capacity: null,
    kinds: ['adult'],
    sort: courts.length + 1,
    archived: false,
  }
  return (
    <section>
      <h3>{t('desk.courts')}</h3>
      <p className="soft">{t('desk.courts.unitsHint')}</p>
      {courts.map(({ id, ...fields }) => (
        <CourtLine key={id} placeId={placeId} courtId={id} fields={fields} timetables={timetables} onSaved={onSaved} />
      ))}
      {adding ? (
        <CourtLine
          placeId={placeId}
          courtId={null}
          fields={fresh}
          timetables={timetables}
          onSaved={() => {
            setAdding(false)
            onSaved()
          }}
        />
      ) : (
        <Button onClick={() => setAdding(true)}>{t('desk.courts.add')}</Button>
      )}
    </section>
  )
}

interface LineProps {
  placeId: number
  courtId: number | null
  fields: Fields
  timetables: SetUpReply['timetables']
  onSaved(): void
}

function CourtLine({ placeId, courtId, fields: given, timetables, onSaved }: LineProps) {
  const { t } = useText()
  const [fields, setFields] = useState(given)
  const [units, setUnits] = useState(given.units.join(','))
  const change = (more: Partial<Fields>) => setFields((before) => ({ ...before, ...more }))
  const numbers = units
    .split(/[,，、\s]+/)
    .filter(Boolean)
    .map(Number)
  const good = numbers.length > 0 && numbers.every((unit) => Number.isInteger(unit) && unit > 0)
  const body = { ...fields, units: numbers }
  const save = useAct<{ id: number }>(
    () =>
      courtId === null
        ? call('addCourt', { params: { id: placeId }, body })
        : call('saveCourt', { params: { id: placeId, courtId }, body }),
    onSaved,
  )
  return (
    <div className="desk-rule">
      <Input
        aria-label={t('desk.timetable.name')}
        placeholder={t('desk.timetable.name')}
        value={fields.nameZh}
        maxLength={80}
        onChange={({ target }) => change({ nameZh: target.value })}
      />
      <Input
        aria-label={t('desk.courts.units')}
        prefix={t('desk.courts.units')}
        value={units}
        status={good ? '' : 'error'}
        onChange={({ target }) => setUnits(target.value)}
      />
      <InputNumber
        aria-label={t('desk.courts.capacity')}
        placeholder={t('desk.courts.capacity')}
        min={1}
        precision={0}
        value={fields.capacity}
        onChange={(capacity) => change({ capacity })}
      />
      {timetables.length > 1 && (
        <Select
          aria-label={t('desk.timetable')}
          value={fields.timetableId}
          onChange={(timetableId) => change({ timetableId })}
          options={timetables.map(({ id, nameZh }) => ({ value: id, label: nameZh }))}
        />
      )}
      <Checkbox checked={fields.archived} onChange={({ target }) => change({ archived: target.checked })}>
        {t('desk.courts.archived')}
      </Checkbox>
      <Button disabled={!good || fields.nameZh.trim() === ''} loading={save.isPending} onClick={() => save.mutate()}>
        {t('desk.save')}
      </Button>
    </div>
  )
}
