import { fromLonLat } from 'ol/proj.js'
import type { ReplyOf } from '../api.ts'
import type { PlaceRow } from '../client/queries.ts'
import type { Mark } from './gather-marks.ts'

type PinnedPlace = Pick<PlaceRow, 'id' | 'nameZh' | 'nameEn' | 'type' | 'category' | 'status' | 'fee' | 'location'>

/** A place of a list as the pin that the tiles would draw for it. */
export function placeMark(place: PinnedPlace, rank?: number): Mark {
  const [x, y] = fromLonLat(place.location) as [number, number]
  return {
    key: `p${place.id}`,
    x,
    y,
    count: 1,
    shares: [{ category: place.category, count: 1 }],
    extent: [x, y, x, y],
    place: { ...place, ...(rank === undefined ? {} : { rank }) },
  }
}

type CountedMarker = ReplyOf<'markers'>['markers'][number]

/** A marker of the viewport endpoint: a pin when it is one place, else a disc. */
export function markerMark(marker: CountedMarker, index: number): Mark {
  const [x, y] = fromLonLat([marker.lon, marker.lat]) as [number, number]
  const category = marker.category ?? ''
  const single = marker.id !== null && marker.count === 1
  return {
    key: single ? `p${marker.id}` : `m${index}/${marker.count}`,
    x,
    y,
    count: marker.count,
    shares: marker.shares,
    extent: [x, y, x, y],
    place: single
      ? {
          id: marker.id!,
          nameZh: marker.nameZh ?? '',
          nameEn: marker.nameEn,
          type: marker.type ?? '',
          category,
          status: marker.status ?? 'open',
          fee: marker.fee ?? 'unknown',
        }
      : null,
  }
}
