import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { PlaceFields } from '../../../api/contract/place-record.ts'
import type { PlaceTypes } from '../../client/queries.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { Editor } from '../use-editor.ts'
import type { Doubts } from './use-check.ts'

type Court = PlaceFields['courts'][number]
type Piece = PlaceFields['equipment'][number]

/** Courts and halls of a place, each kind a row. */
export function CourtList({ editor, types, doubts }: { editor: Editor; types: PlaceTypes; doubts: Doubts }) {
  const { t, language } = useText()
  const { courts } = editor.fields
  const sports = types.sports.map((sport) => ({ value: sport.code, label: nameIn(language, sport) }))
  const change = (index: number, part: Partial<Court>): void =>
    editor.set('courts', courts.toSpliced(index, 1, { ...courts[index]!, ...part }))
  const first = editor.fields.sports[0] ?? types.sports[0]?.code ?? ''
  return (
    <Rows
      title={t('edit.courts')}
      empty={t('edit.courts.none')}
      warnings={doubts.of('courts').warnings}
      add={t('edit.courts.add')}
      onAdd={() =>
        editor.set('courts', [
          ...courts,
          {
            sport: first,
            nameZh: types.sports.find(({ code }) => code === first)?.nameZh ?? '',
            nameEn: null,
            count: 1,
            indoor: null,
            surface: null,
            lit: null,
            areaM2: null,
          },
        ])
      }
    >
      {courts.map((court, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: order is what the record keeps
        <div key={index} className="list-row">
          <Select
            aria-label={t('edit.court.sport')}
            showSearch
            optionFilterProp="label"
            value={court.sport}
            options={sports}
            onChange={(sport) => change(index, { sport })}
          />
          <Input
            aria-label={t('edit.court.nameZh')}
            placeholder={t('edit.court.nameZh')}
            value={court.nameZh}
            maxLength={80}
            onChange={({ target }) => change(index, { nameZh: target.value })}
          />
          <Input
            aria-label={t('edit.court.nameEn')}
            placeholder={t('edit.court.nameEn')}
            value={court.nameEn ?? ''}
            maxLength={120}
            onChange={({ target }) => change(index, { nameEn: target.value || null })}
          />
          <InputNumber
            aria-label={t('edit.court.count')}
            addonAfter={t('edit.court.unit')}
            min={1}
            max={1000}
            precision={0}
            value={court.count}
            onChange={(count) => change(index, { count: count ?? 1 })}
          />
          <InputNumber
            aria-label={t('edit.court.area')}
            addonAfter="m²"
            min={1}
            value={court.areaM2}
            onChange={(areaM2) => change(index, { areaM2 })}
          />
          <Ternary label={t('place.indoor')} value={court.indoor} onChange={(indoor) => change(index, { indoor })} />
          <Ternary label={t('place.lit')} value={court.lit} onChange={(lit) => change(index, { lit })} />
          <Button onClick={() => editor.set('courts', courts.toSpliced(index, 1))}>{t('edit.remove')}</Button>
        </div>
      ))}
    </Rows>
  )
}

/** Pieces of equipment, each kind a row. */
export function EquipmentList({ editor, doubts }: { editor: Editor; doubts: Doubts }) {
  const { t } = useText()
  const { equipment } = editor.fields
  const change = (index: number, part: Partial<Piece>): void =>
    editor.set('equipment', equipment.toSpliced(index, 1, { ...equipment[index]!, ...part }))
  return (
    <Rows
      title={t('place.equipment')}
      empty={t('edit.equipment.none')}
      warnings={doubts.of('equipment').warnings}
      add={t('edit.equipment.add')}
      onAdd={() =>
        editor.set('equipment', [
          ...equipment,
          { kind: `piece-${equipment.length + 1}`, nameZh: '', nameEn: '', count: 1, year: null },
        ])
      }
    >
      {equipment.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: order is what the record keeps
        <div key={index} className="list-row">
          <Input
            aria-label={t('edit.equipment.nameZh')}
            placeholder={t('edit.equipment.nameZh')}
            value={piece.nameZh}
            maxLength={60}
            onChange={({ target }) => change(index, { nameZh: target.value })}
          />
          <Input
            aria-label={t('edit.equipment.nameEn')}
            placeholder={t('edit.equipment.nameEn')}
            value={piece.nameEn}
            maxLength={80}
            onChange={({ target }) => change(index, { nameEn: target.value })}
          />
          <InputNumber
            aria-label={t('edit.equipment.count')}
            addonAfter={t('edit.equipment.unit')}
            min={1}
            max={10_000}
            precision={0}
            value={piece.count}
            onChange={(count) => change(index, { count: count ?? 1 })}
          />
          <InputNumber
            aria-label={t('edit.equipment.year')}
            placeholder={t('edit.equipment.year')}
            min={1950}
            max={2200}
            precision={0}
            value={piece.year}
            onChange={(year) => change(index, { year })}
          />
          <Button onClick={() => editor.set('equipment', equipment.toSpliced(index, 1))}>{t('edit.remove')}</Button>
        </div>
      ))}
    </Rows>
  )
}

interface RowsProps {
  title: string
  empty: string
  add: string
  warnings: readonly string[]
  children: ReactNode[]
  onAdd(): void
}

function Rows({ title, empty, add, warnings, children, onAdd }: RowsProps) {
  return (
    <fieldset className="edit-rows">
      <legend>{title}</legend>
      {children.length === 0 && <p className="soft">{empty}</p>}
      {children}
      {warnings.map((words) => (
        <p key={words} className="edit-warning">
          {words}
        </p>
      ))}
      <div className="edit-actions">
        <Button onClick={onAdd}>+ {add}</Button>
      </div>
    </fieldset>
  )
}

function Ternary({
  label,
  value,
  onChange,
}: {
  label: string
  value: boolean | null
  onChange(value: boolean | null): void
}) {
  const { t } = useText()
  return (
    <Select
      aria-label={label}
      value={value === null ? 'unknown' : value ? 'yes' : 'no'}
      onChange={(chosen) => onChange(chosen === 'unknown' ? null : chosen === 'yes')}
      options={[
        { value: 'unknown', label: `${label}？` },
        { value: 'yes', label: `${label}：${t('common.yes')}` },
        { value: 'no', label: `${label}：${t('common.no')}` },
      ]}
    />
  )
}
