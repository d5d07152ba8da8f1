import './place-indoor.css'
import { useQuery } from '@tanstack/react-query'
import type { Place } from '../../api/contract/place-record.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

/** Degrees around a place in which its building stands. */
const around = 0.02

/** In the panel of a place with floors: the way to its indoor map. */
export function PlaceIndoor({ place }: { place: Place }) {
  const { t } = useText()
  const [lon, lat] = place.location
  const { data } = useQuery({
    queryKey: ['indoor-of', place.id],
    queryFn: ({ signal }) =>
      call('indoorInView', { query: { bbox: [lon - around, lat - around, lon + around, lat + around] }, signal }),
    staleTime: 300_000,
  })
  if (!data?.items.some(({ placeId }) => placeId === place.id)) return null
  return (
    <a className="place-indoor" href={`/places/${place.id}/indoor`}>
      <Icon name="layers" />
      <span>
        <b>{t('indoor.title')}</b>
        <span className="soft">{t('indoor.card')}</span>
      </span>
      <Icon name="next" />
    </a>
  )
}
