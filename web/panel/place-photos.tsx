import { useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import type { PlaceTypes } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { Glyph } from '../ui/glyph.tsx'

/** The pictures in a strip that swipes; without any, the type's glyph on its colour, so that the panel keeps its shape. */
export function PlacePhotos({ place, types }: { place: Place; types: PlaceTypes | undefined }) {
  const { language, t } = useText()
  const [failed, setFailed] = useState<string[]>([])
  const type = types?.types.find(({ code }) => code === place.type)
  const colour = types?.categories.find(({ code }) => code === type?.category)?.colour
  const photos = place.photos.filter(({ url }) => !failed.includes(url))
  const style = { '--category': colour } as React.CSSProperties
  if (photos.length === 0) {
    return (
      <div className="photos none" style={style}>
        <Glyph icon={type?.icon ?? 'generic'} size={72} />
      </div>
    )
  }
  return (
    <section
      className="photos"
      style={style}
      tabIndex={photos.length > 1 ? 0 : undefined}
      aria-label={t('place.photos')}
    >
      {photos.map((photo) => {
        const caption = language === 'en' ? photo.captionEn : photo.captionZh
        return (
          <figure key={photo.url}>
            <img
              src={photo.url}
              alt={caption}
              width={photo.width}
              height={photo.height}
              decoding="async"
              onError={() => setFailed((before) => [...before, photo.url])}
            />
            {photo.illustration && <figcaption>{t('place.illustration')}</figcaption>}
          </figure>
        )
      })}
    </section>
  )
}
