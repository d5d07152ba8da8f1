import { useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import type { PlaceTypes } from '../client/queries.ts'
import { Picture } from '../files/picture.tsx'
import { useFiles } from '../files/use-files.ts'
import { useText } from '../i18n/use-text.tsx'
import { Glyph } from '../ui/glyph.tsx'

/** Its photos in a strip that swipes, else its illustrations; without any, the type's glyph on its colour, so that the panel keeps its shape. */
export function PlacePhotos({ place, types }: { place: Place; types: PlaceTypes | undefined }) {
  const { language, t } = useText()
  const [failed, setFailed] = useState<string[]>([])
  const type = types?.types.find(({ code }) => code === place.type)
  const colour = types?.categories.find(({ code }) => code === type?.category)?.colour
  const files = useFiles(place.id).data?.items ?? []
  const uploaded = files.filter(({ kind, pictures }) => kind === 'photo' && pictures.length > 0)
  const photos = uploaded.length > 0 ? [] : place.photos.filter(({ url }) => !failed.includes(url))
  const style = { '--category': colour } as React.CSSProperties
  if (photos.length + uploaded.length === 0) {
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
      tabIndex={photos.length + uploaded.length > 1 ? 0 : undefined}
      aria-label={t('place.photos')}
    >
      {uploaded.map((file) => {
        const caption = (language === 'en' ? file.captionEn : file.captionZh) || t('place.photos')
        return (
          <figure key={file.id}>
            <Picture pictures={file.pictures} alt={caption} sizes="(max-width: 768px) 100vw, 400px" />
          </figure>
        )
      })}
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
