import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Chosen, chosenOf } from './choice.ts'
import type { Court } from './use-availability.ts'
import { clock, kindWord, priceWord } from './words.ts'

interface Props {
  court: Court
  dayIndex: number
  chosen: readonly Chosen[]
  onChange(cell: Omit<Chosen, 'count'>, by: number): void
}

/** Sessions of a day with places left, and a counter for each kind of person. */
export function SessionList({ court, dayIndex, chosen, onChange }: Props) {
  const { language, t } = useText()
  return (
    <section className="session-list" aria-label={nameIn(language, court)}>
      <h2>{nameIn(language, court)}</h2>
      <ul>
        {(court.cells[dayIndex] ?? []).map((cell) => {
          const time = `${clock(cell.fromMinute)}–${clock(cell.toMinute)}`
          const open = cell.state === 'free'
          return (
            <li key={cell.start} className={open ? '' : 'shut'}>
              <div className="session-time">
                <strong>{time}</strong>
                <small className="soft">
                  {open
                    ? t('booking.places', { count: cell.placesLeft ?? 0 })
                    : cell.state === 'taken'
                      ? t('booking.full')
                      : '–'}
                </small>
              </div>
              {open && (
                <div className="session-kinds">
                  {cell.prices.map(({ kind, priceFen }) => {
                    const key = { courtId: court.id, start: cell.start, kind }
                    const count = chosenOf(chosen, key)
                    const word = kindWord(kind, t)
                    return (
                      <fieldset key={kind} className="stepper" aria-label={`${time} ${word}`}>
                        <span>
                          {word} <b>{priceWord(priceFen, language, t)}</b>
                        </span>
                        <button
                          type="button"
                          className="icon-button small"
                          disabled={count === 0}
                          aria-label={t('booking.less', { kind: word })}
                          onClick={() => onChange(key, -1)}
                        >
                          <Icon name="minus" size={16} />
                        </button>
                        <output>{count}</output>
                        <button
                          type="button"
                          className="icon-button small"
                          disabled={count >= (cell.placesLeft ?? 0)}
                          aria-label={t('booking.more', { kind: word })}
                          onClick={() => onChange(key, 1)}
                        >
                          <Icon name="plus" size={16} />
                        </button>
                      </fieldset>
                    )
                  })}
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
