import './admin.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { mayAct } from '../../api/contract/access.ts'
import { call, keepCsrfToken } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { ReportList } from './report-list.tsx'
import { SignIn } from './sign-in.tsx'

const personKey = ['who-am-i']

/** The operators' page: sign in, then what citizens have reported. */
export function AdminPage() {
  const { t, language, setLanguage } = useText()
  const client = useQueryClient()
  const who = useQuery({
    queryKey: personKey,
    queryFn: async ({ signal }) => {
      const { person } = await call('whoAmI', { signal })
      keepCsrfToken(person?.csrfToken ?? null)
      return person
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    document.title = `${t('admin.title')} · ${t('app.name')}`
  }, [t])
  const person = who.data
  const mayHandle = person ? mayAct(person.grants, ['operator', 'administrator']) : false
  const refresh = (): void => void client.invalidateQueries({ queryKey: personKey })

  return (
    <div className="admin">
      <header className="admin-head">
        <a href="/">{t('admin.toMap')}</a>
        <h1>{t('admin.title')}</h1>
        <button type="button" className="button quiet" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </button>
        {person && (
          <>
            <span className="soft">{person.account}</span>
            <button
              type="button"
              className="button quiet"
              onClick={() =>
                void call('signOut')
                  .finally(() => client.clear())
                  .then(refresh, refresh)
              }
            >
              {t('admin.signOut')}
            </button>
          </>
        )}
      </header>
      <main>
        {who.isPending && <div className="admin-card skeleton" aria-busy="true" />}
        {who.isError && (
          <div className="notice" role="alert">
            <p>{t('admin.noAnswer')}</p>
            <button type="button" className="button" onClick={() => who.refetch()}>
              {t('common.retry')}
            </button>
          </div>
        )}
        {who.isSuccess && !person && (
          <SignIn
            onSignedIn={(signedIn) => {
              keepCsrfToken(signedIn.csrfToken)
              client.setQueryData(personKey, signedIn)
            }}
          />
        )}
        {person && !mayHandle && <p className="notice">{t('admin.noRole')}</p>}
        {person && mayHandle && <ReportList />}
      </main>
    </div>
  )
}
