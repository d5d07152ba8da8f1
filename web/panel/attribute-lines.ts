import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'

interface AttributeSchema {
  title?: string
  'x-titleEn'?: string
  'x-unit'?: string
  'x-labels'?: Record<string, { zh: string; en: string }>
}

/** A type's own attributes as names and values in words; the schema brings titles, units and labels. */
export function attributeLines(
  attributes: Record<string, unknown>,
  schema: Record<string, unknown>,
  language: Language,
  t: Translate,
): { name: string; value: string }[] {
  const properties = (schema.properties ?? {}) as Record<string, AttributeSchema>
  return Object.entries(attributes).flatMap(([key, value]) => {
    const described = properties[key]
    if (!described || value === null || value === undefined || value === '') return []
    const name = (language === 'en' && described['x-titleEn']) || described.title || key
    return [{ name, value: wordOf(value, described, language, t) }]
  })
}

function wordOf(value: unknown, schema: AttributeSchema, language: Language, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (Array.isArray(value)) {
    return value.map((item) => wordOf(item, schema, language, t)).join(language === 'en' ? ', ' : '、')
  }
  if (typeof value === 'number') {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: value >= 10_000 }).format(
      value,
    )
    return schema['x-unit'] ? `${number} ${schema['x-unit']}` : number
  }
  const label = schema['x-labels']?.[String(value)]
  return label ? (language === 'en' ? label.en : label.zh) : String(value)
}
