import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deviceWords } from '../account/device-words.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

export function MySessions() {
  const { t, language } = useText()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['my-sessions'] })
  const sessions = useQuery({ queryKey: ['my-sessions'], queryFn: ({ signal }) => call('listSessions', { signal }) })
  const ending = useMutation({ mutationFn: (id: string) => call('endSession', { params: { id } }), onSettled: refresh })
  const endingOthers = useMutation({ mutationFn: () => call('endOtherSessions'), onSettled: refresh })
  const when = (moment: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment))
  const items = sessions.data?.items ?? []
  return (
    <section className="me-card">
      <h2>{t('me.sessions')}</h2>
      {sessions.isError && <p role="alert">{t('console.noAnswer')}</p>}
      <ul className="me-sessions">
        {items.map((session) => (
          <li key={session.id}>
            <div>
              <b>{deviceWords(session.agent) ?? t('me.unknownDevice')}</b>
              {session.isThis && <span className="me-this">{t('me.thisDevice')}</span>}
              <p className="soft">
                {when(session.seenAt)}
                {session.address && ` · ${session.address}`}
              </p>
            </div>
            {!session.isThis && (
              <button
                type="button"
                className="text-button"
                disabled={ending.isPending}
                onClick={() => ending.mutate(session.id)}
              >
                {t('me.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <button
          type="button"
          className="button"
          disabled={endingOthers.isPending}
          onClick={() => endingOthers.mutate()}
        >
          {t('me.endOthers')}
        </button>
      )}
    </section>
  )
}
