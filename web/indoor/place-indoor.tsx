import './place-indoor.css'
import type { Place } from '../../api/contract/place-record.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { useHasFloors } from './use-indoor.ts'

/** In the panel of a place with floors: the way to its indoor map. */
export function PlaceIndoor({ place }: { place: Place }) {
  const { t } = useText()
  if (!useHasFloors(place)) return null
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
