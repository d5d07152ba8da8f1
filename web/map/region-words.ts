import type { Regions } from '../client/queries.ts'
import type { Language } from '../i18n/language.ts'
import { shortName } from './region-style.ts'

type Region = Regions[number]

/** As written on a map or an axis: 阿坝, Aba; “City” and the nationality are left out where there is no room for them. */
export const shortRegionName = (language: Language, region: Pick<Region, 'nameZh' | 'nameEn'>): string =>
  language === 'zh-CN'
    ? shortName(region.nameZh)
    : region.nameEn.replace(
        /( (Tibetan|Yi|Qiang|Tujia|Miao|Mongol|and|Various Nationalities))* (Autonomous )?(City|Prefecture|County|District|Municipality|Province)$/,
        '',
      )

/** From the province down to the region itself. */
export function ancestorsOf(region: Region | undefined, regions: Regions | undefined): Region[] {
  if (!region) return []
  const parent = regions?.find(({ code }) => code === region.parentCode)
  return [...ancestorsOf(parent, regions), region]
}
