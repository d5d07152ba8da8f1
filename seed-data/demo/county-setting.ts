import type { CountySource } from './counties.ts'
import { type CountyArea, prepareArea } from './county-area.ts'
import { createRandom } from './random.ts'
import { makeTowns, type Town } from './towns.ts'
import { type Word, word } from './words.ts'

/** A county made ready for placing. */
export interface CountySetting {
  code: string
  area: CountyArea
  towns: Town[]
  county: Word
  prefecture: Word
  /** 四川省成都市武侯区 and Wuhou District, Chengdu City, Sichuan Province: what addresses begin and end with. */
  addressZh: string
  addressEn: string
}

/** Towns depend on the seed and the county's code alone, not on how many places are made. */
export function prepareCounty(
  county: CountySource,
  seat: readonly [number, number] | undefined,
  seed: number,
): CountySetting {
  const area = prepareArea(county.polygons)
  const { nameZh, nameEn, prefectureZh, prefectureEn, provinceZh, provinceEn } = county
  return {
    code: county.code,
    area,
    towns: makeTowns(county, area, seat, createRandom(seed, Number(county.code))),
    county: word(nameZh, nameEn),
    prefecture: word(prefectureZh || provinceZh, prefectureEn || provinceEn),
    addressZh: `${provinceZh}${prefectureZh}${nameZh}`,
    addressEn: [nameEn, prefectureEn, provinceEn].filter((part) => part !== '').join(', '),
  }
}
