import { readCategories, readEquipment, readPlaceTypes, readSports } from '../catalogue.ts'
import { allotPlaces, createTypeChooser } from './allotment.ts'
import type { CountySource } from './counties.ts'
import { prepareCounty } from './county-setting.ts'
import { type Details, type HoursText, makeDetails, makeHoursTexts } from './details.ts'
import { chooseKind, type GeometryKind, makeGeometry } from './geometry.ts'
import { firstTypes, typeHabits } from './habits.ts'
import type { HoursHabit } from './hours.ts'
import { countyName, placeName } from './names.ts'
import { demoSource } from './place-columns.ts'
import { pickTown } from './position.ts'
import { createRandom } from './random.ts'
import { makeStanding } from './standing.ts'
import { roads, word } from './words.ts'

export interface GeneratorOptions {
  counties: readonly CountySource[]
  seats: ReadonlyMap<string, readonly [number, number]>
  places: number
  seed: number
  /** Id of the first place; the others follow. */
  firstId?: number
}

/** Which rows to make: points go straight into the table, lines and areas through a staging table. */
export type RowChoice = 'points' | 'others' | 'all'

export interface DemoGenerator {
  /** COPY lines (see `placeColumns`) of the places with index in [from, to), in order, each ending in a newline. */
  lines(choice: RowChoice, from?: number, to?: number): Generator<string>
}

/**
 * The demo registry: invented places, the same bytes for the same counties, number and seed, whatever part of it is asked for. Nothing
 * grows with the number of places.
 */
export function createGenerator({ counties, seats, places, seed, firstId = 1 }: GeneratorOptions): DemoGenerator {
  const types = readPlaceTypes()
  const lists = { sports: new Map(readSports().map((sport) => [sport.code, sport])), equipment: readEquipment() }
  const settings = counties.map((county) => prepareCounty(county, seats.get(county.code), seed))
  const counts = allotPlaces(
    counties.map(({ population }) => population),
    places,
  )
  const typeWords = types.map(({ nameZh, nameEn }) => word(nameZh, nameEn))
  const detailsOf = new Map<number, Details[]>()
  const hoursOf = new Map<HoursHabit, HoursText[]>()
  const photos = photoTexts()
  const chooseType = createTypeChooser(types)
  const random = createRandom()

  /** The line of one place, or '' when its kind is not asked for. The order of the draws is what keeps the bytes the same. */
  function line(index: number, countyIndex: number, nth: number, choice: RowChoice): string {
    random.reset(seed, index)
    const typeIndex = chooseType(nth, random)
    const type = types[typeIndex]!
    const kind: GeometryKind = chooseKind(type, random)
    if (choice !== 'all' && (choice === 'points') !== (kind === 'point')) return ''
    const habit = typeHabits[type.code]!
    const county = settings[countyIndex]!
    const town = pickTown(nth < firstTypes.length ? county.towns.slice(0, 1) : county.towns, random)
    const details = random.pick(remembered(detailsOf, typeIndex, () => makeDetails(type, typeIndex, seed, lists)))
    const hours = random.pick(
      remembered(hoursOf, habit.hours, () =>
        makeHoursTexts(habit.hours, Object.keys(hoursHabits).indexOf(habit.hours), seed),
      ),
    )
    const geometry = makeGeometry(kind, type, details, town, county, random)
    const setting = {
      county: county.county,
      prefecture: county.prefecture,
      town: town.name,
      type: typeWords[typeIndex]!,
    }
    const isOnly =
      nth < firstTypes.length &&
      type.ownership !== 'private' &&
      type.category !== 'fitness-path' &&
      kind !== 'line' &&
      type.category !== 'school' &&
      type.category !== 'court'
    const name = isOnly ? countyName(setting, random) : placeName(habit.names, setting, random)
    const road = random.pick(roads)
    const number = random.whole(1, 398)
    const standing = makeStanding(habit, type, details, random)
    const isPlanned = standing.status === 'planned'
    const values: readonly (string | number | null)[] = [
      firstId + index,
      type.code,
      name.zh,
      name.en,
      random.chance(0.04) ? `{${town.name.zh}${type.nameZh}}` : '{}',
      geometry.geom,
      geometry.track,
      geometry.location,
      county.code,
      `${county.addressZh}${town.name.zh}${road.zh}${number}号`,
      `No. ${number} ${road.en}, ${town.name.en}, ${county.addressEn}`,
      standing.ownerName,
      details.ownership,
      geometry.areaM2,
      geometry.ascentM,
      isPlanned ? null : details.builtYear,
      standing.phone,
      random.chance(0.06) ? `https://venue-${index + 1}.example/` : null,
      isPlanned ? null : hours.hours,
      isPlanned ? null : hours.openDays,
      isPlanned ? null : hours.exceptionDays,
      standing.fee,
      standing.priceFen,
      details.accessibility,
      details.equipment,
      details.sports,
      details.courts,
      details.attributes,
      random.chance(0.7) ? random.pick(photos.get(type.category)!) : '[]',
      standing.status,
      standing.statusNote,
      standing.rating,
      standing.ratingCount,
      standing.weight,
      demoSource,
      `${seed}-${index + 1}`,
      standing.verifiedOn,
      't',
      name.pinyin,
      name.initials,
    ]
    return `${values.map(fieldText).join('\t')}\n`
  }

  return {
    *lines(choice, from = 0, to = places) {
      let start = 0
      for (const [countyIndex, count] of counts.entries()) {
        for (let index = Math.max(from, start); index < Math.min(to, start + count); index++) {
          const text = line(index, countyIndex, index - start, choice)
          if (text !== '') yield text
        }
        start += count
      }
    },
  }
}

const fieldText = (value: string | number | null) => value ?? '\\N'

const hoursHabits: Record<HoursHabit, true> = {
  outdoor: true,
  venue: true,
  court: true,
  school: true,
  club: true,
  service: true,
}

function remembered<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** Two drawings for each category, labelled as what they are. */
function photoTexts(): ReadonlyMap<string, string[]> {
  return new Map(
    readCategories().map(({ code }) => [
      code,
      [1, 2].map((nth) =>
        JSON.stringify([
          {
            url: `/illustrations/${code}-${nth}.webp`,
            width: 640,
            height: 400,
            captionZh: '示意图',
            captionEn: 'Illustration',
            illustration: true,
          },
        ]),
      ),
    ]),
  )
}
