import { pinyin } from 'pinyin-pro'
import type { z } from 'zod'
import { toMap } from '../../../../bim-viewer/ifc/placement.ts'
import type { searchIndoor } from '../../../contract/indoor.ts'
import { categoryOfUnit, findAmenities } from './find-amenities.ts'
import type { UnitRow } from './indoor-queries.ts'
import { labelOf } from './labels.ts'
import type { Indoor } from './read-indoor.ts'

type Item = z.output<typeof searchIndoor.reply>['items'][number]

/** What people call things, in both languages, beside the names themselves. */
const categoryWords: Record<string, string> = {
  court: '球场 场地 court',
  pool: '泳池 游泳池 游泳馆 pool swimming',
  seating: '看台 座位 观众席 stand seats seating',
  changing: '更衣室 更衣 换衣服 changing room locker',
  toilet: '厕所 卫生间 洗手间 wc toilet restroom bathroom',
  shower: '淋浴 洗澡 浴室 shower',
  'first-aid': '急救 医务室 first aid medical',
  lift: '电梯 直梯 无障碍 lift elevator',
  stair: '楼梯 stairs',
  stairs: '楼梯 stairs',
  escalator: '扶梯 自动扶梯 escalator',
  ramp: '坡道 无障碍 ramp',
  exit: '出口 入口 大门 出入口 exit entrance door',
  entrance: '大厅 门厅 lobby entrance',
  reception: '服务台 前台 售票 reception tickets information',
  food: '餐厅 咖啡 cafe food',
  shop: '商店 shop',
  office: '办公室 office',
  corridor: '走廊 corridor',
}

/** Everything on the floors that the words mean, the best first: names that begin so, names, then kinds. */
export function searchIndoorFor(indoor: Indoor, query: { q: string; limit: number }, sportNames: SportNames): Item[] {
  const wanted = plain(query.q)
  const toLonLat = toMap(indoor.building.placement)
  const order = new Map<number, number>(indoor.levels.map(({ id, ordinal }) => [id, Math.abs(ordinal)]))
  return thingsOf(indoor, sportNames)
    .map((thing) => ({ ...thing, score: scoreOf(thing, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || order.get(a.item.levelId)! - order.get(b.item.levelId)!)
    .slice(0, query.limit)
    .map(({ item, at }) => ({ ...item, at: toLonLat(at) }))
}

/** Names of a sport by its code. */
export type SportNames = ReadonlyMap<string, { nameZh: string; nameEn: string }>

interface Thing {
  item: Omit<Item, 'at'>
  at: [number, number]
  names: string[]
  kinds: string
}

function thingsOf(indoor: Indoor, sportNames: SportNames): Thing[] {
  // A shaft or stairwell is found as the lift or stairs in it, which say where they go.
  const ridden = new Set(indoor.connectors.flatMap(({ stops }) => stops.map(({ spaceId }) => spaceId)))
  const isRide = (unit: UnitRow) => ridden.has(unit.id) && ['lift', 'stairs'].includes(categoryOfUnit(unit))
  const units = indoor.units
    .filter((unit) => !isRide(unit))
    .map((unit): Thing => {
      const label = labelOf(unit)
      const category = categoryOfUnit(unit)
      const sport = unit.sport ? sportNames.get(unit.sport) : undefined
      const names = [label.zh, label.en, unit.name, unit.longName ?? '', pinyinOf(label.zh), initialsOf(label.zh)]
      return {
        item: {
          kind: 'space',
          id: unit.id,
          end: `space:${unit.id}`,
          levelId: unit.levelId,
          label,
          category,
          courtId: unit.courtId,
        },
        at: unit.display,
        names: names.map(plain),
        kinds: plain(
          `${categoryWords[category] ?? ''} ${unit.use ?? ''} ${sport?.nameZh ?? ''} ${sport?.nameEn ?? ''}`,
        ),
      }
    })
  const others = findAmenities(indoor)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, id, levelId, label, category, at }): Thing => {
      const near = toMap(indoor.building.placement)(at)
      const point = `point:${levelId},${near[0].toFixed(8)},${near[1].toFixed(8)}`
      return {
        item: {
          kind,
          id,
          end: kind === 'entrance' ? `entrance:${id}` : point,
          levelId,
          label,
          category,
          courtId: null,
        },
        at,
        names: [label.zh, label.en].map(plain),
        kinds: plain(categoryWords[category] ?? category),
      }
    })
  return [...units, ...others]
}

function scoreOf({ names, kinds }: Thing, wanted: string): number {
  if (wanted === '') return 0
  if (names.includes(wanted)) return 5
  if (names.some((name) => name.startsWith(wanted))) return 4
  if (names.some((name) => name.includes(wanted))) return 3
  return kinds.includes(wanted) ? 2 : 0
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·・()（）-]+/g, '')
const pinyinOf = (text: string): string => pinyin(text, { toneType: 'none', type: 'array' }).join('')
const initialsOf = (text: string): string =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('')
