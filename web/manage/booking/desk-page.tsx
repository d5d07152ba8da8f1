import './desk.css'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { call } from '../../api.ts'
import { usePathname } from '../../console/console-address.ts'
import { ConsoleLink } from '../../console/console-link.tsx'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { PlaceChoice } from '../place-choice.tsx'
import { DaySheet } from './day-sheet.tsx'

const BookingList = lazy(() => import('./booking-list.tsx').then((part) => ({ default: part.BookingList })))
const SetUp = lazy(() => import('./set-up.tsx').then((part) => ({ default: part.SetUp })))
const Closures = lazy(() => import('./closures.tsx').then((part) => ({ default: part.Closures })))
const MoneyPage = lazy(() => import('./money.tsx').then((part) => ({ default: part.MoneyPage })))

/** `/manage/booking/7`: the desk of a place — today's courts first. */
export default function DeskPage() {
  const { t } = useText()
  const id = /^\/manage\/booking\/([1-9]\d{0,15})$/.exec(usePathname())?.[1]
  if (!id) return <PlaceChoice title={t('desk.title')} path="/manage/booking" />
  return <Desk placeId={Number(id)} />
}

function Desk({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const [tab, setTab] = useState('sheet')
  const place = useQuery({
    queryKey: ['place', placeId],
    queryFn: ({ signal }) => call('getPlace', { params: { id: placeId }, signal }),
  })
  const tabs = [
    { key: 'sheet', label: t('desk.sheet'), children: <DaySheet placeId={placeId} /> },
    { key: 'bookings', label: t('desk.bookings'), children: <BookingList placeId={placeId} /> },
    { key: 'setUp', label: t('desk.setUp'), children: <SetUp placeId={placeId} /> },
    { key: 'closures', label: t('desk.closures'), children: <Closures placeId={placeId} /> },
    { key: 'money', label: t('desk.money'), children: <MoneyPage placeId={placeId} /> },
  ]
  return (
    <section className="desk">
      <div className="console-title">
        <h2>{place.data ? nameIn(language, place.data) : t('desk.title')}</h2>
        <ConsoleLink to={`/manage/gate/${placeId}`}>{t('gate.title')}</ConsoleLink>
      </div>
      <nav className="desk-tabs" aria-label={t('desk.tabs')}>
        {tabs.map(({ key, label }) => (
          <button key={key} type="button" aria-current={key === tab ? 'page' : undefined} onClick={() => setTab(key)}>
            {label}
          </button>
        ))}
      </nav>
      <Suspense fallback={<div className="console-loading skeleton" aria-busy="true" />}>
        {tabs.find(({ key }) => key === tab)?.children}
      </Suspense>
    </section>
  )
}
