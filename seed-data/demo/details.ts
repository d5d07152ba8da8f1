import { accessibilities, type Hours, type ownerships } from '../../api/contract/place-record.ts'
import type { EquipmentEntry, PlaceTypeEntry, SportEntry } from '../catalogue.ts'
import { makeAttributes } from './attributes.ts'
import { makeCourts, makeEquipment } from './facilities.ts'
import { typeHabits } from './habits.ts'
import { type HoursHabit, makeHours } from './hours.ts'
import { createRandom, type Random } from './random.ts'

/** Everything of a place that does not depend on where it is. Made in advance: many places share one. */
export interface Details {
  typeCode: string
  builtYear: number
  areaM2: number
  ownership: (typeof ownerships)[number]
  accessibility: string[]
  equipment: ReturnType<typeof makeEquipment>
  sports: string[]
  courts: ReturnType<typeof makeCourts>
  attributes: Record<string, unknown>
}

export const detailsPerType = 96
export const hoursPerHabit = 192

/** Far from any row's index, so that a place and its details do not draw the same numbers. */
const firstDetail = 0x40000000
const firstHours = 0x50000000

/** `detailsPerType` different details of one type. */
export function makeDetails(
  type: PlaceTypeEntry,
  typeIndex: number,
  seed: number,
  lists: { sports: ReadonlyMap<string, SportEntry>; equipment: readonly EquipmentEntry[] },
): Details[] {
  const random = createRandom()
  return Array.from({ length: detailsPerType }, (_, index) => {
    random.reset(seed, firstDetail + typeIndex * 1000 + index)
    const [low, high] = typeHabits[type.code]!.areaM2
    // Small ones are the more common, new ones too.
    const areaM2 = Math.round(low + (high - low) * random.next() ** 2)
    const builtYear = 2025 - Math.floor(38 * random.next() ** 1.8)
    const courts = makeCourts(type, lists.sports, random)
    const equipment = makeEquipment(type, lists.equipment, builtYear, random)
    const facts = {
      builtYear,
      areaM2,
      courtCount: courts.reduce((sum, court) => sum + court.count, 0),
      pieceCount: equipment.reduce((sum, item) => sum + item.count, 0),
    }
    return {
      typeCode: type.code,
      builtYear,
      areaM2,
      ownership: ownershipOf(type, random),
      accessibility: accessibilities.filter((feature) => random.chance(accessShare(type.category, feature))),
      equipment,
      // The sport that gives the type its name always, each other one mostly.
      sports: type.sports.filter((_, nth) => nth === 0 || random.chance(0.7)),
      courts,
      attributes: makeAttributes(type.attributeSchema.properties, facts, random),
    }
  })
}

/** `hoursPerHabit` different hours of one habit; null where they are not known. */
export function makeHoursList(habit: HoursHabit, habitIndex: number, seed: number): (Hours | null)[] {
  const random = createRandom()
  return Array.from({ length: hoursPerHabit }, (_, index) => {
    random.reset(seed, firstHours + habitIndex * 1000 + index)
    return makeHours(habit, random)
  })
}

function ownershipOf({ ownership, category }: PlaceTypeEntry, random: Random): Details['ownership'] {
  if (category === 'school') return 'school'
  if (ownership !== 'either') return ownership
  return random.chance(0.55) ? 'public' : random.chance(0.9) ? 'private' : 'other'
}

function accessShare(category: string, feature: (typeof accessibilities)[number]): number {
  if (category === 'trail') return feature === 'step-free-entrance' ? 0.15 : 0
  const built = ['venue', 'pool', 'stadium', 'school', 'service'].includes(category)
  if (feature === 'step-free-entrance') return built ? 0.6 : 0.35
  if (feature === 'hearing-loop') return built ? 0.05 : 0
  if (feature === 'wheelchair-seats') return ['venue', 'stadium'].includes(category) ? 0.3 : 0
  return built ? 0.35 : 0.08
}
