import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../../api.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'

/** Half a side of the square that is looked at, in degrees: about 600 m. */
const reach = 0.006
const most = 15

/** The places around, with their true shapes: to see them, and to snap to them. */
export function useNeighbours(placeId: number, [lon, lat]: readonly [number, number]) {
  const { language } = useText()
  const bbox: [number, number, number, number] = [lon - reach, lat - reach, lon + reach, lat + reach]
  const near = useQuery({
    queryKey: ['neighbours', placeId],
    queryFn: ({ signal }) => call('searchPlaces', { query: { bbox, limit: most }, signal }),
    staleTime: 300_000,
  })
  const others = (near.data?.items ?? []).filter(({ id }) => id !== placeId)
  const places = useQueries({
    queries: others.map(({ id }) => ({
      queryKey: ['place', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => call('getPlace', { params: { id }, signal }),
      staleTime: 300_000,
    })),
  })
  const known = places.flatMap(({ data }) => (data ? [data] : []))
  const key = known.map(({ id, version }) => `${id}.${version}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says which places these are
  return useMemo(
    () => known.map((place) => ({ geometry: place.geometry as object, name: nameIn(language, place) })),
    [key, language],
  )
}
