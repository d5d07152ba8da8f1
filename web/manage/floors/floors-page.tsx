import './floors.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { usePlace } from '../../client/queries.ts'
import { goTo, usePathname } from '../../console/console-address.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { FloorEditor } from './floor-editor.tsx'
import { ImportFloors } from './import-floors.tsx'
import { UnreachedRooms } from './unreached-rooms.tsx'

/** `/manage/floors/:id`: draw floors, bring them from a file, see which rooms nobody gets to. */
export default function FloorsPage() {
  const { t, language } = useText()
  const placeId = Number(/\/floors\/(\d+)/.exec(usePathname())?.[1])
  const { data: place } = usePlace(placeId)
  const client = useQueryClient()
  // The editor begins anew from the server only when it is told to: a query that refreshes by itself would take work away.
  const [round, setRound] = useState(0)
  const drawing = useQuery({
    queryKey: ['floor-drawing', placeId, round],
    queryFn: ({ signal }) => call('getDrawing', { params: { id: placeId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: (count, error) => !(error instanceof ApiProblem && error.status > 0) && count < 2,
  })
  const shown = drawing.data
  const isUnplaced = drawing.error instanceof ApiProblem && drawing.error.code === 'building-not-placed'
  const onPublished = () =>
    Promise.all(['unreached', 'building', 'indoor'].map((name) => client.invalidateQueries({ queryKey: [name] })))
  const reload = async () => {
    await onPublished()
    setRound(round + 1)
  }
  return (
    <section className="floors">
      <div className="console-title">
        <h2>
          {t('floors.title')}
          {place && ` · ${nameIn(language, place)}`}
        </h2>
        <div className="row-actions">
          <Button href={`/places/${placeId}/indoor`}>{t('floors.look')}</Button>
          <Button onClick={() => goTo(`/manage/spaces/${placeId}`)}>{t('building.spaces')}</Button>
        </div>
      </div>
      <p className="soft">{t('floors.intro')}</p>
      {drawing.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {isUnplaced && (
        <Alert
          type="info"
          showIcon
          title={t('floors.notPlaced')}
          action={<Button onClick={() => goTo(`/manage/building/${placeId}`)}>{t('floors.toBuilding')}</Button>}
        />
      )}
      {drawing.isError && !isUnplaced && (
        <Alert
          type="error"
          showIcon
          title={t('floors.failed', { detail: drawing.error.message })}
          action={<Button onClick={() => drawing.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {shown && place && (
        <FloorEditor key={round} place={place} first={shown} onPublished={onPublished} onReload={reload} />
      )}
      {!isUnplaced && <UnreachedRooms placeId={placeId} />}
      <ImportFloors placeId={placeId} onImported={reload} />
    </section>
  )
}
