import { Button, Checkbox, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import { spaceUses } from '../../../api/contract/space-uses.ts'
import { formatArea } from '../../format/quantity.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { useWord } from '../../indoor/use-word.ts'
import { Choice } from './choice.tsx'
import {
  areaOf,
  changeThing,
  cutOut,
  findThing,
  type Part,
  type Picked,
  removeThing,
  setStops,
  type Thing,
} from './drawing-ops.ts'
import { FloorField } from './floor-field.tsx'
import { facilityCategories, lengthOf, widened } from './openings.ts'

interface Props {
  drawing: FloorDrawing
  picked: Picked
  levelName(guid: string): string
  onChange(drawing: FloorDrawing, field?: string): void
  onRemoved(): void
}

const titles = {
  rooms: 'floors.room',
  openings: 'floors.opening',
  facilities: 'floors.facility',
  connectors: 'floors.connector',
} as const satisfies Record<Part, TextKey>

/** What is said of the picked room, door, facility or lift. */
export function ThingPanel(props: Props) {
  const { t } = useText()
  const { drawing, picked, onChange, onRemoved } = props
  const { part, guid } = picked
  if (!findThing(drawing, part, guid)) return null
  return (
    <section className="floors-thing" aria-labelledby="floors-thing">
      <h3 id="floors-thing">{t(titles[part])}</h3>
      {part === 'rooms' && <RoomFields {...props} />}
      {part === 'openings' && <OpeningFields {...props} />}
      {part === 'facilities' && <FacilityFields {...props} />}
      {part === 'connectors' && <ConnectorFields {...props} />}
      <Button
        danger
        onClick={() => {
          onChange(removeThing(drawing, picked))
          onRemoved()
        }}
      >
        {t('floors.remove')}
      </Button>
    </section>
  )
}

const field = (label: string, input: ReactNode) => <FloorField label={label}>{input}</FloorField>

function useThing<P extends Part>({ drawing, picked, onChange }: Props, part: P) {
  const thing = findThing(drawing, part, picked.guid) as Thing<P>
  /** Typing in one field is one step of undo. */
  const set = (change: Partial<Thing<P>>, typed?: string) =>
    onChange(changeThing(drawing, part, picked.guid, change), typed && `${picked.guid} ${typed}`)
  return { thing, set }
}

interface Names {
  nameZh: string | null
  nameEn: string | null
}

function NameFields({ names, onChange }: { names: Names; onChange(change: Partial<Names>, typed: string): void }) {
  const { t } = useText()
  return (
    <>
      {(['nameZh', 'nameEn'] as const).map((name) => (
        <FloorField key={name} label={t(`floors.${name}`)}>
          <Input
            maxLength={120}
            value={names[name] ?? ''}
            onChange={({ target }) => onChange({ [name]: target.value || null }, name)}
          />
        </FloorField>
      ))}
    </>
  )
}

function RoomFields(props: Props) {
  const { t, language } = useText()
  const { thing, set } = useThing(props, 'rooms')
  const word = useWord()
  const isKnown = spaceUses.some((use) => use === thing.use)
  return (
    <>
      <NameFields names={thing} onChange={set} />
      {field(
        t('floors.use'),
        <Choice
          value={thing.use ?? 'room'}
          onChange={(use) => set({ use })}
          options={[
            ...(isKnown || !thing.use ? [] : [{ value: thing.use, label: word(thing.use) }]),
            ...spaceUses.map((value) => ({ value: value as string, label: word(value) })),
          ]}
        />,
      )}
      {thing.modelName && (
        <p className="soft">
          {t('floors.modelName')} {thing.modelName}
        </p>
      )}
      <p className="tabular">
        {t('floors.area')} {formatArea(areaOf(thing), language)}
      </p>
      <Button onClick={() => props.onChange(cutOut(props.drawing, thing.guid))}>{t('floors.cutOut')}</Button>
    </>
  )
}

function OpeningFields(props: Props) {
  const { t } = useText()
  const { thing, set } = useThing(props, 'openings')
  const kinds = ['door', 'opening', 'open-plan'] as const
  return (
    <>
      {field(
        t('floors.kind'),
        <Choice
          value={thing.kind}
          onChange={(kind) => set({ kind })}
          options={kinds.map((value) => ({ value, label: t(`floors.kind.${value}`) }))}
        />,
      )}
      {field(
        t('floors.name'),
        <Input
          maxLength={120}
          value={thing.name ?? ''}
          onChange={({ target }) => set({ name: target.value || null }, 'name')}
        />,
      )}
      {field(
        t('floors.width'),
        <InputNumber
          min={0.4}
          max={40}
          step={0.1}
          suffix="m"
          value={Math.round(lengthOf(thing.line) * 100) / 100}
          onChange={(metres) => metres && set({ line: widened(thing.line, metres) }, 'width')}
        />,
      )}
      <Checkbox checked={thing.entrance} onChange={({ target }) => set({ entrance: target.checked, rooms: [] })}>
        {t('floors.entrance')}
      </Checkbox>
      <Checkbox checked={thing.hasSteps} onChange={({ target }) => set({ hasSteps: target.checked })}>
        {t('floors.hasSteps')}
      </Checkbox>
    </>
  )
}

function FacilityFields(props: Props) {
  const { t } = useText()
  const { thing, set } = useThing(props, 'facilities')
  const isKnown = facilityCategories.some((category) => category === thing.category)
  return (
    <>
      {field(
        t('floors.category'),
        <Choice
          value={thing.category}
          onChange={(category) => set({ category })}
          options={[
            ...(isKnown ? [] : [{ value: thing.category, label: thing.category }]),
            ...facilityCategories.map((value) => ({ value: value as string, label: t(`floors.category.${value}`) })),
          ]}
        />,
      )}
      <NameFields names={thing} onChange={set} />
    </>
  )
}

function ConnectorFields(props: Props) {
  const { t } = useText()
  const { thing, set } = useThing(props, 'connectors')
  const { drawing, levelName, onChange } = props
  const kinds = ['stair', 'lift', 'ramp', 'escalator'] as const
  const levels = drawing.levels.toSorted((a, b) => b.ordinal - a.ordinal)
  return (
    <>
      {field(
        t('floors.kind'),
        <Choice
          value={thing.kind}
          onChange={(kind) => set({ kind, stops: thing.stops.map((stop) => ({ ...stop, metres: null })) })}
          options={kinds.map((value) => ({ value, label: t(`indoor.kind.${value}`) }))}
        />,
      )}
      {field(
        t('floors.name'),
        <Input
          maxLength={120}
          value={thing.name ?? ''}
          onChange={({ target }) => set({ name: target.value || null }, 'name')}
        />,
      )}
      <fieldset className="floors-stops">
        <legend>{t('floors.stops')}</legend>
        <Checkbox.Group
          value={[...new Set(thing.stops.map(({ levelGuid }) => levelGuid))]}
          options={levels.map(({ guid }) => ({ value: guid, label: levelName(guid) }))}
          onChange={(guids) => guids.length > 0 && onChange(setStops(drawing, thing.guid, guids))}
        />
        <p className="soft">{t('floors.stopsHint')}</p>
      </fieldset>
    </>
  )
}
