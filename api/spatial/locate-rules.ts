/** Coordinates as people type them. Pure. */

export interface Typed {
  lon: number
  lat: number
}

const latWords = /^(?:n|s|lat|latitude|北纬|南纬|纬度)/i
const negativeWords = /^(?:s|w|南纬|西经)/i

/**
 * Reads a pair of coordinates: `30.67,104.06`, `104.06 30.67`, `N30°40′ E104°04′`, `30°40'12"N, 104°3'36"E`, `北纬30.67° 东经104.06°`,
 * `geo:30.67,104.06`. Letters decide the axes; without them the ranges do: beyond 90 is a longitude, else what lies in China,
 * else latitude first, as people say it. Null when the text is no pair of coordinates on Earth.
 */
export function parseCoordinates(text: string): Typed | null {
  const numbers = readNumbers(text)
  if (!numbers) return null
  const [first, second] = numbers
  const typed = inOrder(first, second)
  return typed && Math.abs(typed.lat) <= 90 && Math.abs(typed.lon) <= 180 ? typed : null
}

interface Angle {
  degrees: number
  axis: 'lon' | 'lat' | null
}

const word = '(?:lat(?:itude)?|lon(?:gitude)?|lng|[nsew]|北纬|南纬|东经|西经|纬度|经度)'
const size =
  "\\s*[:=]?\\s*([+-]?\\d{1,3}(?:\\.\\d+)?)\\s*(?:[°º度]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*['′’分]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*(?:[\"″”秒]|''|′′)\\s*)?)?)?"
const angle = `(${word})?${size}(${word})?`
const pair = new RegExp(`^\\(?\\s*${angle}\\s*(?:[,;/、]|\\s)\\s*${angle}\\s*\\)?$`, 'i')
/** «N30°40′E104°04′»: nothing between the halves but the letter that begins the second. */
const touching = new RegExp(`^(${word})${size}()(${word})${size}()$`, 'i')

function readNumbers(text: string): [Angle, Angle] | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^geo:/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([,;/、]) ?/g, '$1')
  const found = pair.exec(plain) ?? touching.exec(plain)
  if (!found) return null
  const halves = [found.slice(1, 6), found.slice(6, 11)].map(readAngle)
  return halves[0] && halves[1] ? [halves[0], halves[1]] : null
}

function readAngle([before, degrees, minutes, seconds, after]: (string | undefined)[]): Angle | null {
  if ((before && after) || Number(minutes ?? 0) >= 60 || Number(seconds ?? 0) >= 60) return null
  const name = before ?? after
  const whole = Number(degrees)
  const size = Math.abs(whole) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600
  const isNegative = degrees!.startsWith('-') !== (name !== undefined && negativeWords.test(name))
  return {
    degrees: isNegative ? -size : size,
    axis: name === undefined ? null : latWords.test(name) ? 'lat' : 'lon',
  }
}

function inOrder(first: Angle, second: Angle): Typed | null {
  const lonFirst = { lon: first.degrees, lat: second.degrees }
  const latFirst = { lat: first.degrees, lon: second.degrees }
  if (first.axis !== null && first.axis === second.axis) return null
  if (first.axis === 'lon' || second.axis === 'lat') return lonFirst
  if (first.axis === 'lat' || second.axis === 'lon') return latFirst
  if (Math.abs(second.degrees) > 90) return latFirst
  if (Math.abs(first.degrees) > 90) return lonFirst
  return !isInChina(latFirst) && isInChina(lonFirst) ? lonFirst : latFirst
}

const isInChina = ({ lon, lat }: Typed): boolean => lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54.5

/**
 * Terms that place_search keeps of a name (see search_terms in the migrations): pairs of Chinese characters, groups of three letters of
 * pinyin, initials and English words, led by two blanks at a word's beginning. Empty when nothing is left to search by.
 */
export function nameTerms(text: string): { squashed: string; terms: string[] } {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s\p{P}\p{S}\p{C}]+/u)
    .filter((word) => word !== '')
  return { squashed: words.join(''), terms: [...new Set(words.flatMap(termsOfWord))] }
}

function termsOfWord(word: string): string[] {
  const characters = [...word]
  const isLatin = /^[a-z0-9]+$/.test(word)
  if (isLatin && characters.length < 3) return [word.padStart(3)]
  return runs(characters, isLatin ? 3 : Math.min(2, characters.length))
}

const runs = (characters: readonly string[], size: number): string[] =>
  characters.slice(0, characters.length - size + 1).map((_, n) => characters.slice(n, n + size).join(''))
