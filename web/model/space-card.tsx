import { Picture } from '../files/picture.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useWord } from '../indoor/use-word.ts'
import { areaWord, metresWord } from './figures.ts'
import { spaceName } from './names.ts'
import type { BuildingSpaceRow } from './use-building.ts'
import { useModel } from './view-context.ts'

/** A space for citizens: photos, what it is, and the ways on: book it, be led there, walk in. */
export function SpaceCard({ space, feature }: { space: BuildingSpaceRow; feature: number }) {
  const { language, t } = useText()
  const word = useWord()
  const { placeId, viewer } = useModel()
  const name = spaceName(space, language)
  const photos = space.photos.filter(({ pictures }) => pictures.length > 0)
  return (
    <div className="space-card">
      {photos.length > 0 && (
        <section className="space-photos" aria-label={t('model.photos')} tabIndex={photos.length > 1 ? 0 : undefined}>
          {photos.map((photo) => (
            <Picture
              key={photo.id}
              pictures={photo.pictures}
              alt={(language === 'en' ? photo.captionEn : photo.captionZh) || t('model.photoOf', { name })}
              sizes="320px"
            />
          ))}
        </section>
      )}
      <p className="model-actions">
        {space.court && (
          <a className="button primary" href={`/booking/places/${placeId}?court=${space.court.id}`}>
            {t('model.book')}
          </a>
        )}
        <a
          className={space.court ? 'button' : 'button primary'}
          href={`/places/${placeId}/indoor?to=space:${space.id}`}
        >
          {t('model.lead')}
        </a>
        <button
          type="button"
          className="button"
          onClick={() => viewer.setLook({ selected: new Set([feature]), mode: 'walk' })}
        >
          {t('model.enter')}
        </button>
      </p>
      <dl className="model-facts">
        {space.use && (
          <>
            <dt>{t('model.use')}</dt>
            <dd>{word(space.use)}</dd>
          </>
        )}
        {space.court && (
          <>
            <dt>{t('model.court')}</dt>
            <dd>{nameIn(language, space.court)}</dd>
          </>
        )}
        <dt>{t('model.area')}</dt>
        <dd>
          {areaWord(space.area, language)} <small className="soft">{t('model.area.computed')}</small>
        </dd>
        {space.declaredAreas.map(({ definition, area }) => (
          <div key={definition}>
            <dt>{definition}</dt>
            <dd>
              {areaWord(area, language)} <small className="soft">{t('model.area.declared')}</small>
            </dd>
          </div>
        ))}
        {space.capacity !== null && (
          <>
            <dt>{t('model.capacity')}</dt>
            <dd>{t('model.people', { count: space.capacity })}</dd>
          </>
        )}
        <dt>{t('model.height')}</dt>
        <dd>{metresWord(space.height, language)}</dd>
      </dl>
    </div>
  )
}
