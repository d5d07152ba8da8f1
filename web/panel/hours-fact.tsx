import type { Place } from '../../api/contract/place-record.ts'
import { formatSpans, type WeekRow, weekdayOf, weekRows } from '../format/hours.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { Icon } from '../ui/icon.tsx'
import { Fact } from './fact.tsx'

/** Today's hours at once; the week, holidays and announced exceptions one tap away. */
export function HoursFact({ place, now }: { place: Place; now: Date }) {
  const { language, t } = useText()
  if (!place.hours) {
    return (
      <Fact icon="clock" name={t('place.hours')}>
        <span className="soft">{t('place.hoursUnknown')}</span>
      </Fact>
    )
  }
  const { weekly, holidays, exceptions } = place.hours
  const today = weekdayOf(now)
  const dayName = (day: number): string => t(`week.${day}` as TextKey)
  const rowName = ({ from, to }: WeekRow): string => (from === to ? dayName(from) : `${dayName(from)}–${dayName(to)}`)
  const spansToday = place.openNow?.today ?? weekly[today] ?? []
  const coming = exceptions.filter(({ to }) => to >= now.toISOString().slice(0, 10))
  return (
    <Fact icon="clock" name={t('place.hours')}>
      <details className="hours">
        <summary>
          {t('place.today', { hours: formatSpans(spansToday, language) })}
          <Icon name="down" size={16} />
        </summary>
        <table>
          <caption className="hidden">{t('place.week')}</caption>
          <tbody>
            {weekRows(weekly).map((row) => (
              <tr key={row.from} className={row.from <= today && today <= row.to ? 'today' : undefined}>
                <th scope="row">{rowName(row)}</th>
                <td>{formatSpans(row.spans, language)}</td>
              </tr>
            ))}
            {holidays && (
              <tr>
                <th scope="row">{t('place.holidays')}</th>
                <td>{formatSpans(holidays, language)}</td>
              </tr>
            )}
            {coming.slice(0, 6).map((exception) => (
              <tr key={`${exception.from}${exception.to}`}>
                <th scope="row">
                  {exception.from === exception.to ? exception.from : `${exception.from} – ${exception.to}`}
                </th>
                <td>
                  {formatSpans(exception.open, language)}
                  <small>{language === 'en' ? exception.reasonEn : exception.reasonZh}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Fact>
  )
}
