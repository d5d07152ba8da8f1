import './place-model.css'
import type { Place } from '../../api/contract/place-record.ts'
import { formatArea } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { useBuilding } from './use-building.ts'

/** In the panel of a place with a model: how many floors and rooms there are to look at, and the way in. */
export function PlaceModel({ place }: { place: Place }) {
  const { language, t } = useText()
  const { data: building } = useBuilding(place.id)
  if (!building?.model) return null
  const floors = building.levels.filter(({ spaces }) => spaces > 0).length
  const area = building.spaces.reduce((sum, space) => sum + space.area, 0)
  return (
    <section className="model-card">
      <div>
        <h3>{t('model.title')}</h3>
        <p className="soft">
          {t('model.card', { floors, spaces: building.spaces.length, area: formatArea(area, language) })}
        </p>
      </div>
      <a className="button" href={`/places/${place.id}/model`}>
        {t('model.open')}
      </a>
    </section>
  )
}
