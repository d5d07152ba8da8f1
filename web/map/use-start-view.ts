import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import type { ReplyOf } from '../api.ts'
import { sidePixels } from '../panel/side-panel.tsx'
import type { MapState, MapView } from '../state/map-state.ts'
import { viewOfBounds } from './start-view.ts'

/** Shown when the server does not say what the registry covers. */
const fallbackExtent = [97.3, 26, 110.2, 34.3]

/** Where the map opens: where the address says, at the place it names, else on all that there is; null while that is asked. */
export function useStartView(
  state: MapState,
  config: UseQueryResult<ReplyOf<'clientConfig'>>,
  place: UseQueryResult<Place>,
  phone: boolean,
): MapView | null {
  const { view, placeId } = state
  const settled = config.data !== undefined || config.isError
  return useMemo(() => {
    if (view) return view
    if (place.data) return { lon: place.data.location[0], lat: place.data.location[1], zoom: 15 }
    if (!settled || (placeId !== null && !place.isError)) return null
    const size = phone ? [innerWidth - 36, innerHeight - 260] : [innerWidth - sidePixels - 100, innerHeight - 80]
    return viewOfBounds(config.data?.extent ?? fallbackExtent, size[0]!, size[1]!)
  }, [view, placeId, place.data, place.isError, settled, config.data, phone])
}
