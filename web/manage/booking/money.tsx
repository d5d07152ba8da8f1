import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { addressOf, call } from '../../api.ts'
import { formatMoney, grouped } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { DaySpan } from './day-span.tsx'
import { today } from './days.ts'

interface Row {
  key: string
  name: string
  bookings: number
  grossFen: number
  refundedFen: number
}

/** What bookings brought by day, court and sport, and what the venue is owed. */
export function MoneyPage({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const [span, setSpan] = useState({ from: `${today().slice(0, 7)}-01`, to: today() })
  const params = { id: placeId }
  const revenue = useQuery({
    queryKey: ['desk-revenue', placeId, span],
    queryFn: ({ signal }) => call('bookingRevenue', { params, query: span, signal }),
    placeholderData: keepPreviousData,
  })
  const settlement = useQuery({
    queryKey: ['desk-settlement', placeId, span],
    queryFn: ({ signal }) => call('venueSettlement', { params, query: span, signal }),
    placeholderData: keepPreviousData,
  })
  const data = revenue.data
  return (
    <>
      <div className="desk-days">
        <DaySpan span={span} onChange={setSpan} />
        <Button href={addressOf('/api/places/:id/settlement.xlsx', params, span)}>{t('desk.settlement.export')}</Button>
      </div>
      {revenue.isError && <Alert type="error" title={t('desk.failed')} />}
      {!data && !revenue.isError && <Skeleton active />}
      {data && (
        <>
          <p className="desk-sum">
            {t('desk.revenue.net')} <strong>{formatMoney(data.grossFen - data.refundedFen, language)}</strong> ·{' '}
            {t('desk.revenue.bookings', { count: grouped(data.bookings, language) })}
            {settlement.data && (
              <> · {t('desk.settlement.payable', { money: formatMoney(settlement.data.payableFen, language) })}</>
            )}
          </p>
          <div className="desk-columns">
            <Sums title={t('desk.byDay')} rows={data.byDay.map((row) => ({ ...row, key: row.day, name: row.day }))} />
            <Sums
              title={t('desk.byCourt')}
              rows={data.byCourt.map((row) => ({ ...row, key: String(row.courtId), name: nameIn(language, row) }))}
            />
            <Sums
              title={t('desk.bySport')}
              rows={data.bySport.map((row) => ({
                ...row,
                key: row.sport ?? '-',
                name: row.nameZh ? nameIn(language, { nameZh: row.nameZh, nameEn: row.nameEn }) : t('desk.noSport'),
              }))}
            />
          </div>
        </>
      )}
    </>
  )
}

function Sums({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { language, t } = useText()
  return (
    <section>
      <h3>{title}</h3>
      <table className="desk-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('desk.bookingCount')}</th>
            <th scope="col">{t('desk.revenue')}</th>
            <th scope="col">{t('desk.refunded')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td>{grouped(row.bookings, language)}</td>
              <td>{formatMoney(row.grossFen, language)}</td>
              <td>{formatMoney(row.refundedFen, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
