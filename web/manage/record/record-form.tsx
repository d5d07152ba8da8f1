import { Input, InputNumber, Select } from 'antd'
import type { PlaceTypes } from '../../client/queries.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { accessibilities, fees, ownerships, placeStatuses } from '../choices.ts'
import type { Editor } from '../use-editor.ts'
import { AttributeField, type AttributeSchema } from './attribute-field.tsx'
import { Field } from './field.tsx'
import type { Doubts } from './use-check.ts'

interface Props {
  editor: Editor
  types: PlaceTypes
  doubts: Doubts
}

type TextField = 'nameZh' | 'nameEn' | 'addressZh' | 'addressEn' | 'ownerName' | 'phone' | 'website' | 'statusNote'
const mostLetters: Record<TextField, number> = {
  nameZh: 120,
  nameEn: 200,
  addressZh: 300,
  addressEn: 300,
  ownerName: 200,
  phone: 60,
  website: 500,
  statusNote: 500,
}

/** The record: what every place has, and what its type's schema adds. Hours, courts and the map have tabs of their own. */
export function RecordForm({ editor, types, doubts }: Props) {
  const { t, language } = useText()
  const { fields, set } = editor
  const type = types.types.find(({ code }) => code === fields.type)
  const about = (field: keyof typeof fields) => ({ ...doubts.of(field), changed: editor.isChanged(field) })
  const text = (field: TextField, hint?: string) => (
    <Field id={field} label={t(`edit.field.${field}`)} hint={hint} {...about(field)}>
      <Input
        id={field}
        value={fields[field] ?? ''}
        maxLength={mostLetters[field]}
        status={doubts.of(field).error ? 'error' : ''}
        onChange={(event) => set(field, (event.target.value || (field === 'nameZh' ? '' : null)) as never)}
      />
    </Field>
  )
  const number = (field: 'areaM2' | 'ascentM' | 'builtYear', unit?: string) => (
    <Field id={field} label={t(`edit.field.${field}`)} unit={unit} {...about(field)}>
      <InputNumber
        id={field}
        className="full"
        min={field === 'builtYear' ? 1800 : 0}
        {...(field === 'builtYear' ? { precision: 0, max: 2200 } : {})}
        value={fields[field]}
        onChange={(value) => set(field, value)}
      />
    </Field>
  )
  return (
    <div className="edit-form">
      <fieldset>
        <legend>{t('edit.group.names')}</legend>
        <div className="edit-grid">
          {text('nameZh')}
          {text('nameEn')}
          <Field id="aliases" label={t('edit.field.aliases')} hint={t('edit.hint.list')} {...about('aliases')}>
            <Select
              id="aliases"
              mode="tags"
              open={false}
              suffixIcon={null}
              value={fields.aliases}
              onChange={(value) => set('aliases', value)}
            />
          </Field>
          <Field id="type" label={t('edit.field.type')} {...about('type')}>
            <Select
              id="type"
              showSearch
              optionFilterProp="label"
              value={fields.type}
              onChange={(value) => set('type', value)}
              options={types.types
                .filter(({ deprecated, code }) => !deprecated || code === fields.type)
                .map((one) => ({ value: one.code, label: nameIn(language, one) }))}
            />
          </Field>
          <Field id="status" label={t('edit.field.status')} {...about('status')}>
            <Select
              id="status"
              value={fields.status}
              onChange={(value) => set('status', value)}
              options={placeStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
            />
          </Field>
          {text('statusNote')}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('edit.group.contact')}</legend>
        <div className="edit-grid">
          {text('addressZh')}
          {text('addressEn')}
          {text('phone')}
          {text('website', 'https://…')}
          {text('ownerName')}
          <Field id="ownership" label={t('edit.field.ownership')} {...about('ownership')}>
            <Select
              id="ownership"
              value={fields.ownership}
              onChange={(value) => set('ownership', value)}
              options={ownerships.map((value) => ({ value, label: t(`ownership.${value}`) }))}
            />
          </Field>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('edit.group.use')}</legend>
        <div className="edit-grid">
          <Field id="fee" label={t('edit.field.fee')} {...about('fee')}>
            <Select
              id="fee"
              value={fields.fee}
              onChange={(value) => set('fee', value)}
              options={fees.map((value) => ({ value, label: t(`fee.${value}`) }))}
            />
          </Field>
          <Field id="priceFen" label={t('edit.field.priceFen')} unit="¥" {...about('priceFen')}>
            <InputNumber
              id="priceFen"
              className="full"
              min={0}
              max={100_000}
              precision={2}
              value={fields.priceFen === null ? null : fields.priceFen / 100}
              onChange={(value) => set('priceFen', value === null ? null : Math.round(value * 100))}
            />
          </Field>
          <Field id="sports" label={t('edit.field.sports')} {...about('sports')}>
            <Select
              id="sports"
              mode="multiple"
              optionFilterProp="label"
              value={fields.sports}
              onChange={(value) => set('sports', value)}
              options={types.sports.map((sport) => ({ value: sport.code, label: nameIn(language, sport) }))}
            />
          </Field>
          <Field id="accessibility" label={t('edit.field.accessibility')} {...about('accessibility')}>
            <Select
              id="accessibility"
              mode="multiple"
              optionFilterProp="label"
              value={fields.accessibility}
              onChange={(value) => set('accessibility', value)}
              options={accessibilities.map((value) => ({ value, label: t(`access.${value}`) }))}
            />
          </Field>
          {number('areaM2', 'm²')}
          {type?.geometryKind === 'line' && number('ascentM', 'm')}
          {number('builtYear')}
        </div>
      </fieldset>
      <Attributes editor={editor} schema={type?.attributeSchema ?? {}} doubts={doubts} />
    </div>
  )
}

function Attributes({ editor, schema, doubts }: { editor: Editor; schema: Record<string, unknown>; doubts: Doubts }) {
  const { t } = useText()
  const properties = Object.entries((schema.properties ?? {}) as Record<string, AttributeSchema>)
  if (properties.length === 0) return null
  const { attributes } = editor.fields
  return (
    <fieldset>
      <legend>{t('edit.group.attributes')}</legend>
      <div className="edit-grid">
        {properties.map(([name, described]) => (
          <AttributeField
            key={name}
            name={name}
            schema={described}
            value={attributes[name]}
            changed={editor.isChanged('attributes')}
            {...doubts.of(`attributes.${name}`)}
            onChange={(value) => {
              const { [name]: _, ...others } = attributes
              editor.set('attributes', value === undefined ? others : { ...others, [name]: value })
            }}
          />
        ))}
      </div>
    </fieldset>
  )
}
