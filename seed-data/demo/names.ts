import type { NameStyle } from './habits.ts'
import { longest, only, type Pattern, patterns } from './name-patterns.ts'
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
