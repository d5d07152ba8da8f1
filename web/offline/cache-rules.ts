/** How a request is answered: `shell` the page, `asset` a hashed file, `data` what may be read again offline, `pass` not ours. */
export type Kind = 'shell' | 'asset' | 'data' | 'pass'

const dataPaths = [
  /^\/tiles\/[a-z-]+\/\d+\/\d+\/\d+\.mvt$/,
  /^\/api\/(?:places|place-types|regions|nearest|markers|client-config|suggestions|locate|directions)(?:\/|$)/,
]

/** Sign-in, reports, revisions and the stream of changes are never kept. */
export function kindOf(request: { method: string; mode: string; url: string }, origin: string): Kind {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin) return 'pass'
  if (request.mode === 'navigate') return /^\/(?:$|places\/)/.test(url.pathname) ? 'shell' : 'pass'
  if (
    /^\/(?:assets|illustrations|files)\//.test(url.pathname) ||
    /^\/(?:icon[^/]*|manifest\.webmanifest)$/.test(url.pathname)
  ) {
    return 'asset'
  }
  if (/\/(?:revisions|reports)(?:\/|$)/.test(url.pathname)) return 'pass'
  return dataPaths.some((path) => path.test(url.pathname)) ? 'data' : 'pass'
}

/** Under which address a reply is kept: a tile asked for with one's own write in it (`atLeast`) is the tile all the same. */
export function storedUnder(address: string): string {
  const url = new URL(address)
  if (!url.searchParams.has('atLeast')) return address
  url.searchParams.delete('atLeast')
  return url.href
}

/** Files that a page of the built site names. */
export const assetsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/(?:src|href)="(\/(?:assets\/|icon|manifest)[^"]*)"/g)].map((match) => match[1]!)),
]

/** Files that a built script may load later: the bundler keeps their names in one list at its head. */
export const lazyAssetsOf = (script: string): string[] => [
  ...new Set([...script.matchAll(/["'`]\/?(assets\/[\w.-]+\.(?:js|css))["'`]/g)].map((match) => `/${match[1]}`)),
]

/**
 * The stored list that comes closest to one asked for: the same question about nearly the same part of the map. A panel a
 * little higher or a window a little wider must not leave the reader without the list that was there a moment ago.
 * @returns the stored address, or null when none covers at least half of the union of both areas
 */
export function nearestList(asked: string, stored: readonly string[]): string | null {
  const [question, area] = splitArea(asked)
  if (!area) return null
  const candidates = stored.flatMap((address) => {
    const [storedQuestion, storedArea] = splitArea(address)
    return storedArea && storedQuestion === question ? [{ address, share: sharedArea(area, storedArea) }] : []
  })
  const best = candidates.reduce((a, b) => (b.share > a.share ? b : a), { address: '', share: 0 })
  return best.share >= 0.5 ? best.address : null
}

type Area = [number, number, number, number]

/** The address without its bbox, and the bbox. */
function splitArea(address: string): [string, Area | null] {
  const url = new URL(address)
  const area = url.searchParams.get('bbox')?.split(',').map(Number)
  url.searchParams.delete('bbox')
  return [url.href, area?.length === 4 && area.every(Number.isFinite) ? (area as Area) : null]
}

/** Intersection over union. */
function sharedArea(a: Area, b: Area): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const size = ([west, south, east, north]: Area): number => (east - west) * (north - south)
  return (width * height) / (size(a) + size(b) - width * height)
}
