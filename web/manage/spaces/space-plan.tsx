import { useMemo, useState } from 'react'
import { useText } from '../../i18n/use-text.tsx'
import { planOf } from './plan-shapes.ts'
import { type Building, lacksOf, type SpaceRow } from './space-figures.ts'

interface Props {
  spaces: readonly SpaceRow[]
  levels: Building['levels']
  /** The floor that the filter names; null leaves it to the plan's own tabs. */
  levelId: number | null
  storeyName(levelId: number): string
  /** Those that the filters leave; the others are pale. */
  shown: readonly SpaceRow[]
  openedId: number | null
  onOpen(id: number): void
}

/** The plan of a floor: a space is a button; what lacks something is hatched. */
export function SpacePlan({ spaces, levels, levelId, storeyName, shown, openedId, onOpen }: Props) {
  const { t } = useText()
  const ground = levels.find(({ ordinal }) => ordinal === 0) ?? levels[0]
  const [tab, setTab] = useState(ground?.id ?? null)
  const floor = levelId ?? tab
  const onFloor = useMemo(() => spaces.filter((space) => space.levelId === floor), [spaces, floor])
  const plan = useMemo(() => planOf(onFloor), [onFloor])
  const shownIds = new Set(shown.map(({ id }) => id))
  return (
    <figure className="spaces-plan">
      {levelId === null && levels.length > 1 && (
        <fieldset className="segments" aria-label={t('spaces.storey')}>
          {levels.map(({ id }) => (
            <label key={id} className="segment">
              <input type="radio" name="plan-floor" checked={floor === id} onChange={() => setTab(id)} />
              <span>{storeyName(id)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {plan ? (
        // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
        <svg viewBox={plan.viewBox} role="group" aria-label={t('spaces.plan', { storey: storeyName(floor ?? 0) })}>
          <defs>
            <pattern
              id="lacking"
              width={plan.width / 90}
              height={plan.width / 90}
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width={plan.width / 300} height={plan.width / 90} />
            </pattern>
          </defs>
          {plan.shapes.map(({ id, path, at, room }) => {
            const space = onFloor.find((each) => each.id === id)!
            const isLacking = lacksOf(space).length > 0
            const open = (): void => onOpen(id)
            return (
              // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
              <g
                key={id}
                role="button"
                tabIndex={0}
                aria-label={t('spaces.edit', { name: space.title })}
                aria-pressed={openedId === id}
                className={shownIds.has(id) ? 'plan-space' : 'plan-space pale'}
                onClick={open}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' || event.key === ' ') open()
                }}
              >
                <path d={path} fillRule="evenodd" />
                {isLacking && <path d={path} fillRule="evenodd" className="lacking" />}
                {space.title.length * (plan.width / 55) < room && (
                  <text x={at[0]} y={at[1]} fontSize={plan.width / 55}>
                    {space.title}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
      ) : (
        <p className="soft">{t('spaces.planNone')}</p>
      )}
    </figure>
  )
}
