import './manage.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Popconfirm, Skeleton, Tag } from 'antd'
import { call } from '../api.ts'
import { goTo } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** My drafts, the latest first, with their state and what the operator said. */
export default function MyDrafts() {
  const { t, language } = useText()
  const client = useQueryClient()
  const drafts = useQuery({
    queryKey: ['my-drafts'],
    queryFn: ({ signal }) => call('listDrafts', { query: { whose: 'mine', limit: 100 }, signal }),
  })
  const withdrawing = useMutation({
    mutationFn: (id: number) => call('withdrawDraft', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['my-drafts'] }),
  })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <section>
      <div className="console-title">
        <h2>{t('manage.drafts')}</h2>
      </div>
      {(drafts.error ?? withdrawing.error) && (
        <Alert type="error" showIcon title={(drafts.error ?? withdrawing.error)!.message} />
      )}
      {drafts.isPending && <Skeleton active />}
      {drafts.data?.items.length === 0 && <Empty description={t('draft.none')} />}
      <ul className="plain-rows">
        {drafts.data?.items.toReversed().map((draft) => {
          const open = draft.state === 'draft' || draft.state === 'submitted' || draft.state === 'returned'
          return (
            <li key={draft.id}>
              <div className="row-main">
                <b>{nameIn(language, { nameZh: draft.placeNameZh, nameEn: draft.placeNameEn })}</b>{' '}
                <Tag color={draft.state === 'returned' ? 'red' : draft.state === 'published' ? 'green' : 'blue'}>
                  {t(`draft.state.${draft.state}`)}
                </Tag>
                <p className="soft">
                  {when.format(new Date(draft.updatedAt))} · {t('history.fields', { count: draft.fields.length })}
                  {draft.reason && ` · ${draft.reason}`}
                </p>
                {draft.answer && <p>{t('claim.answer', { words: draft.answer })}</p>}
                {open && draft.baseVersion !== draft.placeVersion && (
                  <p className="edit-warning">{t('edit.movedOn')}</p>
                )}
              </div>
              {open && (
                <div className="row-actions">
                  {draft.baseVersion !== draft.placeVersion && (
                    <Button type="primary" onClick={() => goTo(`/manage/merge/${draft.id}`)}>
                      {t('edit.merge')}
                    </Button>
                  )}
                  <Button onClick={() => goTo(`/manage/place/${draft.placeId}`)}>{t('manage.edit')}</Button>
                  <Popconfirm title={t('draft.withdrawSure')} onConfirm={() => withdrawing.mutate(draft.id)}>
                    <Button>{t('draft.withdraw')}</Button>
                  </Popconfirm>
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
