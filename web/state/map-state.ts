/** What the map page shows, all of it in the address. Coordinates are WGS84 degrees. */
export interface MapState {
  view: MapView | null
  placeId: number | null
  q: string
  filters: Filters
  region: string | null
  /** Where "near me" ranks from. */
  near: { lon: number; lat: number } | null
  preset: Preset
  sort: Sort
  /** Name of a base map of the configuration; `own` is the map of regions. */
  base: string
}

export interface MapView {
  lon: number
  lat: number
  zoom: number
}

export const presets = ['nearest', 'best', 'open-now', 'cheapest'] as const
export type Preset = (typeof presets)[number]
export const sorts = ['relevance', 'rating', 'price'] as const
export type Sort = (typeof sorts)[number]
export const statuses = ['planned', 'open', 'temporarily-closed', 'closed'] as const
export type Status = (typeof statuses)[number]
export const fees = ['free', 'low-fee', 'paid', 'unknown'] as const
export type Fee = (typeof fees)[number]

export interface Filters {
  category: string | null
  types: string[]
  sports: string[]
  statuses: Status[]
  fees: Fee[]
  openNow: boolean
  /** Today, as 19:00-21:00; null: whenever. */
  freeBetween: string | null
  accessible: boolean
  minRating: number | null
}

export const noFilters: Filters = {
  category: null,
  types: [],
  sports: [],
  statuses: [],
  fees: [],
  openNow: false,
  freeBetween: null,
  accessible: false,
  minRating: null,
}

export const startState: MapState = {
  view: null,
  placeId: null,
  q: '',
  filters: noFilters,
  region: null,
  near: null,
  preset: 'nearest',
  sort: 'relevance',
  base: 'own',
}

/** How many filters are set, for the badge on the filter button. */
export const countFilters = (filters: Filters): number =>
  (filters.category ? 1 : 0) +
  filters.types.length +
  filters.sports.length +
  filters.statuses.length +
  filters.fees.length +
  (filters.openNow ? 1 : 0) +
  (filters.freeBetween ? 1 : 0) +
  (filters.accessible ? 1 : 0) +
  (filters.minRating === null ? 0 : 1)
