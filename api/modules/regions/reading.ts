import { pinyin } from 'pinyin-pro'

/** Names whose usual local reading differs from what the dictionary gives. */
const localReadings: Readonly<Record<string, readonly string[]>> = {
  郫都区: ['pi', 'du', 'qu'],
  丰都县: ['feng', 'du', 'xian'],
  新都区: ['xin', 'du', 'qu'],
  什邡市: ['shi', 'fang', 'shi'],
  筠连县: ['jun', 'lian', 'xian'],
}

export interface Reading {
  syllables: readonly string[]
  /** Syllables joined, such as `wuhouqu`: the key that names are sorted and searched by. */
  pinyin: string
  /** First letters, such as `whq`. */
  initials: string
}

/** Reads the Chinese name of an administrative region aloud: toneless pinyin, ü written v as keyboards do. */
export function readRegionName(nameZh: string): Reading {
  const syllables =
    localReadings[nameZh] ?? pinyin(nameZh, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
  const letters = syllables.map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  return {
    syllables: letters,
    pinyin: letters.join(''),
    initials: letters.map((syllable) => syllable.slice(0, 1)).join(''),
  }
}
