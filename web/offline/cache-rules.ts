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

/** Files of the shell that a page of the built site names. */
export const assetsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/(?:src|href)="(\/(?:assets\/|icon|manifest)[^"]*)"/g)].map((match) => match[1]!)),
]
