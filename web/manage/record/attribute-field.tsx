import { Input, InputNumber, Select } from 'antd'
import type { Language } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { Field } from './field.tsx'

/** What a type's JSON schema says of one attribute. */
export interface AttributeSchema {
  title?: string
  'x-titleEn'?: string
  'x-unit'?: string
  'x-labels'?: Record<string, { zh: string; en: string }>
  type?: string
  enum?: string[]
  items?: { type?: string; enum?: string[]; 'x-labels'?: Record<string, { zh: string; en: string }> }
  minimum?: number
  maximum?: number
  maxLength?: number
}

interface Props {
  name: string
  schema: AttributeSchema
  value: unknown
  error?: string | undefined
  warnings: readonly string[]
  changed: boolean
  onChange(value: unknown): void
}

export const attributeTitle = (name: string, schema: AttributeSchema | undefined, language: Language): string =>
  (language === 'en' && schema?.['x-titleEn']) || schema?.title || name

/** One attribute as the control that its schema asks for: number with unit and limits, choice, list, yes or no, text. */
export function AttributeField({ name, schema, value, onChange, ...about }: Props) {
  const { language } = useText()
  const id = `attribute-${name}`
  return (
    <Field id={id} label={attributeTitle(name, schema, language)} unit={schema['x-unit']} {...about}>
      <Control id={id} schema={schema} value={value} onChange={onChange} />
    </Field>
  )
}

function Control({ id, schema, value, onChange }: Pick<Props, 'schema' | 'value' | 'onChange'> & { id: string }) {
  const { language, t } = useText()
  const labels = schema['x-labels'] ?? schema.items?.['x-labels']
  const options = (schema.enum ?? schema.items?.enum)?.map((code) => ({
    value: code,
    label: (language === 'en' ? labels?.[code]?.en : labels?.[code]?.zh) ?? code,
  }))
  if (schema.type === 'boolean') {
    return (
      <Select
        id={id}
        allowClear
        value={value === undefined || value === null ? null : value ? 'yes' : 'no'}
        placeholder={t('edit.unknown')}
        onChange={(chosen) => onChange(chosen === undefined || chosen === null ? undefined : chosen === 'yes')}
        options={[
          { value: 'yes', label: t('common.yes') },
          { value: 'no', label: t('common.no') },
        ]}
      />
    )
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    return (
      <InputNumber
        id={id}
        className="full"
        value={(value as number | undefined) ?? null}
        {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
        {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
        {...(schema.type === 'integer' ? { precision: 0 } : {})}
        onChange={(number) => onChange(number ?? undefined)}
      />
    )
  }
  if (schema.type === 'array') {
    return (
      <Select
        id={id}
        mode={options ? 'multiple' : 'tags'}
        value={(value as string[] | undefined) ?? []}
        options={options ?? []}
        onChange={(list) => onChange(list.length > 0 ? list : undefined)}
      />
    )
  }
  if (options) {
    return (
      <Select
        id={id}
        allowClear
        showSearch
        optionFilterProp="label"
        value={(value as string | undefined) ?? null}
        placeholder={t('edit.unknown')}
        options={options}
        onChange={(chosen) => onChange(chosen ?? undefined)}
      />
    )
  }
  return (
    <Input
      id={id}
      value={(value as string | undefined) ?? ''}
      {...(schema.maxLength ? { maxLength: schema.maxLength } : {})}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  )
}
