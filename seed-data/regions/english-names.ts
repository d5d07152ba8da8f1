import { readRegionName } from '../../api/modules/regions/reading.ts'

/**
 * Official forms that pinyin of the whole name does not give: provinces, autonomous units, and the names that the standard
 * romanisation of place names (GB/T 2260) takes from Tibetan.
 */
const officialNames: Readonly<Record<string, string>> = {
  '500000': 'Chongqing Municipality',
  '510000': 'Sichuan Province',
  '500240': 'Shizhu Tujia Autonomous County',
  '500241': 'Xiushan Tujia and Miao Autonomous County',
  '500242': 'Youyang Tujia and Miao Autonomous County',
  '500243': 'Pengshui Miao and Tujia Autonomous County',
  '510726': 'Beichuan Qiang Autonomous County',
  '511132': 'Ebian Yi Autonomous County',
  '511133': 'Mabian Yi Autonomous County',
  '513200': 'Aba Tibetan and Qiang Autonomous Prefecture',
  '513201': 'Barkam City',
  '513230': 'Zamtang County',
  '513232': 'Zoigê County',
  '513300': 'Garzê Tibetan Autonomous Prefecture',
  '513326': 'Dawu County',
  '513328': 'Garzê County',
  '513330': 'Dêgê County',
  '513331': 'Baiyü County',
  '513332': 'Sêrxü County',
  '513333': 'Sêrtar County',
  '513338': 'Dêrong County',
  '513400': 'Liangshan Yi Autonomous Prefecture',
  '513422': 'Muli Tibetan Autonomous County',
}

const kinds: Readonly<Record<string, string>> = { 市: 'City', 区: 'District', 县: 'County' }

/** English name of a region: the official form where there is one, else the romanised name and its kind ("Wuhou District"). */
export function englishName(code: string, nameZh: string): string {
  const official = officialNames[code]
  if (official) return official
  const kind = kinds[nameZh.slice(-1)]
  if (!kind)
    throw new Error(`${code} ${nameZh}: neither 市, 区 nor 县; add its official English name to english-names.ts.`)
  const syllables = readRegionName(nameZh).syllables
  // A name of one character keeps its suffix in the romanised word: 荣县 is Rongxian County, 东区 Dongqu District.
  const specific = nameZh.length === 2 ? syllables : syllables.slice(0, -1)
  return `${romanised(specific)} ${kind}`
}

/** One word, an apostrophe before a syllable that begins with a vowel: Ya'an, Guang'an. */
function romanised(syllables: readonly string[]): string {
  const word = syllables.reduce((text, syllable) => text + (/^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
