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
const angle = `(${word})?\\s*[:=]?\\s*([+-]?\\d{1,3}(?:\\.\\d+)?)\\s*(?:[°º度]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*['′’分]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*(?:["″”秒]|''|′′)\\s*)?)?)?(${word})?`
const pair = new RegExp(`^\\(?\\s*${angle}\\s*(?:[,;/、]|\\s)\\s*${angle}\\s*\\)?$`, 'i')
const touching = new RegExp(`^${angle}${angle}$`, 'i')

function readNumbers(text: string): [Angle, Angle] | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^geo:/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([,;/、]) ?/g, '$1')
  // «N30°40′E104°04′» has nothing between its halves; two bare numbers need something.
  const found = pair.exec(plain) ?? (/[nsew东西南北经纬]/i.test(plain) ? touching.exec(plain) : null)
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

/** Search terms of place_search for a name typed in Chinese, pinyin, initials or English; empty when nothing is left to search. */
export function nameTerms(text: string): { squashed: string; terms: string[] } {
  const squashed = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
  const characters = [...squashed]
  const isLatin = /^[a-z0-9]+$/.test(squashed)
  const size = isLatin ? 3 : 2
  if (characters.length === 0) return { squashed, terms: [] }
  if (characters.length < size) return { squashed, terms: [isLatin ? `^${squashed}` : squashed] }
  const runs = characters.slice(0, characters.length - size + 1).map((_, n) => characters.slice(n, n + size).join(''))
  return { squashed, terms: [...new Set(runs)] }
}
