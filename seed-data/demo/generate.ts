import { readCategories, readPlaceTypes } from '../catalogue.ts'
import { allotPlaces, createTypeChooser } from './allotment.ts'
import type { CountySource } from './counties.ts'
import { type CountySetting, prepareCounty } from './county-setting.ts'
import { detailsPerType, hoursPerHabit } from './details.ts'
import { type Dictionaries, makeDictionaries, photosPerCategory } from './dictionaries.ts'
import { chooseKind, makeGeometry } from './geometry.ts'
import { firstTypes, typeHabits } from './habits.ts'
import { hoursHabits } from './hours.ts'
import { countyName, placeName } from './names.ts'
import { pickTown } from './position.ts'
import { createRandom } from './random.ts'
import { copyLine } from './staged-columns.ts'
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

export interface DemoGenerator {
  dictionaries: Dictionaries
  /** COPY lines (see `stagedColumns`) of the places with index in [from, to), in order of county, each ending in a newline. */
  lines(from?: number, to?: number): Generator<string>
}

/** Kinds that a county has one of under its own name: 武侯区体育馆. */
const countyTypes = new Set([
  'gymnasium',
  'stadium',
  'fitness-centre',
  'natatorium',
  'sports-park',
  'fitness-test-station',
])

/**
 * The demo registry: invented places, the same bytes for the same counties, number and seed, whatever part of it is asked for. Nothing
 * grows with the number of places.
 */
export function createGenerator({ counties, seats, places, seed, firstId = 1 }: GeneratorOptions): DemoGenerator {
  const types = readPlaceTypes()
  const categories = readCategories().map(({ code }) => code)
  const typeFacts = types.map((type) => ({
    type,
    habit: typeHabits[type.code]!,
    // 社区 comes with the name of the community.
    name: word(type.nameZh.replace(/^社区/, ''), titleCase(type.nameEn.replace(/^Community /, ''))),
    firstHours: hoursHabits.indexOf(typeHabits[type.code]!.hours) * hoursPerHabit,
    firstPhoto: categories.indexOf(type.category) * photosPerCategory,
  }))
  const settings: CountySetting[] = []
  const settingOf = (index: number) =>
    (settings[index] ??= prepareCounty(counties[index]!, seats.get(counties[index]!.code), seed))
  const counts = allotPlaces(
    counties.map(({ population }) => population),
    places,
  )
  const dictionaries = makeDictionaries(seed)
  const chooseType = createTypeChooser(types)
  const random = createRandom()

  /** The order of the draws is what keeps the bytes the same. */
  function line(index: number, countyIndex: number, nth: number): string {
    random.reset(seed, index)
    const typeIndex = chooseType(nth, random)
    const { type, habit, name: typeName, firstHours, firstPhoto } = typeFacts[typeIndex]!
    const county = settingOf(countyIndex)
    const isFirst = nth < firstTypes.length
    const town = isFirst ? county.towns[0]! : pickTown(county.towns, random)
    const detail = typeIndex * detailsPerType + random.below(detailsPerType)
    const details = dictionaries.details[detail]!
    const geometry = makeGeometry(chooseKind(type, random), type, details, town, county, random)
    const setting = { county: county.county, prefecture: county.prefecture, town: town.name, type: typeName }
    const name =
      isFirst && countyTypes.has(type.code) ? countyName(setting, random) : placeName(habit.names, setting, random)
    const road = random.pick(roads)
    const number = random.whole(1, 398)
    const standing = makeStanding(habit, type, details, random)
    return copyLine([
      firstId + index,
      detail,
      standing.status === 'planned' ? null : firstHours + random.below(hoursPerHabit),
      random.chance(0.7) ? firstPhoto + random.below(photosPerCategory) : null,
      name.zh,
      name.en,
      random.chance(0.04) ? town.name.zh + type.nameZh : null,
      geometry.geom,
      geometry.track,
      county.code,
      `${county.addressZh}${town.name.zh}${road.zh}${number}号`,
      `No. ${number} ${road.en}, ${town.name.en}, ${county.addressEn}`,
      standing.ownerName,
      geometry.areaM2,
      geometry.lengthM,
      geometry.ascentM,
      standing.phone,
      random.chance(0.06) ? `https://venue-${index + 1}.example/` : null,
      standing.fee,
      standing.priceFen,
      standing.status,
      standing.statusNote,
      standing.rating,
      standing.ratingCount,
      standing.weight,
      standing.verifiedOn,
      name.pinyin,
      name.initials,
    ])
  }

  return {
    dictionaries,
    *lines(from = 0, to = places) {
      let start = 0
      for (const [countyIndex, count] of counts.entries()) {
        const end = Math.min(to, start + count)
        for (let index = Math.max(from, start); index < end; index++) yield line(index, countyIndex, index - start)
        start += count
      }
    },
  }
}

const titleCase = (text: string) => text.replaceAll(/\b[a-z](?=[a-z]{2})/g, (letter) => letter.toUpperCase())
