import './manage.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { ClaimRow } from './claim-row.tsx'

/** My claims and how far they are; take-overs of my places, which I may object to. */
export default function MyClaims() {
  const { t } = useText()
  const client = useQueryClient()
  const listOf = (whose: 'mine' | 'on-my-places') => ({
    queryKey: ['claims', whose],
    queryFn: ({ signal }: { signal: AbortSignal }) => call('listClaims', { query: { whose, limit: 100 }, signal }),
  })
  const mine = useQuery(listOf('mine'))
  const others = useQuery(listOf('on-my-places'))
  const refresh = () => client.invalidateQueries({ queryKey: ['claims'] })
  const withdrawing = useMutation({
    mutationFn: (id: number) => call('withdrawClaim', { params: { id } }),
    onSuccess: refresh,
  })
  const objecting = useMutation({
    mutationFn: ({ id, reason }: { id: number; reason: string }) =>
      call('objectToClaim', { params: { id }, body: { reason } }),
    onSuccess: refresh,
  })
  const problem = withdrawing.error ?? objecting.error ?? mine.error
  return (
    <section>
      <div className="console-title">
        <h2>{t('manage.claims')}</h2>
        <a href="/">{t('manage.findToClaim')}</a>
      </div>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {mine.isPending && <Skeleton active />}
      {mine.data?.items.length === 0 && <Empty description={t('claim.none')} />}
      <ul className="plain-rows">
        {mine.data?.items.toReversed().map((claim) => (
          <ClaimRow key={claim.id} claim={claim}>
            {['submitted', 'notice', 'objected'].includes(claim.state) && (
              <Button onClick={() => withdrawing.mutate(claim.id)}>{t('claim.withdraw')}</Button>
            )}
          </ClaimRow>
        ))}
      </ul>
      {(others.data?.items.length ?? 0) > 0 && (
        <>
          <h3>{t('claim.onMyPlaces')}</h3>
          <ul className="plain-rows">
            {others.data?.items.map((claim) => (
              <ClaimRow key={claim.id} claim={claim}>
                {claim.state === 'notice' && (
                  <Button
                    danger
                    onClick={() => {
                      const reason = prompt(t('owners.objectWhy'))
                      if (reason) objecting.mutate({ id: claim.id, reason })
                    }}
                  >
                    {t('owners.object')}
                  </Button>
                )}
              </ClaimRow>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
