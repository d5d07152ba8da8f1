import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, Popconfirm, Switch, Tag, Typography } from 'antd'
import { useState } from 'react'
import { mayAct } from '../../api/contract/access.ts'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { goTo } from '../console/console-address.ts'
import { useText } from '../i18n/use-text.tsx'
import { PlaceKeys } from './place-keys.tsx'

/** Who keeps the place together, and how it changes hands. */
export function PlaceOwners({ placeId }: { placeId: number }) {
  const { t } = useText()
  const client = useQueryClient()
  const { data: person } = usePerson()
  const [link, setLink] = useState<string | null>(null)
  const [removed, setRemoved] = useState<{ id: string; name: string; reason: string } | null>(null)
  const owners = useQuery({
    queryKey: ['owners', placeId],
    queryFn: ({ signal }) => call('listOwners', { params: { id: placeId }, signal }),
  })
  const handovers = useQuery({
    queryKey: ['handovers', placeId],
    queryFn: ({ signal }) => call('listHandovers', { params: { id: placeId }, signal }),
  })
  const refresh = () =>
    Promise.all(['owners', 'handovers'].map((key) => client.invalidateQueries({ queryKey: [key, placeId] })))
  const offering = useMutation({
    mutationFn: (kind: 'invite' | 'transfer') => call('offerHandover', { params: { id: placeId }, body: { kind } }),
    onSuccess: ({ token }) => {
      setLink(`${location.origin}/manage/handover#${token}`)
      return refresh()
    },
  })
  const stopping = useMutation({
    mutationFn: (id: number) => call('stopHandover', { params: { id }, body: {} }),
    onSuccess: refresh,
  })
  const objecting = useMutation({
    mutationFn: (id: number) =>
      call('objectToHandover', { params: { id }, body: { reason: prompt(t('owners.objectWhy')) ?? '' } }),
    onSuccess: refresh,
  })
  const trusting = useMutation({
    mutationFn: ({ id, trusted }: { id: string; trusted: boolean }) =>
      call('trustOwner', { params: { id: placeId, person: id }, body: { trusted } }),
    onSuccess: refresh,
  })
  const removing = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      call('removeOwner', { params: { id: placeId, person: id }, body: { reason } }),
    onSuccess: () => {
      setRemoved(null)
      return refresh()
    },
  })
  const leaving = useMutation({
    mutationFn: () => call('leavePlace', { params: { id: placeId } }),
    onSuccess: () => goTo('/manage/places'),
  })
  const problem =
    offering.error ?? stopping.error ?? objecting.error ?? trusting.error ?? removing.error ?? leaving.error
  const isOwner = owners.data?.items.some(({ personId }) => personId === person?.id) ?? false
  const decides = person ? mayAct(person.grants, ['operator', 'administrator']) : false
  const running = (handovers.data?.items ?? []).filter(({ state }) => state !== 'done' && state !== 'stopped')
  return (
    <div className="edit-form">
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <ul className="plain-rows">
        {owners.data?.items.map(({ personId, name, since, trusted }) => (
          <li key={personId}>
            <div className="row-main">
              <b>{name}</b> {trusted && <Tag color="green">{t('owners.trusted')}</Tag>}
              <p className="soft">{t('owners.since', { date: since.slice(0, 10) })}</p>
            </div>
            {decides && (
              <span className="row-actions">
                {t('owners.trust')}
                <Switch
                  aria-label={t('owners.trust')}
                  checked={trusted}
                  onChange={(checked) => trusting.mutate({ id: personId, trusted: checked })}
                />
                <Button danger onClick={() => setRemoved({ id: personId, name, reason: '' })}>
                  {t('owners.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {owners.data?.items.length === 0 && <p className="soft">{t('owners.none')}</p>}
      {running.map(({ id, kind, state, toName, noticeEndsAt, expiresAt, objection }) => (
        <Alert
          key={id}
          type="info"
          showIcon
          title={`${t(`owners.kind.${kind}`)} · ${t(`owners.state.${state}`)}${toName ? ` · ${toName}` : ''}`}
          description={objection ?? t('owners.until', { date: (noticeEndsAt ?? expiresAt).slice(0, 10) })}
          action={
            <span className="row-actions">
              {state === 'notice' && <Button onClick={() => objecting.mutate(id)}>{t('owners.object')}</Button>}
              <Button onClick={() => stopping.mutate(id)}>{t('owners.stop')}</Button>
            </span>
          }
        />
      ))}
      {link && (
        <Alert
          type="success"
          title={t('owners.link')}
          description={<Typography.Text copyable={{ text: link }}>{link}</Typography.Text>}
        />
      )}
      <Modal
        open={removed !== null}
        title={t('owners.removeWho', { name: removed?.name ?? '' })}
        okText={t('owners.remove')}
        okButtonProps={{ danger: true, disabled: removed?.reason.trim() === '' }}
        cancelText={t('common.cancel')}
        confirmLoading={removing.isPending}
        onOk={() => removed && removing.mutate(removed)}
        onCancel={() => setRemoved(null)}
      >
        <Input.TextArea
          aria-label={t('owners.removeWhy')}
          placeholder={t('owners.removeWhy')}
          rows={3}
          maxLength={1000}
          value={removed?.reason ?? ''}
          onChange={({ target }) => removed && setRemoved({ ...removed, reason: target.value })}
        />
      </Modal>
      {isOwner && (
        <div className="edit-actions">
          <Button onClick={() => offering.mutate('invite')}>{t('owners.invite')}</Button>
          <Popconfirm title={t('owners.transferSure')} onConfirm={() => offering.mutate('transfer')}>
            <Button>{t('owners.transfer')}</Button>
          </Popconfirm>
          <Popconfirm title={t('owners.leaveSure')} onConfirm={() => leaving.mutate()}>
            <Button danger>{t('owners.leave')}</Button>
          </Popconfirm>
        </div>
      )}
      <PlaceKeys placeId={placeId} />
    </div>
  )
}
