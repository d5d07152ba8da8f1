import './admin.css'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

const statuses = ['new', 'accepted', 'rejected'] as const
type Status = (typeof statuses)[number]
type Report = ReplyOf<'listReports'>['items'][number]

/** Reports by status, the oldest new one first; each leads to its place on the map. */
export function ReportList() {
  const { t } = useText()
  const [status, setStatus] = useState<Status>('new')
  const reports = useInfiniteQuery({
    queryKey: ['reports', status],
    queryFn: ({ signal, pageParam }) =>
      call('listReports', { query: { status, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const items = reports.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="reports">
      <div className="reports-head">
        <h2>{t('admin.reports')}</h2>
        <div className="segments" role="radiogroup" aria-label={t('filters.status')}>
          {statuses.map((value) => (
            <label key={value} className="segment">
              <input type="radio" name="status" checked={status === value} onChange={() => setStatus(value)} />
              <span>{t(`admin.status.${value}`)}</span>
            </label>
          ))}
        </div>
      </div>
      {reports.isPending && <div className="console-loading skeleton" aria-busy="true" />}
      {reports.isError && (
        <div className="notice" role="alert">
          <p>{t('admin.failedList')}</p>
          <button type="button" className="button" onClick={() => reports.refetch()}>
            {t('common.retry')}
          </button>
        </div>
      )}
      {reports.isSuccess && items.length === 0 && <p className="notice">{t('admin.empty')}</p>}
      <ul className="report-rows">
        {items.map((report) => (
          <ReportRow key={report.id} report={report} />
        ))}
      </ul>
      {reports.hasNextPage && (
        <button type="button" className="button wide" onClick={() => reports.fetchNextPage()}>
          {t('list.more')}
        </button>
      )}
    </section>
  )
}

function ReportRow({ report }: { report: Report }) {
  const { language, t } = useText()
  const client = useQueryClient()
  const resolving = useMutation({
    mutationFn: (status: 'accepted' | 'rejected') =>
      call('resolveReport', { params: { id: report.id }, body: { status } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reports'] }),
  })
  const kind = `report.kind.${report.kind}`
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(report.createdAt),
  )
  return (
    <li className="report-row">
      <div>
        <p>
          <b>{report.placeNameZh}</b> <span className="kind">{kind in zhCN ? t(kind as TextKey) : report.kind}</span>
        </p>
        <p className="report-message">{report.message}</p>
        <p className="soft">
          {when}
          {report.contact && ` · ${t('admin.contact', { contact: report.contact })}`}
        </p>
        {resolving.isError && (
          <p className="inline-problem" role="alert">
            {t('admin.failedResolve')}
          </p>
        )}
      </div>
      <div className="report-actions">
        <a className="button" href={`/places/${report.placeId}`} target="_blank" rel="noreferrer">
          {t('admin.map')}
        </a>
        {report.status === 'new' && (
          <>
            <button
              type="button"
              className="button primary"
              disabled={resolving.isPending}
              onClick={() => resolving.mutate('accepted')}
            >
              {t('admin.accept')}
            </button>
            <button
              type="button"
              className="button"
              disabled={resolving.isPending}
              onClick={() => resolving.mutate('rejected')}
            >
              {t('admin.reject')}
            </button>
          </>
        )}
      </div>
    </li>
  )
}
