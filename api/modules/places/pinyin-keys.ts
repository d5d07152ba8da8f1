import { customPinyin, pinyin } from 'pinyin-pro'

export interface PinyinKeys {
  /** Syllables without tones and spaces: 武侯区 → wuhouqu. */
  pinyin: string
  /** First letters: whq. */
  initials: string
}

// Place names of the two provinces whose local reading is not the usual one of the characters.
customPinyin({ 郫都: 'pí dū', 新都: 'xīn dū', 丰都: 'fēng dū', 什邡: 'shí fāng', 筠连: 'jūn lián' })

/**
 * Search and sort keys of a Chinese name: lower case letters and digits only (ü is v), Latin parts and numbers kept whole.
 * Sorting by `pinyin` stands in for a Chinese collation, which the embedded database lacks.
 */
export function pinyinKeys(nameZh: string): PinyinKeys {
  const keys: PinyinKeys = { pinyin: '', initials: '' }
  const parts = pinyin(nameZh.normalize('NFKC'), { toneType: 'none', type: 'all', v: true, nonZh: 'consecutive' })
  for (const { isZh, pinyin: syllable, origin } of parts) {
    const letters = (isZh ? syllable : origin)
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
    keys.pinyin += letters
    keys.initials += isZh ? letters.slice(0, 1) : letters
  }
  return keys
}
