import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Popconfirm, Skeleton } from 'antd'
import { useState } from 'react'
import { mayAct } from '../../api/contract/access.ts'
import type { Place } from '../../api/contract/place-record.ts'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { Differences } from '../diff/differences.tsx'
import { useText } from '../i18n/use-text.tsx'

/** Every version of the record: who, when, why and what; an operator makes an earlier one the record again. */
export function PlaceHistory({ place }: { place: Place }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const { data: person } = usePerson()
  const [shown, setShown] = useState<number | null>(null)
  const list = useQuery({
    queryKey: ['revisions', place.id, place.version],
    queryFn: ({ signal }) => call('listRevisions', { params: { id: place.id }, query: { limit: 50 }, signal }),
  })
  const county = place.region.at(-1)?.code ?? null
  const decides = person
    ? mayAct(person.grants, ['operator', 'administrator'], { placeId: place.id, regionCode: county })
    : false
  const restoring = useMutation({
    mutationFn: (version: number) =>
      call('restoreRevision', { params: { id: place.id, version }, ifMatch: place.version, body: {} }),
    onSuccess: () => client.resetQueries({ queryKey: ['edit-place', place.id] }),
  })
  if (list.isPending) return <Skeleton active />
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      {restoring.error && <Alert type="error" showIcon title={restoring.error.message} />}
      <ul className="plain-rows">
        {(list.data?.items ?? []).map(({ version, changedAt, changedBy, reason, fields }) => (
          <li key={version}>
            <div className="row-main">
              <b>{t('history.version', { version })}</b> {when.format(new Date(changedAt))} ·{' '}
              {changedBy === 'owner' ? t('history.owner') : changedBy}
              <p className="soft">
                {reason} {fields.length > 0 && `（${t('history.fields', { count: fields.length })}）`}
              </p>
              {shown === version && <Revision placeId={place.id} version={version} type={place.type} />}
            </div>
            <div className="row-actions">
              <Button size="small" onClick={() => setShown(shown === version ? null : version)}>
                {t('history.show')}
              </Button>
              {decides && version !== place.version && (
                <Popconfirm title={t('history.sure', { version })} onConfirm={() => restoring.mutate(version)}>
                  <Button size="small">{t('history.restore')}</Button>
                </Popconfirm>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Revision({ placeId, version, type }: { placeId: number; version: number; type: string }) {
  const revision = useQuery({
    queryKey: ['revision', placeId, version],
    queryFn: ({ signal }) => call('getRevision', { params: { id: placeId, version }, signal }),
  })
  return revision.data ? <Differences differences={revision.data.differences} type={type} /> : <Skeleton active />
}
