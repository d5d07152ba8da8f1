import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { call } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** What I reported and what was answered; nothing where there is nothing. */
export function MyReports() {
  const { t, language } = useText()
  const reports = useQuery({ queryKey: ['my-reports'], queryFn: ({ signal }) => call('myReports', { signal }) })
  if (!reports.data?.items.length) return null
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  return (
    <section className="me-card">
      <h2>{t('report.mine')}</h2>
      <ul className="plain-rows">
        {reports.data.items.map(
          ({ id, placeId, placeNameZh, placeNameEn, kind, message, status, answer, createdAt, dueAt }) => (
            <li key={id}>
              <div className="row-main">
                <a href={`/places/${placeId}`}>
                  <b>{nameIn(language, { nameZh: placeNameZh, nameEn: placeNameEn })}</b>
                </a>{' '}
                <Tag {...(status === 'accepted' ? { color: 'green' } : {})}>{t(`admin.status.${status}`)}</Tag>
                <p>{message}</p>
                <p className="soft">
                  {t(`report.kind.${kind}`)} · {day.format(new Date(createdAt))}
                  {status === 'new' && ` · ${t('report.due', { date: day.format(new Date(dueAt)) })}`}
                </p>
                {answer && (
                  <p>
                    {t('report.answer')}: {answer}
                  </p>
                )}
              </div>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}
