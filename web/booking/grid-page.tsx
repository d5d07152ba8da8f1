import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { SignIn } from '../account/sign-in.tsx'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { usePlace } from '../client/queries.ts'
import { usePerson, useSignedIn } from '../client/session.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { BookingHead } from './booking-head.tsx'
import {
  type Chosen,
  cartOf,
  change,
  clashes,
  countOf,
  findCell,
  mostInOrder,
  sift,
  soonestDay,
  totalFen,
} from './choice.ts'
import { CourtGrid } from './court-grid.tsx'
import { DayTabs } from './day-tabs.tsx'
import { SessionList } from './session-list.tsx'
import { type Availability, type Cell, type Court, useAvailability, useLiveGrid } from './use-availability.ts'
import { mostWeeks, useSeries, Weekly } from './weekly.tsx'
import { clockOf, namesInLine, policyWords, priceWord, problemWords } from './words.ts'

/** The grid of a place: a day, its courts and hours; several cells in one order; live. */
export function GridPage({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const place = usePlace(placeId).data
  const { data: grid, error, refetch } = useAvailability(placeId)
  useLiveGrid(placeId)
  const [dayIndex, setDay] = useState<number | null>(null)
  const [sport, setSport] = useState<string | null>(null)
  const { chosen, lost, choose } = useChoice(grid)
  const name = place ? nameIn(language, place) : ''
  const person = usePerson().data
  const waiting = useMutation({
    mutationFn: ({ court, cell }: { court: Court; cell: Cell }) =>
      call('joinWaitlist', {
        body: { placeId, courtId: court.id, start: cell.start, kind: cell.prices[0]?.kind ?? 'adult' },
      }),
  })

  const sports = [...new Map(grid?.courts.map((court) => [court.sport ?? '', court])).values()]
  // A court asked for by the address (a room of the building links here) brings its sport with it.
  const askedCourt = grid?.courts.find(({ id }) => String(id) === new URLSearchParams(location.search).get('court'))
  const shownSport = sport ?? askedCourt?.sport ?? sports[0]?.sport ?? ''
  const ofSport = grid?.courts.filter((court) => (court.sport ?? '') === shownSport) ?? []
  const courts = ofSport.toSorted((a, b) => Number(b === askedCourt) - Number(a === askedCourt))
  // Once: what others take later must not turn the page.
  if (grid && dayIndex === null) setDay(soonestDay(courts))
  const day = dayIndex === null ? undefined : grid?.days[dayIndex]
  const sessions = courts.filter(({ capacity }) => capacity !== null)
  const plain = courts.filter(({ capacity }) => capacity === null)
  return (
    <main className="booking-page with-bar">
      <BookingHead title={name || t('booking.title')} line={t('booking.title')} back={`/places/${placeId}`} />
      {error && !grid && (
        <div className="notice" role="alert">
          <p>{t('booking.failed')}</p>
          <button type="button" className="button" onClick={() => refetch()}>
            {t('common.retry')}
          </button>
        </div>
      )}
      {!grid && !error && <GridSkeleton />}
      {grid && grid.courts.length === 0 && (
        <div className="notice">
          <p>{t('booking.empty')}</p>
          <a className="button" href={`/places/${placeId}`}>
            {t('booking.toPlace')}
          </a>
        </div>
      )}
      {grid && day && dayIndex !== null && grid.courts.length > 0 && (
        <>
          <HeldBanner placeId={placeId} />
          <DayTabs days={grid.days} chosen={dayIndex} onChoose={setDay} />
          {sports.length > 1 && (
            <fieldset className="segments booking-sports" aria-label={t('booking.sports')}>
              {sports.map((court) => (
                <label key={court.sport} className="segment">
                  <input
                    type="radio"
                    name="sport"
                    checked={court.sport === shownSport}
                    onChange={() => setSport(court.sport)}
                  />
                  <span>{nameIn(language, { nameZh: court.sportNameZh, nameEn: court.sportNameEn })}</span>
                </label>
              ))}
            </fieldset>
          )}
          {lost && (
            <p className="inline-problem" role="alert">
              {t('booking.lost', { cells: lost })}
            </p>
          )}
          {courts.every(({ cells }) => (cells[dayIndex] ?? []).length === 0) ? (
            <p className="booking-nothing soft">{t('booking.emptyDay')}</p>
          ) : (
            <>
              {plain.length > 0 && (
                <CourtGrid
                  courts={plain}
                  dayIndex={dayIndex}
                  day={day.day}
                  chosen={chosen}
                  isBlocked={(court, cell) => clashes(grid, chosen, { court, cell })}
                  onToggle={(cell, by) => choose(change(chosen, cell, by))}
                  onWait={person ? (court, cell) => waiting.mutate({ court, cell }) : undefined}
                />
              )}
              {sessions.map((court) => (
                <SessionList
                  key={court.id}
                  court={court}
                  dayIndex={dayIndex}
                  chosen={chosen}
                  onChange={(cell, by) => choose(change(chosen, cell, by))}
                />
              ))}
            </>
          )}
          {waiting.isSuccess && (
            <p className="inline-note" role="status">
              {t('booking.waiting', { ahead: waiting.data.ahead })} · <a href="/booking">{t('booking.waitMine')}</a>
            </p>
          )}
          {waiting.isError && (
            <p className="inline-problem" role="alert">
              {problemWords(waiting.error, t)}
            </p>
          )}
          {person && plain.some(({ waitlistPlaces }) => waitlistPlaces > 0) && (
            <p className="booking-policy soft">{t('booking.waitHint')}</p>
          )}
          <p className="booking-policy soft">
            {t('booking.policy', { terms: policyWords(courts[0]?.cancellation ?? [], t) })}
          </p>
          {place?.isDemo && <p className="booking-policy soft">{t('booking.demo')}</p>}
          <OrderBar placeId={placeId} grid={grid} chosen={chosen} />
        </>
      )}
    </main>
  )
}

/** What is chosen; a cell that somebody else took leaves it, and is named. */
function useChoice(grid: Availability | undefined) {
  const { language } = useText()
  const [chosen, setChosen] = useState<Chosen[]>([])
  const [lost, setLost] = useState('')
  useEffect(() => {
    if (!grid) return
    const sifted = sift(grid, chosen)
    if (sifted.lost.length === 0) return
    const names = sifted.lost.map((each) => {
      const court = findCell(grid, each)?.court
      return `${court ? nameIn(language, court) : ''} ${clockOf(each.start)}`
    })
    setLost(namesInLine(names, language))
    setChosen(sifted.kept)
  }, [grid, chosen, language])
  const choose = (next: Chosen[]) => {
    setLost('')
    setChosen(next)
  }
  return { chosen, lost, choose }
}

/** An order of this place that is still held: it is resumed, not made again. */
function HeldBanner({ placeId }: { placeId: number }) {
  const { t } = useText()
  const person = usePerson().data
  const { data } = useQuery({
    queryKey: ['booking-held', placeId, person?.id],
    queryFn: ({ signal }) => call('listMyOrders', { query: { placeId, state: 'held' }, signal }),
    enabled: Boolean(person),
    staleTime: 0,
  })
  const held = data?.items[0]
  if (!held) return null
  return (
    <div className="booking-held" role="status">
      <span>{t('booking.resume')}</span>
      <a className="button" href={`/booking/orders/${held.id}`}>
        {t('booking.toPay')}
      </a>
    </div>
  )
}

/** The bar at the thumb: how many, how much, order. Who is not signed in does that first and loses nothing. */
function OrderBar({ placeId, grid, chosen }: { placeId: number; grid: Availability; chosen: Chosen[] }) {
  const { language, t } = useText()
  const person = usePerson().data
  const onSignedIn = useSignedIn()
  const [asked, setAsked] = useState(false)
  const [wantedWeeks, setWeeks] = useState(1)
  const most = mostWeeks(grid, chosen)
  const weeks = Math.min(wantedWeeks, Math.max(1, most))
  const series = useSeries(placeId, chosen, weeks).data
  // One key a wish: sent again after a lost reply it is the same order.
  const key = useRef<{ wish: string; key: string } | null>(null)
  const holding = useMutation({
    mutationFn: () => {
      const wish = JSON.stringify([chosen, weeks])
      if (key.current?.wish !== wish) key.current = { wish, key: crypto.randomUUID() }
      const order = { placeId, cells: cartOf(chosen) }
      return weeks > 1
        ? call('holdSeries', { body: { ...order, weeks, skipConflicts: true }, idempotencyKey: key.current.key })
        : call('holdBooking', { body: order, idempotencyKey: key.current.key })
    },
    onSuccess: ({ id }) => location.assign(`/booking/orders/${id}`),
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) setAsked(true)
      // What got no answer may be held: asked again it is the same order.
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) key.current = null
    },
  })
  const count = countOf(chosen)
  const order = () => (person ? holding.mutate() : setAsked(true))
  return (
    <section className="booking-bar" aria-live="polite">
      {asked && !person && (
        <div className="booking-sign-in">
          <p>{t('booking.signInFirst')}</p>
          <SignIn
            onSignedIn={(signedIn) => {
              onSignedIn(signedIn)
              // They came to order.
              holding.mutate()
            }}
          />
        </div>
      )}
      {holding.isError && (
        <p className="inline-problem" role="alert">
          {problemWords(holding.error, t)}
        </p>
      )}
      {most > 1 && <Weekly most={most} weeks={weeks} series={series} onChange={setWeeks} />}
      <div className="booking-bar-line">
        {count === 0 ? (
          <span className="soft">{t('booking.chooseFirst')}</span>
        ) : (
          <span>
            {weeks > 1 && series
              ? t('booking.chosenWeeks', {
                  count,
                  weeks: series.weeks.filter(({ conflict }) => conflict === null).length,
                })
              : t('booking.chosenCount', { count })}{' '}
            <strong>{priceWord(weeks > 1 && series ? series.totalFen : totalFen(grid, chosen), language, t)}</strong>
            {count >= mostInOrder && <small className="soft"> {t('booking.most')}</small>}
          </span>
        )}
        <button
          type="button"
          className="button primary"
          disabled={count === 0 || holding.isPending || holding.isSuccess}
          onClick={order}
        >
          {t(holding.isPending ? 'booking.holding' : 'booking.hold')}
        </button>
      </div>
    </section>
  )
}

function GridSkeleton() {
  return (
    <div aria-hidden="true" className="booking-skeleton">
      <span className="skeleton bar wide" />
      <span className="skeleton booking-skeleton-grid" />
    </div>
  )
}
