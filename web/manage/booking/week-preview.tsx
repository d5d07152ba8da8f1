import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { clock, priceWord } from '../../booking/words.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { useDebounced } from '../../ui/use-debounced.ts'
import { today } from './days.ts'
import type { Timetable } from './set-up.tsx'

interface Props {
  placeId: number
  timetableId: number
  timetable: Omit<Timetable, 'id'>
}

/** The week that the unsaved timetable would make of one court, as the server itself counts it. */
export function WeekPreview({ placeId, timetableId, timetable }: Props) {
  const { language, t } = useText()
  const [from, setFrom] = useState(today())
  const [court, setCourt] = useState(0)
  const body = useDebounced(timetable, 400)
  const { data, isError } = useQuery({
    queryKey: ['timetable-preview', placeId, timetableId, from, body],
    queryFn: ({ signal }) =>
      call('previewTimetable', { params: { id: placeId, timetableId }, body: { from, timetable: body }, signal }),
    placeholderData: keepPreviousData,
  })
  const shown = data?.courts[court] ?? data?.courts[0]
  const starts = [...new Set(shown?.cells.flat().map(({ fromMinute }) => fromMinute))].sort((a, b) => a - b)
  return (
    <section aria-busy={!data && !isError}>
      <h3>{t('desk.preview')}</h3>
      <div className="desk-days">
        <label>
          {t('desk.preview.from')}{' '}
          <input type="date" value={from} onChange={({ target }) => target.value && setFrom(target.value)} />
        </label>
        {data && data.courts.length > 1 && (
          <select aria-label={t('desk.court')} value={court} onChange={({ target }) => setCourt(Number(target.value))}>
            {data.courts.map((each, index) => (
              <option key={each.id} value={index}>
                {nameIn(language, each)}
              </option>
            ))}
          </select>
        )}
      </div>
      {isError && <p role="alert">{t('desk.failed')}</p>}
      {data?.courts.length === 0 && <p className="soft">{t('desk.preview.none')}</p>}
      {data && shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="desk-scroll" tabIndex={0} aria-label={t('desk.preview')}>
          <table className="desk-table">
            <thead>
              <tr>
                <th scope="col">{t('desk.time')}</th>
                {data.days.map(({ day, kind }) => (
                  <th key={day} scope="col">
                    {day.slice(5)} {t(`week.${(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7}` as TextKey)}
                    {kind !== 'workday' && ` · ${t(`desk.rule.day.${kind}`)}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {starts.map((fromMinute) => (
                <tr key={fromMinute}>
                  <th scope="row">{clock(fromMinute)}</th>
                  {shown.cells.map((cells, day) => {
                    const cell = cells.find((each) => each.fromMinute === fromMinute)
                    const price = cell?.state === 'closed' ? undefined : cell?.prices[0]
                    return (
                      <td key={data.days[day]!.day}>
                        {cell ? (price ? priceWord(price.priceFen, language, t) : t('desk.closed')) : ''}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
