import './level-switcher.css'
import { useText } from '../i18n/use-text.tsx'
import { labelIn } from './step-words.ts'
import type { Level } from './use-indoor.ts'

/** Floors, the highest on top as in a lift; marked where the route goes. */
export function LevelSwitcher({
  levels,
  chosenId,
  routeIds,
  onChoose,
}: {
  levels: readonly Level[]
  chosenId: number
  routeIds: ReadonlySet<number>
  onChoose(id: number): void
}) {
  const { language, t } = useText()
  return (
    <fieldset className="indoor-levels" aria-label={t('indoor.levels')}>
      {levels.toReversed().map(({ id, short, label }) => (
        <label
          key={id}
          className={routeIds.has(id) ? 'indoor-level on-route' : 'indoor-level'}
          title={labelIn(language, label)}
        >
          <input type="radio" name="indoor-level" checked={id === chosenId} onChange={() => onChoose(id)} />
          <span aria-hidden="true">{short}</span>
          <span className="hidden">{labelIn(language, label)}</span>
        </label>
      ))}
    </fieldset>
  )
}
