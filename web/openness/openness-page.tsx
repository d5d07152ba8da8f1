import '../booking/booking.css'
import './openness.css'
import { useEffect } from 'react'
import { BookingHead } from '../booking/booking-head.tsx'
import { useText } from '../i18n/use-text.tsx'
import { OpennessList } from './openness-list.tsx'
import { PlaceOpenness } from './place-openness.tsx'

/** `/openness`: how much places are visited and how open they are; `/openness/7` is one of them. */
export function OpennessPage() {
  const { t } = useText()
  const id = /^\/openness\/([1-9]\d{0,15})$/.exec(location.pathname)?.[1]
  useEffect(() => {
    document.title = `${t('openness.title')} · ${t('app.name')}`
  }, [t])
  if (id) return <PlaceOpenness placeId={Number(id)} />
  return (
    <main className="openness-page">
      <BookingHead title={t('openness.title')} line={t('openness.intro')} back="/" />
      <OpennessList />
    </main>
  )
}
