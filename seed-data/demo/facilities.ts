import type { z } from 'zod'
import type { court, equipmentItem } from '../../api/contract/place-record.ts'
import type { EquipmentEntry, PlaceTypeEntry, SportEntry } from '../catalogue.ts'
import type { Random } from './random.ts'

type Court = z.output<typeof court>
type EquipmentItem = z.output<typeof equipmentItem>

/** Net area of one court in square metres and whether it stands under a roof (null: either). */
const courtKinds: Readonly<
  Record<string, readonly [areaM2: number, indoor: boolean | null, surfaces: readonly string[]]>
> = {
  basketball: [420, null, ['acrylic', 'silicon-pu', 'concrete', 'interlocking-tiles']],
  football: [1800, false, ['artificial-turf', 'natural-turf']],
  futsal: [800, true, ['hardwood', 'pvc']],
  badminton: [82, true, ['pvc', 'hardwood']],
  'table-tennis': [28, true, ['pvc', 'hardwood', 'terrazzo']],
  tennis: [261, null, ['acrylic', 'clay', 'artificial-turf']],
  pickleball: [82, null, ['acrylic', 'silicon-pu']],
  volleyball: [162, null, ['acrylic', 'sand', 'silicon-pu']],
  gateball: [300, false, ['artificial-turf', 'sand']],
  swimming: [1250, true, []],
}

const indoorCategories = new Set(['venue', 'club', 'service'])
const manyCourts = new Set(['badminton-hall', 'table-tennis-hall', 'tennis-court', 'pickleball-court'])

/** Courts of the type's sports that have courts at all; a place keeps one to four kinds. */
export function makeCourts(type: PlaceTypeEntry, sports: ReadonlyMap<string, SportEntry>, random: Random): Court[] {
  if (['park', 'trail', 'fitness-path'].includes(type.category) && type.code !== 'sports-park') return []
  return type.sports
    .filter((sport) => courtKinds[sport] && random.chance(0.75))
    .map((sport) => {
      const [areaM2, indoor, surfaces] = courtKinds[sport]!
      const { nameZh, nameEn } = sports.get(sport)!
      const count = manyCourts.has(type.code) ? random.whole(3, 16) : random.whole(1, 4)
      const under =
        type.code === 'outdoor-pool' ? false : (indoor ?? (indoorCategories.has(type.category) || random.chance(0.15)))
      return {
        sport,
        nameZh: sport === 'swimming' ? '泳池' : sport === 'table-tennis' ? '乒乓球台' : `${nameZh}场`,
        nameEn: sport === 'swimming' ? 'Pool' : sport === 'table-tennis' ? 'Table tennis tables' : `${nameEn} court`,
        count,
        indoor: under,
        surface: surfaces.length > 0 ? random.pick(surfaces) : null,
        lit: under || random.chance(0.7),
        areaM2,
      }
    })
}

/** Pieces of equipment with counts; a fitness path has at least five pieces, as the national survey counts one. */
export function makeEquipment(
  type: PlaceTypeEntry,
  kinds: readonly EquipmentEntry[],
  builtYear: number,
  random: Random,
): EquipmentItem[] {
  const setting = settingOf(type)
  if (!setting) return []
  const fitting = kinds.filter((kind) => kind.setting === setting && suits(type, kind))
  const wanted = setting === 'outdoor' ? random.whole(5, 9) : random.whole(2, Math.max(2, fitting.length))
  const chosen = fitting
    .map((kind) => ({ kind, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, wanted)
  return chosen.map(({ kind }) => ({
    kind: kind.kind,
    nameZh: kind.nameZh,
    nameEn: kind.nameEn,
    count: setting === 'indoor' ? random.whole(1, 20) : random.whole(1, 3),
    year: Math.min(2025, builtYear + (random.chance(0.3) ? random.whole(0, 8) : 0)),
  }))
}

function settingOf({ code, category }: PlaceTypeEntry): EquipmentEntry['setting'] | null {
  if (code === 'cage-court') return null
  if (category === 'fitness-path' || code === 'children-playground' || code === 'fitness-plaza') return 'outdoor'
  if (category === 'pool') return 'pool'
  if (code === 'fitness-test-station') return 'test'
  if (['private-club', 'fitness-centre', 'community-fitness-room', 'boxing-gym', 'yoga-studio'].includes(code))
    return 'indoor'
  return code in specialKinds ? 'special' : null
}

const specialKinds: Readonly<Record<string, readonly string[]>> = {
  'ski-resort': ['skis'],
  'ice-rink': ['skates'],
  'archery-range': ['bows'],
  'water-sports-base': ['rowing-boat', 'kayak'],
  'sports-camp': ['tent'],
}

const indoorKinds: Readonly<Record<string, readonly string[]>> = {
  'yoga-studio': ['yoga-mats'],
  'boxing-gym': ['punch-bag', 'dumbbells', 'squat-rack'],
}

const hallOnly = new Set(['billiards-table', 'chess-table-indoor', 'table-tennis-table', 'punch-bag'])

function suits({ code }: PlaceTypeEntry, { kind, setting }: EquipmentEntry): boolean {
  if (setting === 'special') return specialKinds[code]!.includes(kind)
  if (setting === 'indoor') return indoorKinds[code]?.includes(kind) ?? !hallOnly.has(kind)
  return true
}
