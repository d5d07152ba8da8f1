import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The lists that come with the product as data: place types, sports, categories, equipment, surfaces. Order is display order. */

export interface PlaceTypeEntry {
  code: string
  category: string
  nameZh: string
  nameEn: string
  icon: string
  geometryKind: 'point' | 'line' | 'area' | 'point-or-area'
  ownership: 'public' | 'private' | 'either'
  sports: string[]
  nationalCode: string | null
  /** Kept so that old records stay readable; not offered for new ones. */
  deprecated: boolean
  weight: number
  attributeSchema: { type: 'object'; properties: Record<string, AttributeSchema>; additionalProperties: false }
}

/** JSON Schema of one attribute; `title` is Chinese, the rest of what a form shows is in `x-` keywords. */
export interface AttributeSchema {
  title: string
  'x-titleEn': string
  'x-unit'?: string
  'x-labels'?: Record<string, { zh: string; en: string }>
  type: 'number' | 'integer' | 'boolean' | 'string' | 'array'
  minimum?: number
  maximum?: number
  enum?: string[]
  pattern?: string
  maxItems?: number
  uniqueItems?: boolean
  items?: { type: 'string'; enum?: string[]; maxLength?: number }
}

export interface SportEntry {
  code: string
  nameZh: string
  nameEn: string
  icon: string
}

export interface CategoryEntry {
  code: string
  nameZh: string
  nameEn: string
  /** Fill behind a white glyph. */
  colour: string
}

export interface EquipmentEntry {
  kind: string
  nameZh: string
  nameEn: string
  setting: 'outdoor' | 'indoor' | 'pool' | 'test' | 'special'
}

export const readPlaceTypes = () => read<PlaceTypeEntry>('place-types.json')
export const readSports = () => read<SportEntry>('sports.json')
export const readCategories = () => read<CategoryEntry>('categories.json')
export const readEquipment = () => read<EquipmentEntry>('equipment.json')
export const readSurfaces = () => read<{ code: string; nameZh: string; nameEn: string }>('surfaces.json')

function read<Entry>(file: string): Entry[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Entry[]
}
