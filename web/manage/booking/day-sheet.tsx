import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Drawer, Skeleton } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { useLiveGrid } from '../../booking/use-availability.ts'
import { clock, clockOf } from '../../booking/words.ts'
import { formatMoney } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { BookingActs } from './booking-acts.tsx'
import { addDays, overlaps, today } from './days.ts'
import { FreeCellActs } from './free-cell-acts.tsx'

export type Sheet = ReplyOf<'daySheet'>
export type SheetCourt = Sheet['courts'][number]
export type SheetCell = SheetCourt['cells'][number]
export type SheetBooking = Sheet['bookings'][number]

const occupying = new Set(['held', 'confirmed', 'checked-in', 'done', 'no-show'])

type Opened = { court: SheetCourt; cell: SheetCell; bookings: SheetBooking[] }

/** Courts across, hours down: who has what today, and what the desk can do with each cell. */
export function DaySheet({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const [day, setDay] = useState(today())
  // Kept while the drawer closes, so that it has its name to the end.
  const [opened, setOpened] = useState<Opened | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  useLiveGrid(placeId)
  const sheet = useQuery({
    queryKey: ['booking-availability', placeId, 'sheet', day],
    queryFn: ({ signal }) => call('daySheet', { params: { id: placeId }, query: { day }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
  const open = (cell: Opened) => {
    setOpened(cell)
    setIsOpen(true)
  }
  const close = () => {
    setIsOpen(false)
    void sheet.refetch()
  }
  if (sheet.isError && !sheet.data) {
    return (
      <Alert
        type="error"
        title={t('desk.failed')}
        action={<Button onClick={() => sheet.refetch()}>{t('common.retry')}</Button>}
      />
    )
  }
  const data = sheet.data
  return (
    <>
      <div className="desk-days">
        <Button onClick={() => setDay(addDays(day, -1))}>{t('desk.previousDay')}</Button>
        <input
          type="date"
          aria-label={t('desk.day')}
          value={day}
          onChange={({ target }) => target.value && setDay(target.value)}
        />
        <Button onClick={() => setDay(addDays(day, 1))}>{t('desk.nextDay')}</Button>
      </div>
      {!data && <Skeleton active />}
      {data?.courts.length === 0 && <Alert type="info" title={t('desk.noCourts')} />}
      {data && data.courts.length > 0 && (
        // The former day stays in sight until the next one is there, but nobody can book into it by mistake.
        <div inert={sheet.isPlaceholderData} aria-busy={sheet.isPlaceholderData}>
          <SheetTable sheet={data} onOpen={open} />
        </div>
      )}
      <Drawer
        open={isOpen}
        onClose={close}
        title={
          opened ? `${nameIn(language, opened.court)} ${clockOf(opened.cell.start)}–${clockOf(opened.cell.end)}` : ''
        }
        size={420}
      >
        {opened?.bookings.map((booking) => (
          <BookingActs key={booking.id} placeId={placeId} booking={booking} sheet={data!} onDone={close} />
        ))}
        {opened && (opened.bookings.length === 0 || opened.court.capacity !== null) && opened.cell.state === 'free' && (
          <FreeCellActs placeId={placeId} day={day} court={opened.court} cell={opened.cell} onDone={close} />
        )}
        {opened && opened.bookings.length === 0 && opened.cell.state !== 'free' && (
          <p className="soft">{t(opened.cell.state === 'closed' ? 'desk.blocked' : `booking.legend.taken`)}</p>
        )}
      </Drawer>
    </>
  )
}

function SheetTable({ sheet, onOpen }: { sheet: Sheet; onOpen(opened: Opened): void }) {
  const { language, t } = useText()
  const starts = [...new Set(sheet.courts.flatMap(({ cells }) => cells.map(({ fromMinute }) => fromMinute)))].sort(
    (a, b) => a - b,
  )
  if (starts.length === 0) return <p className="soft">{t('booking.emptyDay')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="desk-scroll" tabIndex={0} aria-label={t('desk.sheet')}>
      <table className="desk-sheet">
        <thead>
          <tr>
            <th scope="col">{t('desk.time')}</th>
            {sheet.courts.map((court) => (
              <th key={court.id} scope="col">
                {nameIn(language, court)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {starts.map((fromMinute) => (
            <tr key={fromMinute}>
              <th scope="row">{clock(fromMinute)}</th>
              {sheet.courts.map((court) => {
                const cell = court.cells.find((each) => each.fromMinute === fromMinute)
                return (
                  <td key={court.id}>
                    {cell && <CellButton sheet={sheet} court={court} cell={cell} onOpen={onOpen} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface CellProps {
  sheet: Sheet
  court: SheetCourt
  cell: SheetCell
  onOpen(opened: Opened): void
}

function CellButton({ sheet, court, cell, onOpen }: CellProps) {
  const { language, t } = useText()
  const bookings = sheet.bookings.filter(
    (booking) => booking.courtId === court.id && occupying.has(booking.state) && overlaps(booking, cell),
  )
  const [first] = bookings
  const look = first ? first.state : cell.state
  const words = () => {
    if (court.capacity !== null) return t('desk.sessionPlaces', { taken: bookings.length, left: cell.placesLeft ?? 0 })
    if (first)
      return `${first.personName || t(`booking.state.${first.state}`)}${first.dueFen > 0 ? ` · ${formatMoney(first.dueFen, language)}` : ''}`
    if (cell.state === 'closed') return t('desk.closed')
    if (cell.state === 'taken') return t('booking.taken')
    return cell.state === 'free' ? t('desk.free') : '–'
  }
  return (
    <button
      type="button"
      className={`desk-cell ${look}`}
      aria-label={`${nameIn(language, court)} ${clock(cell.fromMinute)} ${words()}`}
      onClick={() => onOpen({ court, cell, bookings })}
    >
      {words()}
    </button>
  )
}
