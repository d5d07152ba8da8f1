import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Chosen, chosenOf } from './choice.ts'
import type { Cell, Court } from './use-availability.ts'
import { clock, priceWord } from './words.ts'

interface Props {
  courts: readonly Court[]
  dayIndex: number
  day: string
  chosen: readonly Chosen[]
  /** Cells that lie on the floor of a chosen one. */
  isBlocked(court: Court, cell: Cell): boolean
  onToggle(cell: Omit<Chosen, 'count'>, by: number): void
  /** Asks to be told when a taken cell is freed; undefined where nobody may wait. */
  onWait?: ((court: Court, cell: Cell) => void) | undefined
}

/** Hours down, courts across; times and names stay in sight while the rest scrolls. */
export function CourtGrid({ courts, dayIndex, day, chosen, isBlocked, onToggle, onWait }: Props) {
  const { language, t } = useText()
  const starts = [...new Set(courts.flatMap(({ cells }) => (cells[dayIndex] ?? []).map((cell) => cell.fromMinute)))]
  starts.sort((a, b) => a - b)
  return (
    <>
      <Legend />
      <section className="court-grid" aria-label={t('booking.grid', { day })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('booking.time')}</th>
              {courts.map((court) => (
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
                {courts.map((court) => {
                  const cell = (court.cells[dayIndex] ?? []).find((each) => each.fromMinute === fromMinute)
                  return (
                    <td key={court.id}>
                      {cell && (
                        <CellButton
                          court={nameIn(language, court)}
                          cell={cell}
                          isChosen={chosenOf(chosen, keyOf(court, cell)) > 0}
                          isBlocked={isBlocked(court, cell)}
                          onToggle={(by) => onToggle(keyOf(court, cell), by)}
                          onWait={onWait && court.waitlistPlaces > 0 ? () => onWait(court, cell) : undefined}
                        />
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

const keyOf = (court: Court, cell: Cell) => ({
  courtId: court.id,
  start: cell.start,
  kind: cell.prices[0]?.kind ?? 'adult',
})

interface CellProps {
  court: string
  cell: Cell
  isChosen: boolean
  isBlocked: boolean
  onToggle(by: number): void
  onWait: (() => void) | undefined
}

function CellButton({ court, cell, isChosen, isBlocked, onToggle, onWait }: CellProps) {
  const { language, t } = useText()
  const time = `${clock(cell.fromMinute)}–${clock(cell.toMinute)}`
  const price = priceWord(cell.prices[0]?.priceFen ?? 0, language, t)
  const look = isChosen ? 'chosen' : cell.state
  const waits = look === 'taken' ? onWait : undefined
  return (
    <button
      type="button"
      className={`cell ${look}`}
      disabled={!waits && (cell.state !== 'free' || (isBlocked && !isChosen))}
      aria-pressed={waits ? undefined : isChosen}
      aria-label={t(`booking.cell.${look}`, { court, time, price })}
      onClick={() => (waits ? waits() : onToggle(isChosen ? -1 : 1))}
    >
      {isChosen && <Icon name="check" size={14} />}
      {cell.state === 'free' ? price : cell.state === 'taken' ? t('booking.taken') : '–'}
    </button>
  )
}

function Legend() {
  const { t } = useText()
  return (
    <ul className="booking-legend">
      {(['free', 'chosen', 'taken'] as const).map((state) => (
        <li key={state}>
          <i className={`cell ${state}`} /> {t(`booking.legend.${state}`)}
        </li>
      ))}
    </ul>
  )
}
