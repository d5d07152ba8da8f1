import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { formatSpans } from '../format/hours.ts'
import { useText } from '../i18n/use-text.tsx'

/** One venue: hours, phone, visits of today, month, year and in total, and of each hall. */
export function UnitPanel({ placeId }: { placeId: number | null }) {
  const { t, language } = useText()
  const place = useQuery({
    queryKey: ['screen-unit', placeId],
    queryFn: ({ signal }) => call('getPlace', { params: { id: placeId! }, signal }),
    enabled: placeId !== null,
    gcTime: 60_000,
  })
  const visits = useQuery({
    queryKey: ['screen-unit-visits', placeId],
    queryFn: ({ signal }) => call('placeVisits', { params: { id: placeId! }, query: { span: 'day' }, signal }),
    enabled: placeId !== null,
    gcTime: 60_000,
  })
  const number = new Intl.NumberFormat(language)
  const today = place.data?.openNow?.today
  return (
    <section className="screen-card screen-unit">
      <h2>
        {place.data ? (language === 'zh-CN' ? place.data.nameZh : (place.data.nameEn ?? place.data.nameZh)) : ' '}
      </h2>
      <dl>
        <dt>{t('screen.hours')}</dt>
        <dd>{today ? (today.length > 0 ? formatSpans(today, language) : t('screen.closed')) : '–'}</dd>
        <dt>{t('screen.phone')}</dt>
        <dd>{place.data?.phone ?? '–'}</dd>
        {(['today', 'month', 'year', 'total'] as const).map((key) => (
          <div key={key}>
            <dt>{t(`screen.${key}`)}</dt>
            <dd>
              <b>{visits.data ? number.format(visits.data[key]) : '–'}</b>
            </dd>
          </div>
        ))}
        {visits.data?.halls.map((hall) => (
          <div key={hall.id}>
            <dt>{language === 'zh-CN' ? hall.nameZh : (hall.nameEn ?? hall.nameZh)}</dt>
            <dd>
              <b>{number.format(hall.figures.today)}</b>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
