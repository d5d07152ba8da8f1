import type { DrawingFault, FloorDrawing } from '../../../api/contract/drawing.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useWord } from '../../indoor/use-word.ts'
import type { Picked } from './drawing-ops.ts'
import { thingsOf } from './shown-things.ts'

interface Props {
  drawing: FloorDrawing
  faults: readonly DrawingFault[]
  /** Whether what is shown was judged as it is. */
  isSaved: boolean
  onChoose(picked: Picked, levelGuid: string): void
}

/** What the last save found: each fault leads to its thing. */
export function FaultList({ drawing, faults, isSaved, onChoose }: Props) {
  const { t } = useText()
  const blocking = faults.filter(({ blocks }) => blocks)
  const rest = faults.filter(({ blocks }) => !blocks)
  if (faults.length === 0) return isSaved ? <p role="status">{t('floors.sound')}</p> : null
  return (
    <section className="floors-faults" aria-live="polite">
      {blocking.length > 0 && <h3>{t('floors.faults', { count: blocking.length })}</h3>}
      <Faults drawing={drawing} faults={blocking} onChoose={onChoose} />
      {rest.length > 0 && <h3>{t('floors.warnings', { count: rest.length })}</h3>}
      <Faults drawing={drawing} faults={rest} onChoose={onChoose} />
    </section>
  )
}

function Faults({ drawing, faults, onChoose }: Omit<Props, 'isSaved'>) {
  const { t, language } = useText()
  const word = useWord()
  const things = drawing.levels.flatMap(({ guid: levelGuid }) =>
    thingsOf(drawing, levelGuid, { language, word, faulty: new Set() }).map((thing) => ({ ...thing, levelGuid })),
  )
  const labelOf = (guid: string | null) => things.find((thing) => thing.guid === guid)?.label
  return (
    <ul>
      {faults.map(({ rule, guid, other, detail }) => {
        const thing = things.find((one) => one.guid === guid)
        const words = [labelOf(guid), t(`floors.rule.${rule}`), labelOf(other)].filter(Boolean).join(' · ')
        return (
          <li key={`${rule} ${guid} ${other}`} title={detail}>
            {thing ? (
              <button type="button" className="text-button" onClick={() => onChoose(thing, thing.levelGuid)}>
                {words}
              </button>
            ) : (
              words
            )}
          </li>
        )
      })}
    </ul>
  )
}
