import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import type { BuildingSpace } from '../../../api/contract/buildings.ts'
import { call } from '../../api.ts'
import { formatArea } from '../../format/quantity.ts'
import { useText } from '../../i18n/use-text.tsx'

interface Props {
  placeId: number
  /** Those that the model in force has. */
  spaces: readonly BuildingSpace[]
  onResolved(): Promise<unknown>
}

/** Spaces that a new version has no more and that something hangs on: their owner says what they are now. */
export function LostSpaces({ placeId, spaces, onResolved }: Props) {
  const { t } = useText()
  const lost = useQuery({
    queryKey: ['building', placeId, 'lost'],
    queryFn: ({ signal }) => call('lostSpaces', { params: { id: placeId }, signal }),
  })
  return (
    <section aria-labelledby="lost-spaces">
      <h3 id="lost-spaces">{t('building.lost')}</h3>
      <p>{t('building.lostWhy')}</p>
      <ul className="rows">
        {lost.data?.items.map((space) => (
          <LostSpace key={space.id} placeId={placeId} space={space} spaces={spaces} onResolved={onResolved} />
        ))}
      </ul>
    </section>
  )
}

function LostSpace({ placeId, space, spaces, onResolved }: Props & { space: BuildingSpace }) {
  const { t, language } = useText()
  const [chosen, setChosen] = useState<number | null>(null)
  const resolve = useMutation({
    mutationFn: (outcome: { is: 'gone' } | { is: 'now'; spaceId: number }) =>
      call('resolveLostSpace', { params: { id: placeId, space: space.id }, body: { outcome } }),
    onSuccess: onResolved,
  })
  return (
    <li>
      <div className="row-main">
        <b>{space.title}</b>
        <p className="soft">
          {[space.name, formatArea(space.area, language), space.court?.nameZh].filter(Boolean).join(' · ')}
        </p>
        {resolve.error && <Alert type="error" title={t('building.failed', { detail: resolve.error.message })} />}
      </div>
      <div className="row-actions">
        <Select
          showSearch
          optionFilterProp="label"
          className="lost-choice"
          aria-label={t('building.lostChoose')}
          placeholder={t('building.lostChoose')}
          value={chosen}
          onChange={setChosen}
          options={spaces.map(({ id, name, title }) => ({
            value: id,
            label: name === title ? name : `${name} ${title}`,
          }))}
        />
        <Button
          type="primary"
          disabled={chosen === null}
          loading={resolve.isPending}
          onClick={() => chosen !== null && resolve.mutate({ is: 'now', spaceId: chosen })}
        >
          {t('building.lostGive')}
        </Button>
        <Button disabled={resolve.isPending} onClick={() => resolve.mutate({ is: 'gone' })}>
          {t('building.lostGone')}
        </Button>
      </div>
    </li>
  )
}
