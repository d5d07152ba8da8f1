import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Empty, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import type { Draft } from '../../api/contract/drafts.ts'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { Differences } from '../diff/differences.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useMedia } from '../ui/use-media.ts'
import { Decision } from './decision.tsx'

/** Changes that owners handed in, oldest first; each opens beside the list with its diff. */
export function DraftQueue({ region }: { region: string | null }) {
  const { t, language } = useText()
  const narrow = useMedia('(max-width: 900px)')
  const [open, setOpen] = useState<number | null>(null)
  const drafts = useInfiniteQuery({
    queryKey: ['drafts-queue', region],
    queryFn: ({ signal, pageParam }) =>
      call('listDrafts', {
        query: { whose: 'queue', region: region ?? undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const items = drafts.data?.pages.flatMap((page) => page.items) ?? []
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      {drafts.error && <Alert type="error" showIcon title={drafts.error.message} />}
      {drafts.isPending && <Skeleton active />}
      {drafts.isSuccess && items.length === 0 && <Empty description={t('moderation.empty')} />}
      <ul className="plain-rows">
        {items.map((draft) => (
          <li key={draft.id}>
            <div className="row-main">
              <b>{nameIn(language, { nameZh: draft.placeNameZh, nameEn: draft.placeNameEn })}</b>{' '}
              {draft.baseVersion !== draft.placeVersion && <Tag color="red">{t('merge.conflict')}</Tag>}
              <p className="soft">
                {draft.authorName} · {when.format(new Date(draft.submittedAt ?? draft.updatedAt))} ·{' '}
                {t('history.fields', { count: draft.fields.length })}
              </p>
              {draft.reason && <p>{draft.reason}</p>}
            </div>
            <div className="row-actions">
              <Button type="primary" onClick={() => setOpen(draft.id)}>
                {t('moderation.review')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {drafts.hasNextPage && <Button onClick={() => drafts.fetchNextPage()}>{t('list.more')}</Button>}
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={narrow ? '100%' : 760}
        title={t('moderation.review')}
        destroyOnHidden
      >
        {open !== null && <DraftReview id={open} onDone={() => setOpen(null)} />}
      </Drawer>
    </>
  )
}

function DraftReview({ id, onDone }: { id: number; onDone(): void }) {
  const { t } = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  const draft = useQuery({
    queryKey: ['draft', id],
    queryFn: ({ signal }) => call('getDraft', { params: { id }, signal }),
    gcTime: 0,
  })
  const deciding = useMutation({
    mutationFn: ({ outcome, answer, version }: { outcome: 'publish' | 'return'; answer: string; version: number }) =>
      call(outcome === 'publish' ? 'publishDraft' : 'returnDraft', {
        params: { id },
        ifMatch: version,
        body: { answer },
      }),
    onSuccess: ({ state }: Draft) => {
      message.success(t(state === 'published' ? 'moderation.published' : 'moderation.returned'))
      void Promise.all(
        ['drafts-queue', 'moderation-counts'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      onDone()
    },
  })
  if (!draft.data) return draft.isError ? <Alert type="error" title={draft.error.message} /> : <Skeleton active />
  const { differences, placeType, version, reason, authorName } = draft.data
  const stale = deciding.error instanceof ApiProblem && deciding.error.status === 412
  return (
    <div className="edit-form">
      <p>
        <b>{authorName}</b> {reason}
      </p>
      <Differences differences={differences} type={placeType} />
      {deciding.error && (
        <Alert
          type="error"
          showIcon
          title={stale ? t('moderation.stale') : deciding.error.message}
          action={<Button onClick={() => draft.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      <Decision
        approve={t('moderation.publish')}
        refuse={t('moderation.return')}
        templates={[t('moderation.draft.unclear'), t('moderation.draft.position'), t('moderation.draft.proof')]}
        pending={deciding.isPending}
        onApprove={(answer) => deciding.mutate({ outcome: 'publish', answer, version })}
        onRefuse={(answer) => deciding.mutate({ outcome: 'return', answer, version })}
      />
    </div>
  )
}
