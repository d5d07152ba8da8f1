import { useEffect, useRef } from 'react'
import { useText } from '../i18n/use-text.tsx'
import type { usePosition } from '../panel/use-position.ts'
import { Icon, LineIcon } from '../ui/icon.tsx'
import { Glyph } from './indoor-search.tsx'
import { OutdoorStep } from './outdoor-step.tsx'
import { problemWords } from './problem-words.ts'
import { stepWords, walkWords } from './step-words.ts'
import type { Level, Outdoor, Route, Step } from './use-indoor.ts'

interface Props {
  levels: readonly Level[]
  fromName: string
  toName: string
  noStairs: boolean
  route: Route | undefined
  error: Error | null
  chosenStep: number
  choosingStart: boolean
  position: ReturnType<typeof usePosition>
  onNoStairs(on: boolean): void
  onStep(index: number): void
  onOutdoor(): void
  onChooseStart(): void
  onSwap(): void
  onClose(): void
}

/** From, to, the «no stairs» switch, how far, and the steps; the floor shown follows the chosen one. */
export function RoutePanel(props: Props) {
  const { t } = useText()
  const { route, error, noStairs, choosingStart, position } = props
  return (
    <section className="indoor-card indoor-route" aria-label={t('indoor.steps')}>
      <header>
        <div className="indoor-ends">
          <button type="button" className="indoor-end" onClick={props.onChooseStart} aria-pressed={choosingStart}>
            <span className="soft">{t('indoor.from')}</span>
            <b>{props.fromName}</b>
          </button>
          <p className="indoor-end">
            <span className="soft">{t('indoor.to')}</span>
            <b>{props.toName}</b>
          </p>
        </div>
        <button type="button" className="icon-button" aria-label={t('indoor.swap')} onClick={props.onSwap}>
          <LineIcon path="M8 5v14M8 5 5 8.500M8 5l3 3.500M16 19V5M16 19l-3-3.500M16 19l3-3.500" />
        </button>
        <button type="button" className="icon-button" aria-label={t('indoor.closeRoute')} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      {choosingStart && (
        <div className="indoor-note" role="status">
          <p>{position.problem ?? t('indoor.choosePoint')}</p>
          <button type="button" className="button" disabled={position.locating} onClick={position.ask}>
            <Icon name="locate" size={18} />
            {t(position.locating ? 'locate.asking' : 'indoor.fromMe')}
          </button>
        </div>
      )}
      <div className="indoor-summary">
        <label className="indoor-switch">
          <input type="checkbox" checked={noStairs} onChange={(event) => props.onNoStairs(event.target.checked)} />
          <span>
            <Icon name="access" size={18} />
            {t('indoor.noStairs')}
          </span>
        </label>
        {route && (
          <p role="status">
            {route.outdoor && `${t('indoor.inside')} `}
            <b>
              {t('indoor.summary', {
                distance: t('indoor.metres', { metres: Math.round(route.metres) }),
                minutes: Math.max(1, Math.round(route.minutes)),
              })}
            </b>{' '}
            <span className="soft">{t(route.stepFree ? 'indoor.stepFree' : 'indoor.hasSteps')}</span>
          </p>
        )}
      </div>
      {error && (
        <p className="inline-problem" role="alert">
          {problemWords(error, t)}
        </p>
      )}
      {route && <Steps {...props} steps={route.steps} outdoor={route.outdoor} />}
    </section>
  )
}

function Steps({
  steps,
  outdoor,
  levels,
  chosenStep,
  onStep,
  onOutdoor,
}: Props & { steps: readonly Step[]; outdoor: Outdoor | null }) {
  const { language, t } = useText()
  const words = { language, t, levels }
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const rows = list.current?.querySelectorAll('.indoor-step:not(.indoor-step-outdoor)')
    rows?.[chosenStep]?.scrollIntoView({ block: 'nearest' })
  }, [chosenStep])
  return (
    <ol ref={list} className="indoor-steps">
      {outdoor?.comes === 'before' && <OutdoorStep outdoor={outdoor} onChoose={onOutdoor} />}
      {steps.map((step, index) => {
        const floor = levels.find(({ id }) => id === step.levelId)?.short
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name, and come anew as a whole
          <li key={index}>
            <button
              type="button"
              className="indoor-step"
              aria-current={index === chosenStep ? 'step' : undefined}
              onClick={() => onStep(index)}
            >
              <StepSign step={step} />
              <span className="indoor-step-words">
                <span>{stepWords(step, words)}</span>
                <span className="soft">{walkWords(step, t)}</span>
              </span>
              <span className="indoor-floor">{floor}</span>
            </button>
          </li>
        )
      })}
      {outdoor?.comes === 'after' && <OutdoorStep outdoor={outdoor} onChoose={onOutdoor} />}
    </ol>
  )
}

const arrows: Record<string, string> = {
  straight: 'M12 19V5M12 5 7 10M12 5l5 5',
  left: 'M17 19v-6a3 3 0 0 0-3-3H5M5 10l4-4M5 10l4 4',
  right: 'M7 19v-6a3 3 0 0 1 3-3h9M19 10l-4-4M19 10l-4 4',
  'slight-left': 'M14 19v-5L7 6M7 6v6M7 6h6',
  'slight-right': 'M10 19v-5l7-8M17 6v6M17 6h-6',
  back: 'M7 19V9a4 4 0 0 1 8 0v6M15 15l-4-4M15 15l4-4',
}

function StepSign({ step: { does, direction } }: { step: Step }) {
  if (does === 'start' || does === 'arrive') return <Icon name={does === 'start' ? 'near' : 'pin'} />
  if (does === 'stair' || does === 'escalator' || does === 'ramp' || does === 'lift') return <Glyph kind={does} />
  return <LineIcon path={arrows[direction ?? 'straight']!} />
}
