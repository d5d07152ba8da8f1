import '../admin/people/people.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { ListExport } from '../export/list-export.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

type Item = ReplyOf<'listDocuments'>['items'][number]
const terms = { expired: -1, month: 30, quarter: 90, all: undefined } as const
type Term = keyof typeof terms

/** Inspection reports and certificates of one's places or regions by their last day: what has run out or soon will comes first. */
export function DocumentsPage() {
  const { t, language } = useText()
  const [term, setTerm] = useState<Term>('quarter')
  const [kind, setKind] = useState<Item['kind']>()
  const query = { kind, expiresWithinDays: terms[term] }
  const documents = useInfiniteQuery({
    queryKey: ['documents', term, kind],
    queryFn: ({ signal, pageParam }) =>
      call('listDocuments', { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  return (
    <section className="people">
      <div className="console-title">
        <h2>{t('documents.title')}</h2>
        <ListExport list="documents" query={query} />
      </div>
      <div className="people-filters">
        <Select
          aria-label={t('files.expiresOn')}
          value={term}
          onChange={setTerm}
          options={(Object.keys(terms) as Term[]).map((value) => ({ value, label: t(`documents.term.${value}`) }))}
        />
        <Select
          allowClear
          aria-label={t('documents.kind')}
          placeholder={t('documents.kind')}
          value={kind}
          onChange={setKind}
          options={(['report', 'certificate'] as const).map((value) => ({ value, label: t(`files.kind.${value}`) }))}
        />
      </div>
      {documents.isError ? (
        <div className="notice" role="alert">
          <p>{documents.error.message}</p>
        </div>
      ) : (
        <Table<Item>
          rowKey="id"
          size="small"
          loading={documents.isPending}
          dataSource={documents.data?.pages.flatMap((page) => page.items) ?? []}
          pagination={false}
          scroll={{ x: 760 }}
          locale={{ emptyText: t('documents.empty') }}
          columns={[
            {
              title: t('documents.place'),
              render: (_, item) => (
                <a href={`/places/${item.placeId}`}>
                  {nameIn(language, { nameZh: item.placeNameZh, nameEn: item.placeNameEn })}
                </a>
              ),
            },
            { title: t('documents.file'), render: (_, item) => item.name },
            { title: t('documents.kind'), render: (_, item) => t(`files.kind.${item.kind}`) },
            { title: t('files.issuer'), render: (_, item) => item.issuer ?? '–' },
            {
              title: t('documents.result'),
              render: (_, item) =>
                item.result && `files.result.${item.result}` in zhCN
                  ? t(`files.result.${item.result}` as TextKey)
                  : '–',
            },
            { title: t('files.expiresOn'), render: (_, item) => <LastDay item={item} /> },
          ]}
        />
      )}
      {documents.hasNextPage && (
        <button type="button" className="button wide" onClick={() => documents.fetchNextPage()}>
          {t('list.more')}
        </button>
      )}
    </section>
  )
}

function LastDay({ item: { expiresOn, daysLeft } }: { item: Item }) {
  const { t } = useText()
  if (expiresOn === null || daysLeft === null) return '–'
  return (
    <>
      {expiresOn} {daysLeft < 0 && <Tag color="error">{t('files.expired')}</Tag>}
      {daysLeft >= 0 && daysLeft <= 30 && <Tag color="warning">{t('files.expiresSoon', { days: daysLeft })}</Tag>}
    </>
  )
}
