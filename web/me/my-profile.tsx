import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input, Modal, Tag } from 'antd'
import { useState } from 'react'
import { CodeForm } from '../account/code-form.tsx'
import { roleWords, scopeWords } from '../account/role-words.ts'
import { wordsOfProblem } from '../account/words-of-problem.ts'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

type Profile = ReplyOf<'getMe'>

export function MyProfile() {
  const { t } = useText()
  const client = useQueryClient()
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => call('getMe', { signal }) })
  const [changing, setChanging] = useState<'name' | 'password' | 'phone' | 'email' | null>(null)
  const ways = useQuery({ queryKey: ['sign-in-ways'], queryFn: ({ signal }) => call('signInWays', { signal }) })
  const keep = (profile: Profile) => {
    client.setQueryData(['me'], profile)
    setChanging(null)
  }
  if (!me.data) return <section className="me-card skeleton me-card-blank" aria-busy="true" />
  const { name, account, hasPassword, grants } = me.data
  return (
    <section className="me-card">
      <h2>{t('me.profile')}</h2>
      <dl className="me-facts">
        <Fact title={t('me.name')} value={name} action={t('me.change')} onAction={() => setChanging('name')} />
        {account && <Fact title={t('signIn.account')} value={account} />}
        {(['phone', 'email'] as const).map((channel) => (
          <Fact
            key={channel}
            title={t(`signIn.${channel}`)}
            value={me.data[channel] ?? t('me.notSet')}
            {...(ways.data?.[channel]
              ? { action: t(me.data[channel] ? 'me.change' : 'me.add'), onAction: () => setChanging(channel) }
              : {})}
          />
        ))}
        {!account && (
          <Fact
            title={t('signIn.password')}
            value={t(hasPassword ? 'me.set' : 'me.notSet')}
            action={t(hasPassword ? 'me.change' : 'me.setPassword')}
            onAction={() => setChanging('password')}
          />
        )}
        <div>
          <dt>{t('me.roles')}</dt>
          <dd>
            {grants.length === 0 && t('me.citizen')}
            {grants.map((grant) => (
              <Tag key={grant.id} className="me-role">
                {roleWords(t, grant.role)} · {scopeWords(t, grant)}
              </Tag>
            ))}
          </dd>
        </div>
      </dl>
      {(changing === 'phone' || changing === 'email') && (
        <Modal open footer={null} title={t(`signIn.${changing}`)} onCancel={() => setChanging(null)}>
          <CodeForm
            key={changing}
            channel={changing}
            shown={ways.data?.shown ?? false}
            prove={(body) => call('addAddress', { body })}
            onPassed={keep}
            enter="me.save"
            hint="me.addressHint"
          />
        </Modal>
      )}
      {(changing === 'name' || changing === 'password') && (
        <ChangeDialog
          key={changing}
          what={changing}
          start={changing === 'name' ? name : ''}
          onKept={keep}
          onLeave={() => setChanging(null)}
        />
      )}
    </section>
  )
}

interface FactProps {
  title: string
  value: string
  action?: string
  onAction?(): void
}

function Fact({ title, value, action, onAction }: FactProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <span>{value}</span>
        {action && (
          <button type="button" className="text-button" onClick={onAction} aria-label={`${action} ${title}`}>
            {action}
          </button>
        )}
      </dd>
    </div>
  )
}

interface ChangeProps {
  what: 'name' | 'password'
  start: string
  onKept(profile: Profile): void
  onLeave(): void
}

function ChangeDialog({ what, start, onKept, onLeave }: ChangeProps) {
  const { t } = useText()
  const [value, setValue] = useState(start)
  const saving = useMutation({
    mutationFn: () =>
      what === 'name'
        ? call('changeMe', { body: { name: value } })
        : call('setPassword', { body: { password: value } }),
    onSuccess: onKept,
  })
  const Field = what === 'name' ? Input : Input.Password
  return (
    <Modal
      open
      title={t(what === 'name' ? 'me.name' : 'signIn.password')}
      okText={t('me.save')}
      cancelText={t('common.cancel')}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={onLeave}
    >
      <Field
        value={value}
        aria-label={t(what === 'name' ? 'me.name' : 'me.newPassword')}
        autoComplete={what === 'name' ? 'name' : 'new-password'}
        onChange={(event) => setValue(event.target.value)}
        onPressEnter={() => saving.mutate()}
      />
      {what === 'password' && <p className="soft me-hint">{t('me.passwordHint')}</p>}
      {saving.isError && (
        <p className="inline-problem me-hint" role="alert">
          {wordsOfProblem(saving.error, t)}
        </p>
      )}
    </Modal>
  )
}
