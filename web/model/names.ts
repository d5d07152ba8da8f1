import type { ConvertedBuilding } from '../../bim-viewer/ifc/converted-building.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'
import type { Building, BuildingSpaceRow } from './use-building.ts'

/** 墙; a class that has no word of ours stays as the schema calls it, without its prefix. */
export function classWord(ifcClass: string, t: Translate): string {
  const key = `model.kind.${ifcClass}`
  return key in zhCN ? t(key as TextKey) : ifcClass.replace(/^Ifc/, '')
}

export const spaceName = (space: BuildingSpaceRow, language: Language): string =>
  nameIn(language, { nameZh: space.nameZh, nameEn: space.nameEn }) || space.title

export function storeyName(
  guid: string | null,
  { levels }: Building,
  structure: ConvertedBuilding,
  language: Language,
): string {
  const level = levels.find((each) => each.guid === guid)
  const said = level && nameIn(language, { nameZh: level.nameZh, nameEn: level.nameEn })
  return said || level?.name || structure.storeys.find((each) => each.guid === guid)?.name || ''
}
