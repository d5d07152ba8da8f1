import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { Picture } from '../files/picture.tsx'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { labelIn } from './step-words.ts'
import type { Level, Unit } from './use-indoor.ts'

interface Props {
  placeId: number
  level: Level
  unit: Unit
  canLead: boolean
  onLead(): void
  onCode(): void
  onClose(): void
}

/** A room that was tapped or found: what it is, photos, the way there, booking, and its code for the wall. */
export function SpaceCard({ placeId, level, unit, canLead, onLead, onCode, onClose }: Props) {
  const { language, t } = useText()
  const { label, area, capacity, courtId, photos, reached } = unit.properties
  const facts = [
    labelIn(language, level.label),
    t('indoor.area', { area }),
    ...(capacity === null ? [] : [t('indoor.capacity', { count: capacity })]),
  ]
  return (
    <section className="indoor-card" aria-label={labelIn(language, label)}>
      <header>
        <h2>{labelIn(language, label)}</h2>
        <button type="button" className="icon-button" aria-label={t('indoor.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p className="soft">{facts.join(' · ')}</p>
      {reached !== 'yes' && <p className="indoor-note">{t(`indoor.reached.${reached}`)}</p>}
      {photos > 0 && <Photos placeId={placeId} unitId={unit.id} />}
      <div className="indoor-acts">
        {canLead && reached !== 'no' && (
          <button type="button" className="button primary" onClick={onLead}>
            <Icon name="route" />
            {t('indoor.leadMe')}
          </button>
        )}
        {courtId !== null && (
          <a className="button" href={`/booking/places/${placeId}?court=${courtId}`}>
            {t('indoor.book')}
          </a>
        )}
        <button type="button" className="button quiet" onClick={onCode}>
          {t('indoor.code')}
        </button>
      </div>
    </section>
  )
}

function Photos({ placeId, unitId }: { placeId: number; unitId: number }) {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['building', placeId],
    queryFn: ({ signal }) => call('getBuilding', { params: { id: placeId }, signal }),
    staleTime: 300_000,
  })
  const photos = data?.spaces.find(({ id }) => id === unitId)?.photos ?? []
  return (
    <ul className="indoor-photos" aria-label={t('indoor.photos')}>
      {photos.map(({ id, pictures, captionZh, name }) => (
        <li key={id}>
          <Picture pictures={pictures} alt={captionZh || name} sizes="160px" />
        </li>
      ))}
    </ul>
  )
}
