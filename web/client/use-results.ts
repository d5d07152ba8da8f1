import { useCallback } from 'react'
import { filterQuery } from '../state/filter-query.ts'
import type { MapState } from '../state/map-state.ts'
import {
  type Bounds,
  type PlaceRow,
  type PlaceTypes,
  type RankedPlace,
  roundedBounds,
  useNearest,
  usePlaceList,
} from './queries.ts'

export interface ResultRow {
  place: PlaceRow
  /** Rank from 1 and reasons, when ranked from a point. */
  ranked?: RankedPlace
  rank?: number
}

export interface Results {
  rows: ResultRow[]
  /** Exact number of matches; null while it is being counted. */
  total: number | null
  loading: boolean
  /** The rows belong to the view or filters before; the new ones are on their way. */
  stale: boolean
  error: unknown
  weights: RankedPlace['scoreParts'] | null
  more: (() => void) | null
  loadingMore: boolean
  /** What the list asks for, for an export of all of it; null for a ranking, which is no set. */
  exportQuery: object | null
  retry(): void
}

/** What the list shows: the ranking from a point, the finds of a search, or the places of the map's view. */
export function useResults(state: MapState, types: PlaceTypes['types'] | undefined, view: Bounds | null): Results {
  const ranking = state.near !== null
  const bounds = state.q === '' ? view : null
  const list = usePlaceList(state, types, bounds, !ranking && (state.q !== '' || view !== null))
  const nearest = useNearest(state, types)
  const { fetchNextPage, refetch } = list
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  if (ranking) {
    const items = nearest.data?.items ?? []
    return {
      rows: items.flatMap((ranked, index) => (ranked.place ? [{ place: ranked.place, ranked, rank: index + 1 }] : [])),
      total: nearest.data ? items.length : null,
      loading: nearest.isPending,
      stale: nearest.isPlaceholderData,
      error: nearest.data ? null : nearest.error,
      weights: nearest.data?.weights ?? null,
      more: null,
      loadingMore: false,
      exportQuery: null,
      retry: () => void nearest.refetch(),
    }
  }
  return {
    rows: list.data?.pages.flatMap((page) => page.items.map((place) => ({ place }))) ?? [],
    total: list.data?.pages[0]?.total ?? null,
    loading: list.isPending,
    stale: list.isPlaceholderData,
    error: list.isError && (list.isPlaceholderData || !list.data) ? list.error : null,
    weights: null,
    more: list.hasNextPage ? more : null,
    loadingMore: list.isFetchingNextPage,
    exportQuery: {
      ...filterQuery(state, types ?? []),
      q: state.q || undefined,
      bbox: bounds ? roundedBounds(bounds) : undefined,
    },
    retry: () => void refetch(),
  }
}
