import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { clockOf } from '../booking/words.ts'
import { grouped } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'

/** The reports that a day's figures are made of, on demand. */
export function VisitCounts({ placeId, day }: { placeId: number; day: string }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <section className="openness-proof">
      <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('openness.counts.open')}
      </button>
      {open && <Counts placeId={placeId} day={day} />}
    </section>
  )
}

function Counts({ placeId, day }: { placeId: number; day: string }) {
  const { language, t } = useText()
  const { data, isError } = useQuery({
    queryKey: ['visit-counts', placeId, day],
    queryFn: ({ signal }) => call('placeVisitCounts', { params: { id: placeId }, query: { day, limit: 500 }, signal }),
  })
  if (isError) return <p role="alert">{t('openness.failed')}</p>
  if (data?.total === 0) return <p className="soft">{t('openness.counts.none')}</p>
  return (
    <div className="openness-scroll">
      <table className="openness-table">
        <caption>{t('openness.counts', { day })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('openness.time')}</th>
            <th scope="col">{t('openness.device')}</th>
            <th scope="col">{t('openness.entered')}</th>
            <th scope="col">{t('openness.exited')}</th>
          </tr>
        </thead>
        <tbody>
          {data?.items.map((count) => (
            <tr key={`${count.device} ${count.sequence}`}>
              <th scope="row">{clockOf(count.at)}</th>
              <td>
                {count.device}
                {count.clockErrorMs !== 0 && (
                  <small className="soft">
                    {' '}
                    {t('openness.clockError', { seconds: Math.round(count.clockErrorMs / 1000) })}
                  </small>
                )}
              </td>
              <td>{grouped(count.entered, language)}</td>
              <td>{grouped(count.exited, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
