import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { type Chosen, cartOf } from './choice.ts'
import type { Availability } from './use-availability.ts'
import { dayOf, namesInLine } from './words.ts'

const mostCells = 3

/** How many weeks the chosen cells may be repeated; 0 where no series is offered for all of them. */
export function mostWeeks(grid: Availability, chosen: readonly Chosen[]): number {
  if (chosen.length === 0 || chosen.length > mostCells || chosen.some(({ count }) => count > 1)) return 0
  return Math.min(...chosen.map(({ courtId }) => grid.courts.find(({ id }) => id === courtId)?.seriesWeeks ?? 0))
}

/** What a series of the chosen cells costs, and which weeks are not free. */
export const useSeries = (placeId: number, chosen: readonly Chosen[], weeks: number) =>
  useQuery({
    queryKey: ['booking-series', placeId, chosen, weeks],
    queryFn: ({ signal }) => call('quoteSeries', { body: { placeId, cells: cartOf(chosen), weeks }, signal }),
    enabled: weeks > 1,
    staleTime: 0,
  })

interface Props {
  most: number
  weeks: number
  series: ReturnType<typeof useSeries>['data']
  onChange(weeks: number): void
}

/** The choice of weeks, and the days that are left out. */
export function Weekly({ most, weeks, series, onChange }: Props) {
  const { language, t } = useText()
  const lost = weeks > 1 ? (series?.weeks.filter(({ conflict }) => conflict !== null) ?? []) : []
  return (
    <div className="booking-weekly">
      <label>
        {t('booking.weekly')}{' '}
        <select value={weeks} onChange={(event) => onChange(Number(event.target.value))}>
          <option value={1}>{t('booking.weekly.once')}</option>
          {Array.from({ length: most - 1 }, (_, index) => index + 2).map((count) => (
            <option key={count} value={count}>
              {t('booking.weekly.weeks', { weeks: count })}
            </option>
          ))}
        </select>
      </label>
      {lost.length > 0 && (
        <p role="status">
          {t('booking.weekly.skip', {
            days: namesInLine(
              lost.map(({ start }) => dayOf(start, language)),
              language,
            ),
          })}
        </p>
      )}
    </div>
  )
}
