import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Drawer } from 'antd'
import { mayAct } from '../../../api/contract/access.ts'
import { deviceWords } from '../../account/device-words.ts'
import { roleWords, scopeWords } from '../../account/role-words.ts'
import { saveJson } from '../../account/save-json.ts'
import { wordsOfProblem } from '../../account/words-of-problem.ts'
import { call, type ReplyOf } from '../../api.ts'
import { usePerson } from '../../client/session.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { GiveRole } from './give-role.tsx'

type Detail = ReplyOf<'getPerson'>

/** One person: roles to give and take, sessions, archive, and what the law lets people ask for. */
export function PersonDrawer({ id, onClose }: { id: string | null; onClose(): void }) {
  const narrow = useMedia('(max-width: 640px)')
  const person = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => call('getPerson', { params: { id: id! }, signal }),
    enabled: id !== null,
  })
  const { t } = useText()
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={narrow ? '100%' : 460}
      title={person.data?.name ?? t('people.title')}
    >
      {person.isError && <p role="alert">{wordsOfProblem(person.error, t)}</p>}
      {person.isPending && id !== null && <div className="console-loading skeleton" aria-busy="true" />}
      {person.data && <PersonDetail person={person.data} />}
    </Drawer>
  )
}

function PersonDetail({ person }: { person: Detail }) {
  const { t, language } = useText()
  const { id } = person
  const client = useQueryClient()
  const asker = usePerson().data
  const mayAdminister = asker ? mayAct(asker.grants, ['administrator'], {}) : false
  const keep = (detail: Detail) => {
    client.setQueryData(['person', id], detail)
    void client.invalidateQueries({ queryKey: ['people'] })
  }
  const taking = useMutation({
    mutationFn: (grantId: number) => call('takeRole', { params: { id, grantId } }),
    onSuccess: keep,
  })
  const when = (moment: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment))
  return (
    <div className="person">
      <dl className="person-facts">
        <Fact title={t('signIn.phone')} value={person.phone} />
        <Fact title={t('signIn.email')} value={person.email} />
        <Fact title={t('signIn.account')} value={person.account} />
        <Fact title={t('people.since')} value={when(person.createdAt)} />
        <Fact title={t('people.lastSeen')} value={person.lastSeenAt && when(person.lastSeenAt)} />
        <Fact title={t('me.factor')} value={t(person.secondFactor ? 'me.set' : 'me.notSet')} />
        <Fact
          title={t('people.isArchived')}
          value={person.archivedAt && `${when(person.archivedAt)} ${person.archiveReason ?? ''}`}
        />
      </dl>
      <h3>{t('me.roles')}</h3>
      {person.grants.length === 0 && <p className="soft">{t('me.citizen')}</p>}
      <ul className="person-list">
        {person.grants.map((grant) => (
          <li key={grant.id}>
            <div>
              <b>{roleWords(t, grant.role)}</b> {scopeWords(t, grant)}
              <p className="soft">
                {when(grant.grantedAt)} {grant.grantedBy}
              </p>
            </div>
            {grant.mayTake && (
              <button
                type="button"
                className="text-button"
                disabled={taking.isPending}
                onClick={() => taking.mutate(grant.id)}
              >
                {t('people.take')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {taking.isError && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(taking.error, t)}
        </p>
      )}
      {!person.archivedAt && <GiveRole personId={id} onGiven={keep} />}
      {person.sessions.length > 0 && (
        <>
          <h3>{t('me.sessions')}</h3>
          <ul className="person-list">
            {person.sessions.map((session) => (
              <li key={session.id}>
                <div>
                  {deviceWords(session.agent) ?? t('me.unknownDevice')}
                  <p className="soft">
                    {when(session.seenAt)} {session.address}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {mayAdminister && <PersonActs person={person} onDone={keep} />}
    </div>
  )
}

const Fact = ({ title, value }: { title: string; value: string | null }) =>
  value ? (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  ) : null

/** What only administrators do; each asks once more before it does. */
function PersonActs({ person, onDone }: { person: Detail; onDone(detail: Detail): void }) {
  const { t } = useText()
  const { modal } = App.useApp()
  const client = useQueryClient()
  const { id } = person
  const params = { id }
  const acting = useMutation({ mutationFn: (act: () => Promise<Detail>) => act(), onSuccess: onDone })
  const exporting = useMutation({
    mutationFn: () => call('exportPerson', { params }),
    onSuccess: (data) => saveJson(data, `person-${id}.json`),
  })
  const erasing = useMutation({
    mutationFn: () => call('erasePerson', { params }),
    onSuccess: () => client.invalidateQueries(),
  })
  const ask = (title: string, act: () => void) =>
    modal.confirm({ title, okText: t('people.yes'), cancelText: t('common.cancel'), onOk: act })
  const problem = acting.error ?? exporting.error ?? erasing.error
  return (
    <>
      {problem && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(problem, t)}
        </p>
      )}
      <div className="person-acts">
        {person.archivedAt === null ? (
          <button
            type="button"
            className="button"
            onClick={() =>
              ask(t('people.archiveAsk'), () =>
                acting.mutate(() => call('archivePerson', { params, body: { reason: t('people.archiveReason') } })),
              )
            }
          >
            {t('people.archive')}
          </button>
        ) : (
          person.erasedAt === null && (
            <button
              type="button"
              className="button"
              onClick={() => acting.mutate(() => call('unarchivePerson', { params }))}
            >
              {t('people.unarchive')}
            </button>
          )
        )}
        {person.sessions.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => acting.mutate(() => call('endSessionsOf', { params }))}
          >
            {t('people.endSessions')}
          </button>
        )}
        <button type="button" className="button" onClick={() => exporting.mutate()}>
          {t('people.export')}
        </button>
        {person.erasedAt === null && (
          <button
            type="button"
            className="button danger"
            onClick={() => ask(t('people.eraseAsk'), () => erasing.mutate())}
          >
            {t('people.erase')}
          </button>
        )}
      </div>
    </>
  )
}
