import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call, type ReplyOf } from '../api.ts'
import { filterQuery } from '../state/filter-query.ts'
import type { MapState } from '../state/map-state.ts'
import { ApiProblem } from './problem.ts'

export type PlaceTypes = ReplyOf<'placeTypes'>
export type Regions = ReplyOf<'listRegions'>['items']
export type PlaceRow = ReplyOf<'searchPlaces'>['items'][number]
export type RankedPlace = ReplyOf<'nearest'>['items'][number]

const hourMs = 3_600_000

/** A refusal is an answer and not asked again; a dead network is tried once more. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 1 && (!(error instanceof ApiProblem) || error.status >= 500),
        // The service worker answers without a network, so asking is right even then.
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always' },
    },
  })

export const placeTypesQuery = {
  queryKey: ['place-types'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call('placeTypes', { signal }),
  staleTime: hourMs,
}
export const regionsQuery = {
  queryKey: ['regions'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call('listRegions', { query: { limit: 500 }, signal })).items,
  staleTime: hourMs,
}
export const configQuery = {
  queryKey: ['client-config'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call('clientConfig', { signal }),
  staleTime: hourMs,
}

export const usePlaceTypes = () => useQuery(placeTypesQuery)
export const useRegions = () => useQuery(regionsQuery)
export const useConfig = () => useQuery(configQuery)

export type Bounds = [number, number, number, number]

/** To a metre: equal views make equal addresses, which caches know again. */
export const roundedBounds = (bounds: Bounds): Bounds =>
  bounds.map((degree) => Number(degree.toFixed(5))) as unknown as Bounds

type ListState = Pick<MapState, 'filters' | 'region' | 'q' | 'sort'>

/** Places of the map's view, or those a search finds anywhere (`bounds` null). */
export function usePlaceList(
  state: ListState,
  types: PlaceTypes['types'] | undefined,
  bounds: Bounds | null,
  enabled: boolean,
) {
  const query = {
    ...filterQuery(state, types ?? []),
    q: state.q || undefined,
    sort: state.q === '' && state.sort === 'relevance' ? undefined : state.sort,
    bbox: bounds ? roundedBounds(bounds) : undefined,
    facets: ['category' as const],
    limit: 30,
  }
  return useInfiniteQuery({
    queryKey: ['places', query],
    queryFn: ({ signal, pageParam }) => call('searchPlaces', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: enabled && types !== undefined,
  })
}

type NearState = Pick<MapState, 'filters' | 'region' | 'near' | 'preset'>

export function useNearest(state: NearState, types: PlaceTypes['types'] | undefined) {
  const { near } = state
  const query = {
    ...filterQuery(state, types ?? []),
    lon: near?.lon,
    lat: near?.lat,
    preset: state.preset,
    limit: 20,
  }
  return useQuery({
    queryKey: ['nearest', query],
    queryFn: ({ signal }) => call('nearest', { query, signal }),
    placeholderData: keepPreviousData,
    enabled: near !== null && types !== undefined,
  })
}

/** Counted markers for the filters that tiles do not know. */
export function useMarkers(
  state: Pick<MapState, 'filters' | 'region'>,
  types: PlaceTypes['types'] | undefined,
  bounds: Bounds | null,
  zoom: number,
  enabled: boolean,
) {
  const query = {
    ...filterQuery(state, types ?? []),
    bbox: bounds ? roundedBounds(bounds) : undefined,
    zoom: Math.min(20, Math.max(3, Math.round(zoom))),
    datum: 'WGS84' as const,
    limit: 500,
  }
  return useQuery({
    queryKey: ['markers', query],
    queryFn: ({ signal }) => call('markers', { query, signal }),
    placeholderData: keepPreviousData,
    enabled: enabled && bounds !== null && types !== undefined,
  })
}

export const usePlace = (id: number | null) =>
  useQuery({
    queryKey: ['place', id],
    queryFn: ({ signal }) => call('getPlace', { params: { id: id! }, signal }),
    enabled: id !== null,
  })

export const useRegion = (code: string | null) =>
  useQuery({
    queryKey: ['region', code],
    queryFn: ({ signal }) => call('getRegion', { params: { code: code! }, query: { geometry: 'simplified' }, signal }),
    enabled: code !== null,
    staleTime: hourMs,
  })

/** How many places each region holds under the filters, by code. */
export function useRegionCounts(
  state: Pick<MapState, 'filters'>,
  types: PlaceTypes['types'] | undefined,
  region: string | null,
) {
  const query = { ...filterQuery({ ...state, region }, types ?? []), facets: ['region' as const], limit: 1 }
  return useQuery({
    queryKey: ['region-counts', query],
    queryFn: ({ signal }) => call('searchPlaces', { query, signal }),
    placeholderData: keepPreviousData,
    enabled: types !== undefined,
  })
}
