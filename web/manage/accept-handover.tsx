import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { call } from '../api.ts'
import { goTo } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** What a secret link offers; its token stands after the #, which no server log sees. */
export default function AcceptHandover() {
  const { t, language } = useText()
  const token = location.hash.slice(1)
  const offer = useQuery({
    queryKey: ['handover', token],
    queryFn: ({ signal }) => call('viewHandover', { body: { token }, signal }),
    retry: false,
  })
  const accepting = useMutation({
    mutationFn: () => call('acceptHandover', { body: { token } }),
    onSuccess: ({ state }) => state === 'done' && goTo('/manage/places'),
  })
  if (offer.isPending) return <Skeleton active />
  if (offer.isError) return <Alert type="error" showIcon title={offer.error.message} />
  const { kind, fromName } = offer.data
  return (
    <div className="edit-form narrow">
      <h2>{t(`owners.kind.${kind}`)}</h2>
      <p>
        {t(`owners.offer.${kind}`, {
          from: fromName,
          place: nameIn(language, { nameZh: offer.data.placeNameZh, nameEn: offer.data.placeNameEn }),
        })}
      </p>
      {accepting.error && <Alert type="error" showIcon title={accepting.error.message} />}
      {accepting.data?.noticeEndsAt ? (
        <Alert
          type="success"
          showIcon
          title={t('owners.announced', { date: accepting.data.noticeEndsAt.slice(0, 10) })}
        />
      ) : (
        <Button type="primary" loading={accepting.isPending} onClick={() => accepting.mutate()}>
          {t('owners.accept')}
        </Button>
      )}
    </div>
  )
}
