import '../../files/files.css'
import './building.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { usePlace } from '../../client/queries.ts'
import { goTo, usePathname } from '../../console/console-address.ts'
import { UploadBox } from '../../files/upload-box.tsx'
import { useUploads } from '../../files/use-uploads.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { PlaceChoice } from '../place-choice.tsx'
import { LostSpaces } from './lost-spaces.tsx'
import { PlacementEditor } from './placement-editor.tsx'
import { isAtWork, VersionList } from './version-list.tsx'

const pollMilliseconds = 1_000

/** `/manage/building/:id`: upload a model, see how far it is, say where it stands and what became of what it lost. */
export default function BuildingPage() {
  const { t } = useText()
  const placeId = Number(/\/building\/(\d+)/.exec(usePathname())?.[1])
  if (!placeId) return <PlaceChoice title={t('building.title')} path="/manage/building" />
  return <BuildingOf key={placeId} placeId={placeId} />
}

function BuildingOf({ placeId }: { placeId: number }) {
  const { t, language } = useText()
  const { data: place } = usePlace(placeId)
  const client = useQueryClient()
  const versions = useQuery({
    queryKey: ['building-versions', placeId],
    queryFn: ({ signal }) => call('listBuildingVersions', { params: { id: placeId }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? pollMilliseconds : false),
  })
  const latest = versions.data?.items[0]
  const building = useQuery({
    queryKey: ['building', placeId, latest?.version, latest?.state],
    queryFn: ({ signal }) => call('getBuilding', { params: { id: placeId }, signal }),
    enabled: versions.isSuccess,
    retry: (count, error) => !(error instanceof ApiProblem && error.status === 404) && count < 2,
  })
  const refresh = () =>
    Promise.all(
      ['building', 'building-versions'].map((name) => client.invalidateQueries({ queryKey: [name, placeId] })),
    )
  const convert = useMutation({
    mutationFn: (fileId: number) => call('addBuildingVersion', { params: { id: placeId }, body: { fileId } }),
    onSettled: refresh,
  })
  const uploads = useUploads(placeId, (file) => convert.mutate(file.id))
  const shown = building.data
  return (
    <section className="building">
      <div className="console-title">
        <h2>
          {t('building.title')}
          {place && ` · ${nameIn(language, place)}`}
        </h2>
        <div className="row-actions">
          <Button onClick={() => goTo(`/manage/floors/${placeId}`)}>{t('floors.open')}</Button>
          {shown?.model && (
            <>
              <Button href={`/places/${placeId}/model`}>{t('building.look')}</Button>
              <Button onClick={() => goTo(`/manage/spaces/${placeId}`)}>{t('building.spaces')}</Button>
            </>
          )}
        </div>
      </div>
      <p className="soft">{t('building.intro')}</p>
      <UploadBox kind="building-model" uploads={uploads} />
      {convert.error && <Alert type="error" showIcon title={t('building.failed', { detail: convert.error.message })} />}
      {versions.isPending && <Skeleton active />}
      {versions.isError && (
        <Alert
          type="error"
          showIcon
          title={t('building.failed', { detail: versions.error.message })}
          action={<Button onClick={() => versions.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {versions.data && <VersionList placeId={placeId} versions={versions.data.items} />}
      {shown && shown.lostSpaces > 0 && <LostSpaces placeId={placeId} spaces={shown.spaces} onResolved={refresh} />}
      {shown?.model && place && (
        <PlacementEditor key={shown.version} building={shown} place={place} onConfirmed={refresh} />
      )}
    </section>
  )
}
