import { useState } from 'react'
import type { PlaceRow, PlaceTypes } from '../client/queries.ts'
import { Glyph } from '../ui/glyph.tsx'

interface Props {
  photo: PlaceRow['photo']
  type: PlaceTypes['types'][number] | undefined
  types: PlaceTypes | undefined
  rank?: number | undefined
}

/** The picture of a row; without one (or when it fails) the type's glyph on its category's colour. */
export function PlaceThumb({ photo, type, types, rank }: Props) {
  const [failed, setFailed] = useState(false)
  const colour = types?.categories.find(({ code }) => code === type?.category)?.colour
  return (
    <span className="thumb" style={{ '--category': colour } as React.CSSProperties}>
      {photo && !failed ? (
        <img src={photo.url} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
      ) : (
        <Glyph icon={type?.icon ?? 'generic'} size={34} />
      )}
      {rank !== undefined && <span className="rank">{rank}</span>}
    </span>
  )
}
