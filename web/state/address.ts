import {
  type Filters,
  fees,
  type MapState,
  type MapView,
  noFilters,
  presets,
  sorts,
  startState,
  statuses,
} from './map-state.ts'

/**
 * State ⇄ address. `?z=11&lon=104.07&lat=30.66&type=gym&open=1`; a place is its own page, `/places/7`.
 * Reading never fails: what is out of range or unknown is left at its default, so an old or mangled link still opens.
 */
export function readAddress(pathname: string, search: string): MapState {
  const query = new URLSearchParams(search)
  const place = /^\/places\/([1-9]\d{0,15})(?:\/report)?\/?$/.exec(pathname)?.[1]
  return {
    view: readView(query),
    placeId: place ? Number(place) : null,
    q: (query.get('q') ?? '').slice(0, 100),
    filters: readFilters(query),
    region: /^[1-9]\d{5}$/.exec(query.get('region') ?? '')?.[0] ?? null,
    near: readPoint(query.get('near')),
    preset: oneOf(presets, query.get('preset')) ?? startState.preset,
    sort: oneOf(sorts, query.get('sort')) ?? startState.sort,
    base: /^[a-z0-9-]{1,40}$/.exec(query.get('base') ?? '')?.[0] ?? startState.base,
  }
}

/** The address of a state, path and query; defaults are left out. `kept` are parameters of others (lang) to carry along. */
export function writeAddress(state: MapState, kept: Record<string, string | null> = {}): string {
  const { view, filters } = state
  const entries: [string, string | null | undefined][] = [
    ['z', view && trim(view.zoom, 2)],
    ['lon', view && trim(view.lon, 5)],
    ['lat', view && trim(view.lat, 5)],
    ['q', state.q],
    ['region', state.region],
    ['category', filters.category],
    ['type', filters.types.join(',')],
    ['sport', filters.sports.join(',')],
    ['status', filters.statuses.join(',')],
    ['fee', filters.fees.join(',')],
    ['open', filters.openNow ? '1' : null],
    ['free', filters.freeBetween],
    ['accessible', filters.accessible ? '1' : null],
    ['rating', filters.minRating?.toString()],
    ['near', state.near && `${trim(state.near.lon, 5)},${trim(state.near.lat, 5)}`],
    ['preset', state.near && state.preset !== startState.preset ? state.preset : null],
    ['sort', state.sort === startState.sort ? null : state.sort],
    ['base', state.base === startState.base ? null : state.base],
    ...Object.entries(kept),
  ]
  const search = entries
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&')
  const path = state.placeId === null ? '/' : `/places/${state.placeId}`
  return search === '' ? path : `${path}?${search}`
}

function readView(query: URLSearchParams): MapView | null {
  const zoom = number(query.get('z'), 0, 22)
  const lon = number(query.get('lon'), -180, 180)
  const lat = number(query.get('lat'), -85.06, 85.06)
  return zoom === null || lon === null || lat === null ? null : { zoom, lon, lat }
}

function readFilters(query: URLSearchParams): Filters {
  return {
    ...noFilters,
    category: codes(query.get('category'))[0] ?? null,
    types: codes(query.get('type')),
    sports: codes(query.get('sport')),
    statuses: statuses.filter((status) => codes(query.get('status')).includes(status)),
    fees: fees.filter((fee) => codes(query.get('fee')).includes(fee)),
    openNow: query.get('open') === '1',
    freeBetween: /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/.exec(query.get('free') ?? '')?.[0] ?? null,
    accessible: query.get('accessible') === '1',
    minRating: number(query.get('rating'), 1, 5),
  }
}

function readPoint(text: string | null): { lon: number; lat: number } | null {
  const [first, second] = (text ?? '').split(',')
  const lon = number(first ?? null, -180, 180)
  const lat = number(second ?? null, -90, 90)
  return lon === null || lat === null ? null : { lon, lat }
}

const codes = (text: string | null): string[] =>
  [...new Set((text ?? '').split(','))].filter((code) => /^[a-z][a-z0-9-]{0,39}$/.test(code)).slice(0, 50)

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null =>
  known.find((value) => value === text) ?? null

function number(text: string | null, least: number, most: number): number | null {
  if (text === null || text.trim() === '') return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}

const trim = (value: number, digits: number): string => String(Number(value.toFixed(digits)))
