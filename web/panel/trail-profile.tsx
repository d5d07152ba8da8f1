import { useMemo } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { formatDistance } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { alongOf, profileOf, profilePath } from './profile.ts'

const width = 340
const height = 84

/** Heights along a trail, drawn from its own coordinates. */
export function TrailProfile({ place }: { place: Place }) {
  const { language, t } = useText()
  const profile = useMemo(() => profileOf(place.geometry as { type: string; coordinates: unknown }), [place.geometry])
  if (!profile) return <Waypoints place={place} />
  const line = profilePath(profile, width, height)
  const length = formatDistance(place.lengthM ?? profile.length, language)
  const lowest = Math.round(profile.lowest)
  const highest = Math.round(profile.highest)
  return (
    <section className="place-section profile">
      <h3>
        {t('place.profile')}
        <span className="soft">
          {length}
          {place.ascentM !== null && place.ascentM > 0 && ` · ${t('place.ascent')} ${Math.round(place.ascentM)} m`}
        </span>
      </h3>
      <div className="profile-box">
        <svg
          viewBox={`0 -6 ${width} ${height + 6}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('place.profileLabel', { length, lowest, highest, ascent: Math.round(place.ascentM ?? 0) })}
        >
          <path className="profile-area" d={`${line}L${width} ${height}L0 ${height}Z`} />
          <path className="profile-line" d={line} />
          {place.waypoints.map((waypoint, index) => {
            const x = (alongOf(place.geometry, waypoint.position) / Math.max(1, profile.length)) * width
            // biome-ignore lint/suspicious/noArrayIndexKey: two points may share a name
            return <line key={index} className="profile-mark" x1={x} x2={x} y1={0} y2={height} />
          })}
        </svg>
        <span className="profile-high">{highest} m</span>
        <span className="profile-low">{lowest} m</span>
      </div>
      <div className="profile-axis">
        <span>0</span>
        <span>{length}</span>
      </div>
      <Waypoints place={place} />
    </section>
  )
}

/** What the walker meets, and how far from the start. */
function Waypoints({ place }: { place: Place }) {
  const { language, t } = useText()
  if (place.waypoints.length === 0) return null
  return (
    <ol className="waypoints" aria-label={t('edit.field.waypoints')}>
      {place.waypoints.map((waypoint, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two points may share a name
        <li key={index}>
          <span>{nameIn(language, waypoint)}</span>
          <span className="soft tabular">{formatDistance(alongOf(place.geometry, waypoint.position), language)}</span>
        </li>
      ))}
    </ol>
  )
}
