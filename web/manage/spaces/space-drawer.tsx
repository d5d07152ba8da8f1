import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, AutoComplete, Button, Drawer, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { FileRecord } from '../../../api/contract/files.ts'
import { spaceUses } from '../../../api/contract/space-uses.ts'
import { call } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { grouped } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useWord } from '../../indoor/use-word.ts'
import { differenceOf, type SpaceRow } from './space-figures.ts'
import { SpaceFiles } from './space-files.tsx'

interface Props {
  placeId: number
  space: SpaceRow
  reports: readonly FileRecord[]
  storey: string
  onClose(): void
}

/** One space: what the owner says of it, its measures, photos and reports. */
export function SpaceDrawer({ placeId, space, reports, storey, onClose }: Props) {
  const { t, language } = useText()
  return (
    <Drawer open size={440} onClose={onClose} title={`${space.title} · ${storey}`}>
      <div className="space-drawer">
        <SpaceForm placeId={placeId} space={space} />
        <section>
          <h3>{t('spaces.geometry')}</h3>
          <dl className="space-facts">
            <dt>{t('spaces.computed')}</dt>
            <dd>{grouped(Math.round(space.area * 100) / 100, language)} m²</dd>
            {space.declaredAreas.map(({ definition, area }) => (
              <div key={definition}>
                <dt>{definition}</dt>
                <dd>
                  {grouped(Math.round(area * 100) / 100, language)} m²{' '}
                  <small className="soft">
                    {t('spaces.differs', {
                      sign: area >= space.area ? '+' : '−',
                      percent: Math.abs(differenceOf(space, area) * 100).toFixed(1),
                    })}
                  </small>
                </dd>
              </div>
            ))}
            <dt>{t('spaces.height')}</dt>
            <dd>{space.height.toFixed(2)} m</dd>
            <dt>{t('spaces.position')}</dt>
            <dd>{space.position ? space.position.map((degrees) => degrees.toFixed(6)).join(', ') : '–'}</dd>
          </dl>
        </section>
        <SpaceFiles placeId={placeId} space={space} reports={reports} />
      </div>
    </Drawer>
  )
}

function SpaceForm({ placeId, space }: { placeId: number; space: SpaceRow }) {
  const { t, language } = useText()
  const word = useWord()
  const client = useQueryClient()
  const [given, setGiven] = useState(valuesOf(space))
  const courts = useQuery({
    queryKey: ['booking-courts', placeId],
    queryFn: ({ signal }) => call('bookingAvailability', { params: { id: placeId }, signal }),
    // A place without courts to book has none to link.
    retry: false,
  })
  const changes = changesOf(valuesOf(space), given)
  const isChanged = Object.keys(changes).length > 0
  const saving = useMutation({
    mutationFn: () =>
      call('changeSpace', { params: { id: placeId, space: space.id }, body: changes, ifMatch: space.version }),
    onSettled: () => client.invalidateQueries({ queryKey: ['building', placeId] }),
  })
  const set = (change: Partial<typeof given>): void => setGiven({ ...given, ...change })
  const isStale = saving.error instanceof ApiProblem && saving.error.status === 412
  const field = (label: string, control: React.ReactNode) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is handed in
    <label className="edit-field">
      <span>{label}</span>
      {control}
    </label>
  )
  return (
    <form
      className="space-form"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <p className="soft">{t('spaces.modelName', { name: [space.name, space.longName].filter(Boolean).join(' ') })}</p>
      {field(
        t('spaces.nameZh'),
        <Input value={given.nameZh} maxLength={120} onChange={(event) => set({ nameZh: event.target.value })} />,
      )}
      {field(
        t('spaces.nameEn'),
        <Input value={given.nameEn} maxLength={120} onChange={(event) => set({ nameEn: event.target.value })} />,
      )}
      {field(
        t('spaces.use'),
        <AutoComplete
          value={word(given.use)}
          maxLength={60}
          options={spaceUses.map((code) => ({ value: word(code) }))}
          onChange={(text) => set({ use: spaceUses.find((code) => word(code) === text) ?? text })}
        />,
      )}
      {field(
        t('spaces.capacity'),
        <InputNumber
          value={given.capacity}
          min={0}
          max={1_000_000}
          precision={0}
          onChange={(capacity) => set({ capacity })}
        />,
      )}
      {field(
        t('spaces.court'),
        <Select
          aria-label={t('spaces.court')}
          value={given.courtId}
          loading={courts.isPending}
          onChange={(courtId) => set({ courtId })}
          options={[
            { value: null, label: t('spaces.noCourt') },
            ...courtOptions(space, courts.data?.courts ?? [], (court) => nameIn(language, court)),
          ]}
        />,
      )}
      {isStale && <Alert type="warning" showIcon title={t('spaces.stale')} />}
      {saving.isError && !isStale && (
        <Alert type="error" showIcon title={t('spaces.notSaved', { detail: saving.error.message })} />
      )}
      <div className="row-actions">
        <Button type="primary" htmlType="submit" loading={saving.isPending} disabled={!isChanged}>
          {t('spaces.save')}
        </Button>
        {saving.isSuccess && !isChanged && <span role="status">{t('spaces.saved')}</span>}
      </div>
    </form>
  )
}

const valuesOf = ({ nameZh, nameEn, use, capacity, court }: SpaceRow) => ({
  nameZh: nameZh ?? '',
  nameEn: nameEn ?? '',
  use: use ?? '',
  capacity,
  courtId: court?.id ?? null,
})

type Values = ReturnType<typeof valuesOf>

/**
 * Only what the owner changed is said: a use or capacity of the model that was left alone goes on following the model. An empty field takes
 * back what was said.
 */
function changesOf(before: Values, after: Values) {
  const text = (name: 'nameZh' | 'nameEn' | 'use') =>
    after[name].trim() === before[name] ? {} : { [name]: after[name].trim() || null }
  return {
    ...text('nameZh'),
    ...text('nameEn'),
    ...text('use'),
    ...(after.capacity === before.capacity ? {} : { capacity: after.capacity }),
    ...(after.courtId === before.courtId ? {} : { courtId: after.courtId }),
  }
}

interface Court {
  id: number
  nameZh: string
  nameEn: string | null
}

/** The linked one stays offered although it can no longer be booked. */
function courtOptions({ court }: SpaceRow, courts: readonly Court[], nameOf: (court: Court) => string) {
  const all = court && !courts.some(({ id }) => id === court.id) ? [court, ...courts] : courts
  return all.map((each) => ({ value: each.id, label: nameOf(each) }))
}
