import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Empty, Skeleton } from 'antd'
import { call } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Decision } from './decision.tsx'

/** Transfers that somebody objected to: the operator lets them go on, or calls them off. */
export function HandoverQueue({ region }: { region: string | null }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const waiting = useQuery({
    queryKey: ['handovers', 'queue', region],
    queryFn: ({ signal }) => call('waitingHandovers', { query: { region: region ?? undefined }, signal }),
  })
  const deciding = useMutation({
    mutationFn: ({ id, reason, goesOn }: { id: number; reason: string; goesOn: boolean }) =>
      goesOn
        ? call('settleHandover', { params: { id }, body: { reason: reason || t('moderation.handover.inOrder') } })
        : call('stopHandover', { params: { id }, body: { reason } }),
    onSettled: () =>
      Promise.all(['handovers', 'moderation-counts'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
  const problem = waiting.error ?? deciding.error
  return (
    <>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {waiting.isPending && <Skeleton active />}
      {waiting.data?.items.length === 0 && <Empty description={t('moderation.empty')} />}
      <ul className="plain-rows">
        {waiting.data?.items.map(({ id, placeId, placeNameZh, placeNameEn, fromName, toName, objection }) => (
          <li key={id}>
            <div className="row-main">
              <a href={`/manage/places/${placeId}`}>
                <b>{nameIn(language, { nameZh: placeNameZh, nameEn: placeNameEn })}</b>
              </a>
              <p className="soft">
                {fromName} → {toName}
              </p>
              <p>{t('moderation.handover.objection', { words: objection ?? '' })}</p>
            </div>
            <Decision
              approve={t('moderation.handover.goOn')}
              refuse={t('moderation.handover.stop')}
              templates={[t('moderation.handover.inOrder'), t('moderation.claim.noProof')]}
              pending={deciding.isPending}
              onApprove={(reason) => deciding.mutate({ id, reason, goesOn: true })}
              onRefuse={(reason) => deciding.mutate({ id, reason, goesOn: false })}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
