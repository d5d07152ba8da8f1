import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { call } from '../api.ts'
import { formatMoney } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'

/** Where a payment provider's bill and ours differ, as the hourly reconciliation found it. */
export default function PaymentDifferences() {
  const { language, t } = useText()
  const { data, isPending, isError } = useQuery({
    queryKey: ['payment-differences'],
    queryFn: ({ signal }) => call('listPaymentDifferences', { query: { limit: 500 }, signal }),
  })
  const money = (fen: number | null) => (fen === null ? '–' : formatMoney(fen, language))
  return (
    <section>
      <div className="console-title">
        <h2>{t('desk.differences')}</h2>
      </div>
      <Table
        size="small"
        loading={isPending}
        rowKey={(row) => `${row.provider} ${row.day} ${row.kind} ${row.reference}`}
        dataSource={data?.items ?? []}
        locale={{ emptyText: t(isError ? 'desk.failed' : 'desk.differences.none') }}
        scroll={{ x: 720 }}
        columns={[
          { title: t('desk.day'), dataIndex: 'day' },
          { title: t('desk.differences.provider'), dataIndex: 'provider' },
          { title: t('desk.differences.kind'), render: (_, row) => t(`desk.differences.kind.${row.kind}` as TextKey) },
          { title: t('desk.differences.reference'), dataIndex: 'reference' },
          { title: t('desk.differences.ours'), align: 'right', render: (_, row) => money(row.oursFen) },
          { title: t('desk.differences.theirs'), align: 'right', render: (_, row) => money(row.theirsFen) },
        ]}
      />
    </section>
  )
}
