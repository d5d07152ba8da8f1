import { OpeningHoursRefused, parseOpeningHours } from '../parse-opening-hours.ts'
import type { PlaceType } from '../types.ts'

/** What a text of a file is worth in a field. Pure. */

export type Reading = { value: unknown } | { expected: Expected }
export interface Expected {
  code: string
  zh: string
  en: string
}

/** Words of the registry that files use instead of our codes. */
export interface Vocabulary {
  types: ReadonlyMap<string, PlaceType>
  sports: ReadonlyMap<string, string>
}

const value = (given: unknown): Reading => ({ value: given })
const expected = (code: string, zh: string, en: string): Reading => ({ expected: { code, zh, en } })

/** A cell without mark-up, needless space and words that mean nothing; '' is empty. */
export function cleanText(text: string, emptyWords: ReadonlySet<string>): string {
  const plain = /[<&\p{Cc}]/u.test(text)
    ? text
        .replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
        .replaceAll(/<\/?[a-z!][^>]*>/gi, ' ')
        .replaceAll(/&(nbsp|amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)
        .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    : text
  const trimmed = plain.trim().replaceAll(/\s{2,}/g, ' ')
  return emptyWords.has(trimmed) ? '' : trimmed
}
const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Reads a field of the record by its name; `attributes.x` by the schema of the type. */
export function readField(field: string, text: string, vocabulary: Vocabulary, type: PlaceType | null): Reading {
  if (field.startsWith('attributes.')) return readAttribute(field.slice(11), text, type)
  return Object.hasOwn(readers, field)
    ? readers[field]!(text, vocabulary)
    : expected('field-unknown', '映射里没有这个字段', 'a field that records have')
}

export const isField = (field: string): boolean => field.startsWith('attributes.') || Object.hasOwn(readers, field)

const plain = (text: string): Reading => value(text)
const listOf = (text: string): string[] =>
  text
    .split(/[;；,，、|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const readers: Readonly<Record<string, (text: string, vocabulary: Vocabulary) => Reading>> = {
  nameZh: plain,
  nameEn: plain,
  addressZh: plain,
  addressEn: plain,
  ownerName: plain,
  phone: plain,
  statusNote: plain,
  website: (text) => value(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`),
  aliases: (text) => value(listOf(text)),
  accessibility: (text) => value(listOf(text)),
  type: (text, { types }) => {
    const found = types.get(text) ?? types.get(text.toLowerCase())
    return found
      ? value(found.code)
      : expected(
          'type-unknown',
          '已登记的场馆类型；或在映射中把它对应到一个类型',
          'a type of the registry, or a code that the mapping turns into one',
        )
  },
  sports: (text, { sports }) => {
    const named = listOf(text)
    const unknown = named.find((name) => !sports.has(name))
    return unknown === undefined
      ? value([...new Set(named.map((name) => sports.get(name)!))])
      : expected('sport-unknown', `已登记的运动项目，“${unknown}”不是`, `sports of the registry; «${unknown}» is none`)
  },
  areaM2: (text) => measured(text, { 亩: 666.667, 公顷: 10_000, '㎡': 1, m2: 1, 'm²': 1, 平方米: 1, 平米: 1 }),
  ascentM: (text) => measured(text, metres),
  builtYear: (text) => {
    const year = /^(\d{4})\s*年?(?:[-/.年]\d{1,2}.*)?$/.exec(text.normalize('NFKC'))?.[1]
    return year
      ? value(Number(year))
      : expected('year-wrong', '四位数的年份，如 2015', 'a year of four digits, such as 2015')
  },
  priceYuan: (text) => {
    const read = measured(text, { 元: 1, '¥': 1 })
    return 'value' in read ? value(Math.round((read.value as number) * 100)) : read
  },
  fee: (text) =>
    oneOf(text, {
      free: 'free',
      免费: 'free',
      'low-fee': 'low-fee',
      低收费: 'low-fee',
      paid: 'paid',
      收费: 'paid',
      有偿: 'paid',
      unknown: 'unknown',
    }),
  ownership: (text) =>
    oneOf(text, {
      public: 'public',
      公共: 'public',
      国有: 'public',
      政府: 'public',
      private: 'private',
      私营: 'private',
      民营: 'private',
      社会: 'private',
      school: 'school',
      学校: 'school',
      教育: 'school',
      other: 'other',
      其他: 'other',
    }),
  status: (text) =>
    oneOf(text, {
      open: 'open',
      开放: 'open',
      营业: 'open',
      planned: 'planned',
      规划: 'planned',
      在建: 'planned',
      'temporarily-closed': 'temporarily-closed',
      暂停开放: 'temporarily-closed',
      closed: 'closed',
      关闭: 'closed',
      停用: 'closed',
    }),
  hours: (text) => {
    try {
      return value(parseOpeningHours(text))
    } catch (error) {
      if (!(error instanceof OpeningHoursRefused)) throw error
      return expected(
        'hours-wrong',
        'OpenStreetMap 写法的开放时间，如 Mo-Su 09:00-21:00',
        `opening hours as OpenStreetMap writes them (${error.message})`,
      )
    }
  },
  verifiedOn: (text) => {
    const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC')) ?? []
    const iso = year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : ''
    return iso !== '' && !Number.isNaN(Date.parse(iso))
      ? value(iso)
      : expected('date-wrong', '日期，如 2024-05-01', 'a day, such as 2024-05-01')
  },
}

const metres = { 米: 1, m: 1, 公里: 1000, 千米: 1000, km: 1000 }

/** A number as people write it: 1,200 · １２００ · 1.2万 · 300㎡. */
export function measured(text: string, units: Readonly<Record<string, number>> = {}): Reading {
  const found = /^([+-]?\d+(?:\.\d+)?)\s*(万)?\s*(\S*)$/.exec(
    text
      .normalize('NFKC')
      .replaceAll(/(?<=\d)[,\s](?=\d{3})/g, '')
      .replace(/^¥\s*/, ''),
  )
  const unit = found?.[3] ?? ''
  const factor = unit === '' ? 1 : Object.hasOwn(units, unit) ? units[unit]! : Number.NaN
  const number = Number(found?.[1]) * (found?.[2] ? 10_000 : 1) * factor
  if (!Number.isFinite(number))
    return expected('number-wrong', `数字${Object.keys(units).length > 0 ? '，可带单位' : ''}`, 'a number')
  return value(Math.round(number * 1000) / 1000)
}

function oneOf(text: string, words: Readonly<Record<string, string>>): Reading {
  const found = Object.hasOwn(words, text) ? words[text] : undefined
  const known = Object.keys(words).join('、')
  return found
    ? value(found)
    : expected(
        'word-unknown',
        `其中之一：${known}；或在映射中对应`,
        `one of ${known}, or a code that the mapping turns into one`,
      )
}

export function readBoolean(text: string): Reading {
  if (/^(true|yes|y|1|是|有|√)$/i.test(text)) return value(true)
  if (/^(false|no|n|0|否|无|没有|×)$/i.test(text)) return value(false)
  return expected('yes-no-wrong', '是或否', 'yes or no')
}

interface AttributeSchema {
  type?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  'x-labels'?: Record<string, { zh?: string; en?: string }>
}

function readAttribute(name: string, text: string, type: PlaceType | null): Reading {
  const properties = (type?.attributeSchema.properties ?? {}) as Record<string, AttributeSchema>
  if (!type || !Object.hasOwn(properties, name)) {
    return expected(
      'attribute-unknown',
      `类型“${type?.nameZh ?? '?'}”没有属性 ${name}`,
      `an attribute of the type ${type?.code ?? '?'}; it has no «${name}»`,
    )
  }
  const schema = properties[name]!
  if (schema.type === 'boolean') return readBoolean(text)
  if (schema.type === 'array') return value(listOf(text))
  if (schema.type === 'number' || schema.type === 'integer') {
    const read = measured(text, { ...metres, '㎡': 1, m2: 1, 平方米: 1, 件: 1, 个: 1, 片: 1, 人: 1, 座: 1, 层: 1 })
    if (!('value' in read)) return read
    const number = read.value as number
    const within =
      number >= (schema.minimum ?? -Infinity) &&
      number <= (schema.maximum ?? Infinity) &&
      (schema.type === 'number' || Number.isInteger(number))
    return within
      ? read
      : expected(
          'number-out-of-range',
          `${schema.minimum ?? ''}–${schema.maximum ?? ''} 之间的数`,
          `a number from ${schema.minimum ?? ''} to ${schema.maximum ?? ''}`,
        )
  }
  if (!schema.enum) return value(text)
  const labels = schema['x-labels'] ?? {}
  const found = schema.enum.find((code) => code === text || labels[code]?.zh === text || labels[code]?.en === text)
  const known = schema.enum.map((code) => labels[code]?.zh ?? code).join('、')
  return found ? value(found) : expected('word-unknown', `其中之一：${known}`, `one of ${schema.enum.join(', ')}`)
}
