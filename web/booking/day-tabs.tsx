import { useText } from '../i18n/use-text.tsx'
import type { Availability } from './use-availability.ts'

/** Seven days to choose from, with the legal days off and the make-up workdays marked. */
export function DayTabs({
  days,
  chosen,
  onChoose,
}: {
  days: Availability['days']
  chosen: number
  onChoose(index: number): void
}) {
  const { language, t } = useText()
  const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const nameOf = (day: string, index: number): string =>
    index === 0 ? t('booking.today') : index === 1 ? t('booking.tomorrow') : format(day, { weekday: 'short' })
  return (
    <fieldset className="day-tabs" aria-label={t('booking.days')}>
      {days.map(({ day, kind, nameZh, nameEn }, index) => (
        <label key={day} className="day-tab" title={(language === 'en' ? nameEn : nameZh) ?? undefined}>
          <input type="radio" name="day" checked={index === chosen} onChange={() => onChoose(index)} />
          <span>
            {nameOf(day, index)}
            <small>
              {format(day, { month: 'numeric', day: 'numeric' })}
              {kind === 'holiday' && ` ${t('booking.rest')}`}
              {kind === 'workday' && nameZh && ` ${t('booking.work')}`}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
