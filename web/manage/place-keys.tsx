import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Popconfirm, Typography } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** Keys of the gates and counters at the place. A key is shown once, when it is made. */
export function PlaceKeys({ placeId }: { placeId: number }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const keys = useQuery({
    queryKey: ['keys', placeId],
    queryFn: ({ signal }) => call('listKeys', { params: { id: placeId }, signal }),
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['keys', placeId] })
  const making = useMutation({
    mutationFn: () => call('makeKey', { params: { id: placeId }, body: { name } }),
    onSuccess: () => {
      setName('')
      return refresh()
    },
  })
  const revoking = useMutation({
    mutationFn: (keyId: number) => call('revokeKey', { params: { id: placeId, keyId } }),
    onSuccess: refresh,
  })
  const problem = keys.error ?? making.error ?? revoking.error
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const seen = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <section aria-labelledby="place-keys">
      <h3 id="place-keys">{t('keys.title')}</h3>
      <p className="soft">{t('keys.hint')}</p>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <ul className="plain-rows">
        {keys.data?.items.map((key) => (
          <li key={key.id}>
            <div className="row-main">
              <b>{key.name}</b>
              <p className="soft">
                {key.madeBy} · {t('keys.until', { date: day.format(new Date(key.expiresAt)) })} ·{' '}
                {key.seenAt ? t('keys.seen', { when: seen.format(new Date(key.seenAt)) }) : t('keys.neverSeen')}
              </p>
            </div>
            <span className="row-actions">
              <Popconfirm title={t('keys.revokeSure')} onConfirm={() => revoking.mutate(key.id)}>
                <Button danger>{t('keys.revoke')}</Button>
              </Popconfirm>
            </span>
          </li>
        ))}
      </ul>
      {making.data && (
        <Alert
          type="success"
          title={t('keys.once')}
          description={<Typography.Text copyable={{ text: making.data.key }}>{making.data.key}</Typography.Text>}
        />
      )}
      <form
        className="edit-actions"
        onSubmit={(event) => {
          event.preventDefault()
          making.mutate()
        }}
      >
        <Input
          aria-label={t('keys.name')}
          placeholder={t('keys.name')}
          maxLength={60}
          required
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button htmlType="submit" disabled={name.trim() === ''} loading={making.isPending}>
          {t('keys.make')}
        </Button>
      </form>
    </section>
  )
}
