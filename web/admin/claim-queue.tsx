import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { ClaimRow } from '../manage/claim-row.tsx'
import { Attached } from './attached.tsx'
import { Decision } from './decision.tsx'

/** Claims that wait, oldest first. */
export function ClaimQueue({ region }: { region: string | null }) {
  const { t } = useText()
  const client = useQueryClient()
  const claims = useInfiniteQuery({
    queryKey: ['claims', 'queue', region],
    queryFn: ({ signal, pageParam }) =>
      call('listClaims', {
        query: { whose: 'queue', region: region ?? undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const deciding = useMutation({
    mutationFn: ({ id, ...body }: { id: number; outcome: 'approve' | 'refuse'; reason: string }) =>
      call('decideClaim', { params: { id }, body }),
    onSettled: () =>
      Promise.all(['claims', 'moderation-counts'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
  const items = claims.data?.pages.flatMap((page) => page.items) ?? []
  const templates = [t('moderation.claim.noProof'), t('moderation.claim.notOwner'), t('moderation.claim.contact')]
  return (
    <>
      {(claims.error ?? deciding.error) && (
        <Alert type="error" showIcon title={(claims.error ?? deciding.error)!.message} />
      )}
      {claims.isPending && <Skeleton active />}
      {claims.isSuccess && items.length === 0 && <Empty description={t('moderation.empty')} />}
      <ul className="plain-rows">
        {items.map((claim) => (
          <ClaimRow key={claim.id} claim={claim}>
            <Attached of={{ claimId: claim.id }} />
            {claim.state === 'notice' ? null : (
              <Decision
                approve={t(
                  claim.wants === 'take-over' && claim.owners > 0 && claim.state === 'submitted'
                    ? 'moderation.announce'
                    : 'moderation.approve',
                )}
                refuse={t('moderation.refuse')}
                templates={templates}
                pending={deciding.isPending}
                onApprove={(reason) => deciding.mutate({ id: claim.id, outcome: 'approve', reason })}
                onRefuse={(reason) => deciding.mutate({ id: claim.id, outcome: 'refuse', reason })}
              />
            )}
          </ClaimRow>
        ))}
      </ul>
      {claims.hasNextPage && <Button onClick={() => claims.fetchNextPage()}>{t('list.more')}</Button>}
    </>
  )
}
