import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Place } from '../../api/contract/place-record.ts'
import { call, type ReplyOf } from '../api.ts'

export type Indoor = ReplyOf<'getIndoor'>
export type Level = Indoor['levels'][number]
export type Unit = Level['units']['features'][number]
export type Amenity = Level['amenities']['features'][number]
export type Route = ReplyOf<'indoorRoute'>
export type Step = Route['steps'][number]
export type Outdoor = NonNullable<Route['outdoor']>
export type LonLat = [number, number]
export type Found = ReplyOf<'searchIndoor'>['items'][number]

export const useIndoor = (placeId: number) =>
  useQuery({
    queryKey: ['indoor', placeId],
    queryFn: ({ signal }) => call('getIndoor', { params: { id: placeId }, signal }),
    staleTime: 300_000,
  })

/** Degrees around a place in which its building stands. */
const around = 0.02

/** Whether a place has floors on the map. */
export function useHasFloors({ id, location: [lon, lat] }: Place): boolean {
  const { data } = useQuery({
    queryKey: ['indoor-of', id],
    queryFn: ({ signal }) =>
      call('indoorInView', { query: { bbox: [lon - around, lat - around, lon + around, lat + around] }, signal }),
    staleTime: 300_000,
  })
  return data?.items.some(({ placeId }) => placeId === id) ?? false
}

interface Ask {
  from: string
  to: string
  noStairs: boolean
  mode?: 'walk' | 'ride' | 'drive' | 'transit'
}

export const useRoute = (placeId: number, ask: Ask | null) =>
  useQuery({
    queryKey: ['indoor-route', placeId, ask],
    queryFn: ({ signal }) =>
      call('indoorRoute', {
        params: { id: placeId },
        query: { from: ask!.from, to: ask!.to, stairs: ask!.noStairs ? 'avoid' : 'take', mode: ask!.mode ?? 'walk' },
        signal,
      }),
    enabled: ask !== null,
    staleTime: 300_000,
  })

export const useIndoorSearch = (placeId: number, q: string) =>
  useQuery({
    queryKey: ['indoor-search', placeId, q],
    queryFn: ({ signal }) => call('searchIndoor', { params: { id: placeId }, query: { q, limit: 30 }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  })
