import { accessibilities, type Hours, type ownerships } from '../../api/contract/places.ts'
import type { EquipmentEntry, PlaceTypeEntry, SportEntry } from '../catalogue.ts'
import { makeAttributes } from './attributes.ts'
import { makeCourts, makeEquipment } from './facilities.ts'
import { typeHabits } from './habits.ts'
import { exceptionDaysText, type HoursHabit, makeHours, openDaysText } from './hours.ts'
import { createRandom, type Random } from './random.ts'

/** Everything of a place that does not depend on where it is, ready for COPY. Made in advance: many places share one. */
export interface Details {
  builtYear: number
  areaM2: number
  ownership: (typeof ownerships)[number]
  accessibility: string
  equipment: string
  sports: string
  courts: string
  attributes: string
}

export interface HoursText {
  hours: string | null
  openDays: string | null
  exceptionDays: string | null
}

const variants = 192
/** Far from any row's index, so that a place and its details do not draw the same numbers. */
const firstIndex = 0x40000000

/** 192 different details of one type. */
export function makeDetails(
  type: PlaceTypeEntry,
  typeIndex: number,
  seed: number,
  lists: { sports: ReadonlyMap<string, SportEntry>; equipment: readonly EquipmentEntry[] },
): Details[] {
  const random = createRandom()
  return Array.from({ length: variants }, (_, index) => {
    random.reset(seed, firstIndex + typeIndex * 1000 + index)
    const [low, high] = typeHabits[type.code]!.areaM2
    // Small ones are the more common.
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
      builtYear,
      areaM2,
      ownership: ownershipOf(type, random),
      accessibility: arrayText(accessibilities.filter((feature) => random.chance(accessShare(type.category, feature)))),
      equipment: jsonText(equipment),
      sports: arrayText(sportsOf(type, random)),
      courts: jsonText(courts),
      attributes: jsonText(makeAttributes(type.attributeSchema.properties, facts, random)),
    }
  })
}

/** 256 different hours of one habit. */
export function makeHoursTexts(habit: HoursHabit, habitIndex: number, seed: number): HoursText[] {
  const random = createRandom()
  return Array.from({ length: 256 }, (_, index) => {
    random.reset(seed, firstIndex + 0x1000000 + habitIndex * 1000 + index)
    return hoursText(makeHours(habit, random))
  })
}

function hoursText(hours: Hours | null): HoursText {
  return {
    hours: hours && jsonText(hours),
    openDays: openDaysText(hours),
    exceptionDays: exceptionDaysText(hours),
  }
}

function ownershipOf({ ownership, category }: PlaceTypeEntry, random: Random): Details['ownership'] {
  if (category === 'school') return 'school'
  if (ownership !== 'either') return ownership
  return random.chance(0.55) ? 'public' : random.chance(0.9) ? 'private' : 'other'
}

/** The sport that gives the type its name always, each other one mostly. */
function sportsOf(type: PlaceTypeEntry, random: Random): string[] {
  return type.sports.filter((_, index) => index === 0 || random.chance(0.7))
}

function accessShare(category: string, feature: (typeof accessibilities)[number]): number {
  if (category === 'trail') return feature === 'step-free-entrance' ? 0.15 : 0
  const built = ['venue', 'pool', 'stadium', 'school', 'service'].includes(category)
  if (feature === 'step-free-entrance') return built ? 0.6 : 0.35
  if (feature === 'hearing-loop') return built ? 0.05 : 0
  if (feature === 'wheelchair-seats') return ['venue', 'stadium'].includes(category) ? 0.3 : 0
  return built ? 0.35 : 0.08
}

/** Codes only: nothing in them needs quoting. */
const arrayText = (codes: readonly string[]) => `{${codes.join(',')}}`

/** JSON as COPY's text format wants it: a backslash stands doubled. */
export const jsonText = (value: unknown) => JSON.stringify(value).replaceAll('\\', '\\\\')
