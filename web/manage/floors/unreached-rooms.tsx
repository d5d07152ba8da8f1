import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'

/** Rooms that no route leads to, with the reason, worst first. */
export function UnreachedRooms({ placeId }: { placeId: number }) {
  const { t, language } = useText()
  const found = useQuery({
    queryKey: ['unreached', placeId],
    queryFn: ({ signal }) => call('unreachableSpaces', { params: { id: placeId }, signal }),
    retry: false,
  })
  const isMissing = found.error instanceof ApiProblem && found.error.status === 404
  const items = found.data?.items.toSorted((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason))
  return (
    <section aria-labelledby="floors-unreached">
      <h3 id="floors-unreached">
        {t('floors.unreached')}
        {items && items.length > 0 && <span className="soft"> {items.length}</span>}
      </h3>
      {found.isPending && <Skeleton active />}
      {isMissing && <p className="soft">{t('floors.noWays')}</p>}
      {found.isError && !isMissing && (
        <Alert
          type="error"
          showIcon
          title={t('floors.failed', { detail: found.error.message })}
          action={<Button onClick={() => found.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {items?.length === 0 && <p className="soft">{t('floors.allReached')}</p>}
      {items && items.length > 0 && (
        <>
          <p className="soft">{t('floors.unreachedWhy')}</p>
          <ul className="plain-rows">
            {items.map(({ spaceId, label, reason }) => (
              <li key={spaceId}>
                <div className="row-main">
                  <b>{language === 'en' ? label.en : label.zh}</b>
                  <p className="soft">{t(`floors.why.${reason}`)}</p>
                </div>
                <Button href={`/places/${placeId}/indoor?space=${spaceId}`}>{t('floors.look')}</Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const order = ['no-entrance', 'no-way-in', 'cut-off', 'steps-only']
