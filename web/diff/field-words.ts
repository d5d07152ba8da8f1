import type { Hours } from '../../api/contract/place-record.ts'
import type { PlaceTypes } from '../client/queries.ts'
import { formatSpans, weekRows } from '../format/hours.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'
import { attributeLines } from '../panel/attribute-lines.ts'

/** Fields of a record and their values in words, line by line, for diffs and merges. */

interface Context {
  language: Language
  t: Translate
  types: PlaceTypes | undefined
  /** Type of the place, whose schema names its attributes. */
  type: string
}

export function fieldTitle(field: string, { t, types, type, language }: Context): string {
  if (field.startsWith('attributes.')) {
    const name = field.slice('attributes.'.length)
    const schema = types?.types.find(({ code }) => code === type)?.attributeSchema
    const described = (schema?.properties as Record<string, { title?: string; 'x-titleEn'?: string }> | undefined)?.[
      name
    ]
    return (language === 'en' && described?.['x-titleEn']) || described?.title || name
  }
  const key = `edit.field.${field}`
  return key in zhCN ? t(key as TextKey) : field
}

/** A value as lines; none means that it is not there. */
export function valueLines(field: string, value: unknown, context: Context): string[] {
  const { language, t, types, type } = context
  if (value === null || value === undefined || value === '') return []
  if (field === 'hours') return hoursLines(value as Hours, context)
  if (field === 'geometry') return [shapeWords(value as { type: string; coordinates: unknown }, t)]
  if (field === 'priceFen') return [`¥${Number(value) / 100}`]
  if (field === 'type') return [nameOfCode(types?.types, String(value), language)]
  if (field === 'sports') return (value as string[]).map((code) => nameOfCode(types?.sports, code, language))
  if (field === 'accessibility') return (value as string[]).map((code) => t(`access.${code}` as TextKey))
  if (field === 'courts') {
    return (value as { sport: string; nameZh: string; nameEn: string | null; count: number }[]).map(
      (court) => `${nameOfCode(types?.sports, court.sport, language)} · ${nameIn(language, court)} × ${court.count}`,
    )
  }
  if (field === 'waypoints') {
    return (value as { nameZh: string; nameEn: string | null }[]).map((one) => nameIn(language, one))
  }
  if (field === 'equipment') {
    return (value as { nameZh: string; nameEn: string; count: number }[]).map(
      (piece) => `${nameIn(language, piece)} × ${piece.count}`,
    )
  }
  const schema = types?.types.find(({ code }) => code === type)?.attributeSchema ?? {}
  const attributes =
    field === 'attributes'
      ? (value as Record<string, unknown>)
      : field.startsWith('attributes.')
        ? { [field.slice('attributes.'.length)]: value }
        : null
  if (attributes) {
    const lines = attributeLines(attributes, schema, language, t)
    return field === 'attributes'
      ? lines.map(({ name, value: words }) => `${name}：${words}`)
      : lines.map((line) => line.value)
  }
  const choice = `${field}.${String(value)}`
  if (choice in zhCN) return [t(choice as TextKey)]
  if (Array.isArray(value)) return value.map(String)
  return [typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : String(value)]
}

function hoursLines({ weekly, holidays, exceptions }: Hours, { language, t }: Context): string[] {
  const day = (index: number): string => t(`edit.day.${index}` as TextKey)
  return [
    ...weekRows(weekly).map(
      ({ from, to, spans }) => `${day(from)}${to > from ? `–${day(to)}` : ''} ${formatSpans(spans, language)}`,
    ),
    ...(holidays ? [`${t('edit.hours.holidays')} ${formatSpans(holidays, language)}`] : []),
    ...exceptions.map(
      ({ from, to, open, reasonZh, reasonEn }) =>
        `${from}${to === from ? '' : `–${to}`} ${formatSpans(open, language)} ${(language === 'en' && reasonEn) || reasonZh}`,
    ),
  ]
}

function shapeWords({ type, coordinates }: { type: string; coordinates: unknown }, t: Translate): string {
  const count = (part: unknown): number =>
    typeof (part as unknown[])[0] === 'number'
      ? 1
      : (part as unknown[]).reduce<number>((sum, one) => sum + count(one), 0)
  if (type === 'Point') return (coordinates as number[]).map((value) => value.toFixed(6)).join(', ')
  return t('edit.map.shapeWords', {
    kind: t(/Line/.test(type) ? 'edit.map.line' : 'edit.map.area'),
    count: count(coordinates),
  })
}

const nameOfCode = (
  known: readonly { code: string; nameZh: string; nameEn: string }[] | undefined,
  code: string,
  language: Language,
): string => {
  const found = known?.find((one) => one.code === code)
  return found ? nameIn(language, found) : code
}
