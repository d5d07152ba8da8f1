import './place-indoor.css'
import { useEffect, useState } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { formatDistance } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Lead } from '../slots.ts'
import { Icon } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { indoorQuery, nothingShown } from './indoor-address.ts'
import { outdoorWords } from './outdoor-step.tsx'
import { problemWords } from './problem-words.ts'
import { labelIn } from './step-words.ts'
import { type Found, useHasFloors, useIndoor, useIndoorSearch, useRoute } from './use-indoor.ts'

/** Below the way to a place with floors: on to a room in it, by the entrance that is best for the whole way. */
export function LeadInside({ place, lead }: { place: Place; lead?: Lead }) {
  if (!useHasFloors(place) || !lead) return null
  return <Room place={place} lead={lead} />
}

function Room({ place, lead }: { place: Place; lead: Lead }) {
  const { language, t } = useText()
  const [text, setText] = useState('')
  const [room, setRoom] = useState<Found | null>(null)
  const [noStairs, setNoStairs] = useState(false)
  const q = useDebounced(text.trim(), 200)
  const found = useIndoorSearch(place.id, room || text.trim() === '' ? '' : q).data?.items ?? []
  return (
    <div className="lead-inside">
      <label>
        <span>{t('indoor.leadInside')}</span>
        <input
          type="search"
          value={room ? labelIn(language, room.label) : text}
          placeholder={t('indoor.leadInsideHint')}
          onChange={(event) => {
            setRoom(null)
            setText(event.target.value)
          }}
        />
      </label>
      {!room && text.trim() !== '' && (
        <ul>
          {found.slice(0, 5).map((item) => (
            <li key={`${item.kind}-${item.id}-${item.levelId}`}>
              <button type="button" onClick={() => setRoom(item)}>
                {labelIn(language, item.label)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {room && (
        <>
          <label className="lead-inside-switch">
            <input type="checkbox" checked={noStairs} onChange={(event) => setNoStairs(event.target.checked)} />
            {t('indoor.noStairs')}
          </label>
          <WholeWay placeId={place.id} room={room} noStairs={noStairs} lead={lead} />
        </>
      )}
    </div>
  )
}

interface WayProps {
  placeId: number
  room: Found
  noStairs: boolean
  lead: Lead
}

function WholeWay({ placeId, room, noStairs, lead: { origin, mode, onWay } }: WayProps) {
  const { language, t } = useText()
  const levels = useIndoor(placeId).data?.levels ?? []
  const from = `outside:${origin.lon.toFixed(7)},${origin.lat.toFixed(7)}`
  const { data: route, error } = useRoute(placeId, { from, to: room.end, noStairs, mode })
  const outdoor = route?.outdoor
  useEffect(() => {
    if (!route?.outdoor) return
    const { geometry, kind } = route.outdoor.way
    const inside = route.steps.flatMap(({ line }) => line)
    onWay({ kind, geometry: { type: 'LineString', coordinates: [...geometry.coordinates, ...inside] } })
    return () => onWay(null)
  }, [route, onWay])
  if (error)
    return (
      <p className="inline-problem" role="alert">
        {problemWords(error, t)}
      </p>
    )
  if (!route || !outdoor) return <span className="skeleton bar" />
  const level = levels.find(({ id }) => id === room.levelId)
  return (
    <div className="lead-inside-way" role="status">
      <p>
        {outdoorWords(outdoor.way, { distance: formatDistance(outdoor.way.distanceMetres, language), language, t })}
      </p>
      <p>
        {t('indoor.joined', {
          entrance: labelIn(language, outdoor.entrance.label),
          distance: formatDistance(route.metres, language),
          level: level ? labelIn(language, level.label) : '',
        })}
        {' · '}
        {t(route.stepFree ? 'indoor.stepFree' : 'indoor.hasSteps')}
      </p>
      <a
        className="text-button"
        href={`/places/${placeId}/indoor${indoorQuery({ ...nothingShown, from, to: room.end, noStairs })}`}
      >
        {t('indoor.openSteps')}
        <Icon name="next" size={18} />
      </a>
    </div>
  )
}
