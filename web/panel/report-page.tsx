import './report-page.css'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'

/** `/reports/7#secret`: what became of a report, for whoever wrote it. The secret stands after the #, which no log sees. */
export default function ReportPage() {
  const { t, language } = useText()
  const id = Number(/\/reports\/(\d+)/.exec(location.pathname)?.[1])
  const report = useQuery({
    queryKey: ['report', id],
    queryFn: ({ signal }) => call('viewReport', { params: { id }, body: { secret: location.hash.slice(1) }, signal }),
    retry: false,
  })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  return (
    <main className="report-page">
      <a href="/">{t('app.name')}</a>
      <h1>{t('report.mine')}</h1>
      {report.isPending && <div className="skeleton bar wide" aria-busy="true" />}
      {report.isError && (
        <p className="inline-problem" role="alert">
          {t('report.noSuch')}
        </p>
      )}
      {report.data && (
        <article>
          <p>
            <a href={`/places/${report.data.placeId}`}>
              {nameIn(language, { nameZh: report.data.placeNameZh, nameEn: report.data.placeNameEn })}
            </a>{' '}
            · {t(`report.kind.${report.data.kind}` as TextKey)}
          </p>
          <blockquote>{report.data.message}</blockquote>
          <p className={`report-status ${report.data.status}`}>{t(`admin.status.${report.data.status}`)}</p>
          {report.data.answer && (
            <>
              <h2>{t('report.answer')}</h2>
              <p className="words">{report.data.answer}</p>
            </>
          )}
          {report.data.status === 'new' && (
            <p className="soft">{t('report.due', { date: day.format(new Date(report.data.dueAt)) })}</p>
          )}
        </article>
      )}
    </main>
  )
}
