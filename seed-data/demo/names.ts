import type { NameStyle } from './habits.ts'
import type { Random } from './random.ts'
import { baseNames, brands, civicNames, numbers, ordinals, roads, type Word, word } from './words.ts'

export interface PlaceName {
  zh: string
  en: string
  pinyin: string
  initials: string
}

/** Words that a place's surroundings give. */
export interface NameSetting {
  county: Word
  prefecture: Word
  town: Word
  type: Word
}

type Slot = keyof NameSetting | 'area' | 'base' | 'road' | 'ordinal' | 'number' | 'brand'
/** Chinese pattern, English pattern; the English one uses the words that the Chinese one drew. */
type Pattern = readonly [zh: string, en: string]

const patterns: Record<NameStyle, readonly Pattern[]> = {
  facility: [
    ['{town}{area}社区{type}', '{area} Community {type}, {town}'],
    ['{area}社区{type}', '{area} Community {type}'],
    ['{town}{base}村{type}', '{base} Village {type}, {town}'],
    ['{base}村{number}组{type}', '{base} Village Group {number} {type}'],
    ['{area}小区{type}', '{area} Residential Quarter {type}'],
    ['{base}{area}苑{type}', '{base} {area} Court {type}'],
    ['{road}口袋公园{type}', '{road} Pocket Park {type}'],
    ['{base}公园{type}（{number}号点）', '{base} Park {type} (No. {number})'],
    ['{town}文化广场{type}', '{town} Culture Square {type}'],
    ['{base}湿地公园{type}', '{base} Wetland Park {type}'],
  ],
  hall: [
    ['{county}{area}{type}', '{area} {type}, {county}'],
    ['{town}{type}', '{town} {type}'],
    ['{county}{town}{type}', '{town} {type}, {county}'],
    ['{road}{type}', '{road} {type}'],
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{county}{ordinal}{type}', '{county} {ordinal} {type}'],
    ['{county}青少年活动中心{type}', '{county} Youth Centre {type}'],
    ['{county}老年大学{type}', '{county} University for the Elderly {type}'],
  ],
  park: [
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{town}{base}{type}', '{base} {type}, {town}'],
    ['{base}河滨江{type}', '{base} Riverside {type}'],
    ['{base}湖{type}', '{base} Lake {type}'],
    ['{base}山{type}', '{base} Hill {type}'],
    ['{county}{area}{type}', '{area} {type}, {county}'],
  ],
  hiking: [
    ['{base}山登山步道', '{base} Mountain Hiking Trail'],
    ['{county}{base}岭登山步道', '{base} Ridge Hiking Trail, {county}'],
    ['{base}山至{base2}登山步道', '{base} Mountain to {base2} Hiking Trail'],
    ['{base}古道徒步线（第{number}段）', '{base} Old Road Walking Route (Section {number})'],
    ['{town}{base}森林步道', '{base} Forest Trail, {town}'],
  ],
  'fitness-trail': [
    ['{base}河健身步道', '{base} River Fitness Trail'],
    ['{base}湖环湖步道', '{base} Lake Circuit Trail'],
    ['{town}{area}健身步道', '{area} Fitness Trail, {town}'],
    ['{base}公园健身步道', '{base} Park Fitness Trail'],
    ['{base}绿道（{number}段）', '{base} Greenway (Section {number})'],
  ],
  cycling: [
    ['{base}江滨江骑行道', '{base} Riverside Cycling Path'],
    ['环{base}湖骑行道', '{base} Lake Circuit Cycling Path'],
    ['{county}{base}骑行绿道（{number}段）', '{base} Cycling Greenway (Section {number}), {county}'],
    ['{town}至{base}骑行道', '{town} to {base} Cycling Path'],
  ],
  school: [
    ['{county}{ordinal}中学{ground}', '{county} {ordinal} Middle School {ground}'],
    ['{town}中心小学{ground}', '{town} Central Primary School {ground}'],
    ['{base}{area}小学{ground}', '{base} {area} Primary School {ground}'],
    ['{base}中学{ground}', '{base} Middle School {ground}'],
    ['{county}{area}实验学校{ground}', '{area} Experimental School {ground}, {county}'],
    ['{county}{base}职业技术学校{ground}', '{base} Vocational School {ground}, {county}'],
  ],
  club: [
    ['{brand}{type}（{road}店）', '{brand} {type} ({road})'],
    ['{town}{brand}{type}', '{town} {brand} {type}'],
    ['{base}{brand}{type}', '{base} {brand} {type}'],
    ['{brand}{type}（{area}广场店）', '{brand} {type} ({area} Plaza)'],
    ['{brand}{type}（{town}店）', '{brand} {type} ({town})'],
  ],
  outdoor: [
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{base}山{type}', '{base} Mountain {type}'],
    ['{base}湖{type}', '{base} Lake {type}'],
    ['{county}{base}{type}', '{base} {type}, {county}'],
    ['{base}国际{type}', '{base} International {type}'],
    ['{town}{base}{type}', '{base} {type}, {town}'],
  ],
}

const longest: Pattern = [
  '{prefecture}{county}{town}{area}社区综合文化服务中心附属{type}（含室内羽毛球室、乒乓球室、老年人活动室与儿童康体区，{road}入口）',
  '{type} of the {area} Community Culture Centre, {town}, {county} (entrance {road})',
]

const only: Pattern = ['{county}{type}', '{county} {type}']

type Token = { slot: string } | { text: Word }
const compiled = new Map<Pattern, { zh: Token[]; en: string[] }>()

/** The one of its kind in a county: 武侯区体育馆. */
export const countyName = (setting: NameSetting, random: Random) => fill(only, setting, random)

/** A name in the manner of the style; seven in a thousand are as long as offices make them. */
export function placeName(style: NameStyle, setting: NameSetting, random: Random): PlaceName {
  if (style !== 'club' && random.chance(0.007)) return fill(longest, setting, random)
  return fill(random.pick(patterns[style]), setting, random)
}

function fill(pattern: Pattern, setting: NameSetting, random: Random): PlaceName {
  const { zh, en } = compile(pattern)
  const drawn: Record<string, Word> = {}
  const name: PlaceName = { zh: '', en: '', pinyin: '', initials: '' }
  for (const token of zh) {
    const piece = 'text' in token ? token.text : draw(token.slot, setting, random)
    if ('slot' in token) drawn[token.slot] = piece
    name.zh += piece.zh
    name.pinyin += piece.pinyin
    name.initials += piece.initials
  }
  // Odd parts of the English pattern are slots.
  for (const [index, part] of en.entries()) name.en += index % 2 === 1 ? drawn[part]!.en : part
  return name
}

const schoolGrounds = [word('操场', 'Sports Ground'), word('田径场', 'Track'), word('运动场', 'Sports Field')]

function draw(slot: string, setting: NameSetting, random: Random): Word {
  switch (slot as Slot | 'base2' | 'ground') {
    case 'area':
      return random.pick(random.chance(0.3) ? civicNames : baseNames)
    case 'base':
    case 'base2':
      return random.pick(baseNames)
    case 'road':
      return random.pick(roads)
    case 'ordinal':
      return random.pick(ordinals)
    case 'number':
      return random.pick(numbers)
    case 'brand':
      return random.pick(brands)
    case 'ground':
      return setting.type.zh === '学校体育馆' ? word('体育馆', 'Gymnasium') : random.pick(schoolGrounds)
    default:
      return setting[slot as keyof NameSetting]
  }
}

function compile(pattern: Pattern): { zh: Token[]; en: string[] } {
  let made = compiled.get(pattern)
  if (!made) {
    const zh = pattern[0]
      .split(/\{(\w+)\}/)
      .flatMap((part, index): Token[] =>
        index % 2 === 1 ? [{ slot: part }] : part === '' ? [] : [{ text: word(part) }],
      )
    made = { zh, en: pattern[1].split(/\{(\w+)\}/) }
    compiled.set(pattern, made)
  }
  return made
}
