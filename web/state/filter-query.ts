import type { Filters, MapState } from './map-state.ts'

interface TypeOfCategory {
  code: string
  category: string
}

/** Types that the filters let through: the chosen types, else all of the chosen category, else none (no limit). */
export function typesOf(filters: Filters, types: readonly TypeOfCategory[]): string[] {
  if (filters.types.length > 0) return filters.types
  if (filters.category === null) return []
  return types.filter((type) => type.category === filters.category).map((type) => type.code)
}

/** The filters as search, nearest and markers take them. */
export function filterQuery(state: Pick<MapState, 'filters' | 'region'>, types: readonly TypeOfCategory[]) {
  const { filters } = state
  return {
    region: state.region ?? undefined,
    type: typesOf(filters, types),
    sport: filters.sports,
    status: filters.statuses,
    fee: filters.fees,
    openNow: filters.openNow || undefined,
    ...freeToday(filters.freeBetween),
    accessible: filters.accessible || undefined,
    minRating: filters.minRating ?? undefined,
  }
}

/** «19:00-21:00» of the local day in Shanghai. */
function freeToday(between: string | null): { freeFrom?: string; freeTo?: string } {
  if (!between) return {}
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const [from, to] = between.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number) as [number, number]
    return new Date(Date.parse(`${day}T00:00:00+08:00`) + (hour * 60 + minute) * 60_000).toISOString()
  }) as [string, string]
  return { freeFrom: from, freeTo: to }
}

/** Tiles know facets of a place only. Hours, access and rating are asked of the marker endpoint instead. */
export const tilesKnow = (filters: Filters): boolean =>
  !filters.openNow && !filters.freeBetween && !filters.accessible && filters.minRating === null

/** The query of a tile's address, keys in one order so that equal filters share cached tiles. */
export function tileQuery(state: Pick<MapState, 'filters' | 'region'>, types: readonly TypeOfCategory[]): string {
  const { filters } = state
  const entries: [string, string][] = [
    ['type', typesOf(filters, types).toSorted().join(',')],
    ['sport', filters.sports.toSorted().join(',')],
    ['status', filters.statuses.toSorted().join(',')],
    ['fee', filters.fees.toSorted().join(',')],
    ['region', state.region ?? ''],
  ]
  const search = entries.filter(([, value]) => value !== '').map(([key, value]) => `${key}=${value}`)
  return search.length === 0 ? '' : `?${search.join('&')}`
}
