import './spaces.css'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Empty, Input, Select, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { usePlace } from '../../client/queries.ts'
import { goTo, usePathname } from '../../console/console-address.ts'
import { useFiles } from '../../files/use-files.ts'
import { formatArea } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useWord } from '../../indoor/use-word.ts'
import { PlaceChoice } from '../place-choice.tsx'
import { SpaceDrawer } from './space-drawer.tsx'
import { type Building, lacksOf, type SpaceRow } from './space-figures.ts'
import { SpacePlan } from './space-plan.tsx'
import { SpaceSums } from './space-sums.tsx'
import { SpaceTable } from './space-table.tsx'

/** `/manage/spaces/:id`: every space of a place with areas, position, photos, court, reports, and what is missing. */
export default function SpacesPage() {
  const { t } = useText()
  const placeId = Number(/\/spaces\/(\d+)/.exec(usePathname())?.[1])
  if (!placeId) return <PlaceChoice title={t('spaces.title')} path="/manage/spaces" />
  return <SpacesOf key={placeId} placeId={placeId} />
}

function SpacesOf({ placeId }: { placeId: number }) {
  const { t, language } = useText()
  const { data: place } = usePlace(placeId)
  const building = useQuery({
    queryKey: ['building', placeId],
    queryFn: ({ signal }) => call('getBuilding', { params: { id: placeId }, signal }),
  })
  const isMissing = building.error instanceof ApiProblem && building.error.status === 404
  return (
    <section className="spaces">
      <div className="console-title">
        <h2>
          {t('spaces.title')}
          {place && ` · ${nameIn(language, place)}`}
        </h2>
        {building.data && (
          <div className="row-actions">
            {building.data.model && <Button href={`/places/${placeId}/model`}>{t('spaces.model')}</Button>}
            <Button onClick={() => goTo(`/manage/floors/${placeId}`)}>{t('floors.open')}</Button>
            <Button href={`/places/${placeId}/indoor`}>{t('spaces.indoor')}</Button>
            <Button type="primary" href={`/api/places/${placeId}/building/spaces.xlsx?language=${language}`}>
              {t('spaces.export')}
            </Button>
          </div>
        )}
      </div>
      {building.isPending && <Skeleton active />}
      {building.isError && !isMissing && (
        <Alert
          type="error"
          showIcon
          title={t('spaces.failed')}
          action={<Button onClick={() => building.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {(isMissing || building.data?.spaces.length === 0) && (
        <Empty description={t('spaces.none')}>
          <Button type="primary" onClick={() => goTo(`/manage/building/${placeId}`)}>
            {t('spaces.toFiles')}
          </Button>{' '}
          <Button onClick={() => goTo(`/manage/floors/${placeId}`)}>{t('floors.open')}</Button>
        </Empty>
      )}
      {building.data && building.data.spaces.length > 0 && <Spaces building={building.data} />}
    </section>
  )
}

function Spaces({ building }: { building: Building }) {
  const { t, language } = useText()
  const word = useWord()
  const { spaces, levels, placeId } = building
  const [storey, setStorey] = useState<number | null>(null)
  const [use, setUse] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [isLacking, setLacking] = useState(false)
  const [openedId, setOpened] = useState<number | null>(null)
  const files = useFiles(placeId).data?.items
  const reports = useMemo(() => files?.filter(({ kind }) => kind === 'report') ?? [], [files])
  const storeyName = (levelId: number): string => {
    const level = levels.find(({ id }) => id === levelId)
    return level ? nameIn(language, { nameZh: level.nameZh ?? level.name, nameEn: level.nameEn }) : ''
  }
  const shown = spaces.filter(
    (space) =>
      (storey === null || space.levelId === storey) &&
      (use === null || (space.use ?? '') === use) &&
      (!isLacking || lacksOf(space).length > 0) &&
      matches(space, words, word(space.use ?? '')),
  )
  const lacking = spaces.filter((space) => lacksOf(space).length > 0).length
  const uses = [...new Set(spaces.map((space) => space.use ?? ''))].sort()
  const used = new Set(spaces.map(({ levelId }) => levelId))
  const area = shown.reduce((sum, space) => sum + space.area, 0)
  const opened = spaces.find(({ id }) => id === openedId)
  return (
    <>
      {building.lostSpaces > 0 && (
        <Alert type="warning" showIcon title={t('spaces.lost', { count: building.lostSpaces })} />
      )}
      <div className="spaces-filters">
        <Input.Search
          allowClear
          value={words}
          placeholder={t('spaces.search')}
          aria-label={t('spaces.search')}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select
          aria-label={t('spaces.storey')}
          value={storey}
          onChange={setStorey}
          options={[
            { value: null, label: t('spaces.anyStorey') },
            ...levels.filter(({ id }) => used.has(id)).map(({ id }) => ({ value: id, label: storeyName(id) })),
          ]}
        />
        <Select
          aria-label={t('spaces.use')}
          value={use}
          onChange={setUse}
          options={[
            { value: null, label: t('spaces.anyUse') },
            ...uses.map((value) => ({ value, label: value ? word(value) : t('spaces.noUse') })),
          ]}
        />
        <Checkbox checked={isLacking} onChange={(event) => setLacking(event.target.checked)}>
          {t('spaces.onlyLacking')}
        </Checkbox>
      </div>
      <p className="soft" role="status">
        {t('spaces.found', { count: shown.length, area: formatArea(area, language) })} ·{' '}
        {t('spaces.lacking', { count: lacking })}
      </p>
      <div className="spaces-columns">
        <SpacePlan
          spaces={spaces}
          levels={levels.filter(({ id }) => used.has(id))}
          levelId={storey}
          storeyName={storeyName}
          shown={shown}
          openedId={openedId}
          onOpen={setOpened}
        />
        <div className="spaces-sums">
          <SpaceSums
            title={t('spaces.byStorey')}
            spaces={shown}
            keyOf={({ levelId }) => String(levelId)}
            wordOf={(key) => storeyName(Number(key))}
          />
          <SpaceSums
            title={t('spaces.byUse')}
            spaces={shown}
            keyOf={(space) => space.use ?? ''}
            wordOf={(key) => (key ? word(key) : t('spaces.noUse'))}
          />
        </div>
      </div>
      <SpaceTable spaces={shown} reports={reports} storeyName={storeyName} onOpen={setOpened} />
      {opened && (
        <SpaceDrawer
          key={opened.id}
          placeId={placeId}
          space={opened}
          reports={reports}
          storey={storeyName(opened.levelId)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

function matches(
  { name, longName, nameZh, nameEn, use, guid, court }: SpaceRow,
  words: string,
  useWords: string,
): boolean {
  const text = [name, longName, nameZh, nameEn, use, useWords, guid, court?.nameZh].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
