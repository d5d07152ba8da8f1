import type { Hours } from '../../api/contract/place-record.ts'
import { readCategories, readEquipment, readPlaceTypes, readSports } from '../catalogue.ts'
import { type Details, makeDetails, makeHoursList } from './details.ts'
import { exceptionDaysText, hoursHabits, openDaysText } from './hours.ts'
import { copyLine } from './staged-columns.ts'

/**
 * What places share, by number: details (type by type), hours (habit by habit) and photos (category by category). A place names its rows, and
 * the database joins them: JSON that is read once and not once a place is what makes loading fast (12 of 26 µs a row, measured).
 */
export interface Dictionaries {
  details: Details[]
  hours: (Hours | null)[]
  photos: unknown[]
}

export const photosPerCategory = 2

export function makeDictionaries(seed: number): Dictionaries {
  const lists = { sports: new Map(readSports().map((sport) => [sport.code, sport])), equipment: readEquipment() }
  return {
    details: readPlaceTypes().flatMap((type, index) => makeDetails(type, index, seed, lists)),
    hours: hoursHabits.flatMap((habit, index) => makeHoursList(habit, index, seed)),
    photos: readCategories().flatMap(({ code }) =>
      Array.from({ length: photosPerCategory }, (_, index) => [
        {
          url: `/illustrations/${code}-${index + 1}.webp`,
          width: 640,
          height: 400,
          captionZh: '示意图',
          captionEn: 'Illustration',
          illustration: true,
        },
      ]),
    ),
  }
}

/** COPY lines of each dictionary; the number of an entry is its position. */
export function dictionaryLines({ details, hours, photos }: Dictionaries): Record<keyof Dictionaries, string[]> {
  return {
    details: details.map((entry, index) =>
      copyLine([
        index,
        entry.typeCode,
        entry.builtYear,
        entry.ownership,
        entry.areaM2,
        arrayText(entry.accessibility),
        jsonText(entry.equipment),
        arrayText(entry.sports),
        jsonText(entry.courts),
        jsonText(entry.attributes),
      ]),
    ),
    hours: hours.map((entry, index) =>
      copyLine([index, entry && jsonText(entry), openDaysText(entry), exceptionDaysText(entry)]),
    ),
    photos: photos.map((entry, index) => copyLine([index, jsonText(entry)])),
  }
}

/** Codes only: nothing in them needs quoting. */
const arrayText = (codes: readonly string[]) => `{${codes.join(',')}}`

/** JSON as COPY's text format wants it: a backslash stands doubled. */
const jsonText = (value: unknown) => JSON.stringify(value).replaceAll('\\', '\\\\')
