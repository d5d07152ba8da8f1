import './admin.css'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { ListExport } from '../export/list-export.tsx'
import { useText } from '../i18n/use-text.tsx'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'
import { Attached } from './attached.tsx'

const statuses = ['new', 'accepted', 'rejected'] as const
type Status = (typeof statuses)[number]
const kinds = ['wrong-location', 'wrong-details', 'closed', 'broken-equipment', 'other'] as const
type Kind = (typeof kinds)[number]
type Report = ReplyOf<'listReports'>['items'][number]

/** Reports by status, the oldest new one first; each leads to its place on the map. */
export function ReportList({ region = null }: { region?: string | null }) {
  const { t } = useText()
  const [status, setStatus] = useState<Status>('new')
  const [kind, setKind] = useState<Kind | ''>('')
  const reports = useInfiniteQuery({
    queryKey: ['reports', status, kind, region],
    queryFn: ({ signal, pageParam }) =>
      call('listReports', {
        query: { status, kind: kind || undefined, region: region ?? undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const items = reports.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="reports">
      <div className="reports-head">
        <h2>{t('admin.reports')}</h2>
        <ListExport list="reports" query={{ status, kind: kind || undefined, region: region ?? undefined }} />
        <select
          className="report-kind"
          aria-label={t('report.kind')}
          value={kind}
          onChange={({ target }) => setKind(target.value as Kind | '')}
        >
          <option value="">{t('common.all')}</option>
          {kinds.map((value) => (
            <option key={value} value={value}>
              {t(`report.kind.${value}`)}
            </option>
          ))}
        </select>
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
  const [answer, setAnswer] = useState('')
  const resolving = useMutation({
    mutationFn: (status: 'accepted' | 'rejected') =>
      call('resolveReport', {
        params: { id: report.id },
        body: { status, ...(answer.trim() ? { answer: answer.trim() } : {}) },
      }),
    onSuccess: () =>
      Promise.all(
        ['reports', 'moderation-counts', 'my-places'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  })
  const kind = `report.kind.${report.kind}`
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(report.createdAt),
  )
  return (
    <li className="report-row">
      <div>
        <p>
          <b>{report.placeNameZh}</b> <span className="kind">{kind in zhCN ? t(kind as TextKey) : report.kind}</span>{' '}
          {report.equipment && <span className="kind">{report.equipment}</span>}{' '}
          {report.overdue && <span className="kind overdue">{t('report.overdue')}</span>}
        </p>
        <p className="report-message">{report.message}</p>
        <p className="soft">
          {when} · {t('report.due', { date: report.dueAt.slice(0, 10) })}
          {report.contact && ` · ${t('admin.contact', { contact: report.contact })}`}
        </p>
        <Attached of={{ reportId: report.id }} />
        {report.answer && <p>{t('claim.answer', { words: report.answer })}</p>}
        {report.status === 'new' && (
          <label>
            {t('report.answer')}
            <textarea
              rows={2}
              maxLength={2000}
              value={answer}
              placeholder={t('report.answerHint')}
              onChange={({ target }) => setAnswer(target.value)}
            />
          </label>
        )}
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
