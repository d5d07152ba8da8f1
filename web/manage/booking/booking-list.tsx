import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Table } from 'antd'
import { useState } from 'react'
import { addressOf, call, type ReplyOf } from '../../api.ts'
import { whenOf } from '../../booking/words.ts'
import { formatMoney } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { useDebounced } from '../../ui/use-debounced.ts'
import { DaySpan } from './day-span.tsx'
import { addDays, today } from './days.ts'

const pageRows = 50
type State = ReplyOf<'listBookings'>['items'][number]['state']
const states: readonly State[] = [
  'confirmed',
  'checked-in',
  'done',
  'no-show',
  'cancelled',
  'moved',
  'held',
  'expired',
  'released',
]

/** Bookings of some days, by state and name; the same list as a workbook. */
export function BookingList({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const [span, setSpan] = useState({ from: today(), to: addDays(today(), 7) })
  const [state, setState] = useState<State>()
  const [text, setText] = useState('')
  const [page, setPage] = useState(1)
  const q = useDebounced(text.trim(), 250) || undefined
  const query = { ...span, state, q, limit: pageRows, offset: (page - 1) * pageRows }
  const list = useQuery({
    queryKey: ['desk-bookings', placeId, query],
    queryFn: ({ signal }) => call('listBookings', { params: { id: placeId }, query, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="desk-days">
        <DaySpan span={span} onChange={setSpan} />
        <Select
          aria-label={t('desk.state')}
          placeholder={t('desk.state')}
          allowClear
          value={state}
          onChange={setState}
          options={states.map((value) => ({ value, label: t(`booking.state.${value}`) }))}
        />
        <Input.Search
          aria-label={t('desk.search')}
          placeholder={t('desk.search')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button href={addressOf('/api/places/:id/bookings.xlsx', { id: placeId }, { ...span, state })}>
          {t('desk.export')}
        </Button>
      </div>
      <Table
        size="small"
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        locale={{ emptyText: list.isError ? t('desk.failed') : t('desk.noBookings') }}
        scroll={{ x: 720 }}
        pagination={{
          current: page,
          pageSize: pageRows,
          total: list.data?.total ?? 0,
          onChange: setPage,
          showSizeChanger: false,
        }}
        columns={[
          { title: t('desk.time'), render: (_, row) => whenOf(row, language) },
          {
            title: t('desk.court'),
            render: (_, row) => nameIn(language, { nameZh: row.courtNameZh, nameEn: row.courtNameEn }),
          },
          {
            title: t('desk.person'),
            render: (_, row) => `${row.personName} · ${t(`desk.channel.${row.channel}` as TextKey)}`,
          },
          { title: t('desk.state'), render: (_, row) => t(`booking.state.${row.state}`) },
          { title: t('desk.price'), align: 'right', render: (_, row) => formatMoney(row.priceFen, language) },
          {
            title: t('desk.refunded'),
            align: 'right',
            render: (_, row) => (row.refundedFen ? formatMoney(row.refundedFen, language) : ''),
          },
        ]}
      />
    </>
  )
}
