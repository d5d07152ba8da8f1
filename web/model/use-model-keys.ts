import type { KeyboardEvent } from 'react'
import { plainLook } from '../../bim-viewer/viewer/look.ts'
import type { Step } from '../../bim-viewer/viewer/walk.ts'
import type { PanelName } from './model-toolbar.tsx'
import { switchableStoreys } from './storey-switch.tsx'
import type { ModelContext } from './view-context.ts'

const steps: Record<string, Step> = {
  w: 'forward',
  s: 'back',
  a: 'left',
  d: 'right',
  ArrowUp: 'forward',
  ArrowDown: 'back',
}
const turns: Record<string, number> = { ArrowLeft: 1.4, ArrowRight: -1.4 }

/** Keys of the picture, the same as in keys-panel.tsx. */
export function useModelKeys(
  model: ModelContext | null,
  panel: PanelName | null,
  onPanel: (panel: PanelName | null) => void,
) {
  const keyName = (event: KeyboardEvent): string => (event.key.length === 1 ? event.key.toLowerCase() : event.key)

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!model || event.ctrlKey || event.metaKey || event.altKey) return
    const key = keyName(event)
    const isDone = model.state.look.mode === 'walk' ? walkKey(model, key) : lookKey(model, key)
    if (isDone || panelKey(key)) event.preventDefault()
  }

  const onKeyUp = (event: KeyboardEvent): void => {
    if (model?.state.look.mode !== 'walk') return
    const key = keyName(event)
    const step = steps[key]
    if (step) model.viewer.walk.hold(step, false)
    if (key in turns) model.viewer.walk.turn(0)
  }

  const panelKey = (key: string): boolean => {
    if (!model) return false
    if (key === '?') onPanel('keys')
    else if (key === 'm') {
      model.viewer.startMeasure(panel === 'measure' ? null : 'length')
      onPanel(panel === 'measure' ? null : 'measure')
    } else if (key === 'c') onPanel(panel === 'section' ? null : 'section')
    else return false
    return true
  }

  return { onKeyDown, onKeyUp }
}

function walkKey({ viewer }: ModelContext, key: string): boolean {
  const step = steps[key]
  const turn = turns[key]
  if (step) viewer.walk.hold(step, true)
  else if (turn !== undefined) viewer.walk.turn(turn)
  else if (key === 'Escape' || key === 'g') viewer.setLook({ mode: 'orbit' })
  else return false
  return true
}

function lookKey({ viewer, state, source }: ModelContext, key: string): boolean {
  const { look } = state
  const { selected } = look
  const turn = 0.12
  const storeys = switchableStoreys(source.building).map(({ guid }) => guid)
  const actions: Record<string, () => void> = {
    ArrowLeft: () => viewer.nudge({ turn: -turn }),
    ArrowRight: () => viewer.nudge({ turn }),
    ArrowUp: () => viewer.nudge({ tilt: turn }),
    ArrowDown: () => viewer.nudge({ tilt: -turn }),
    '+': () => viewer.nudge({ closer: 1.2 }),
    '=': () => viewer.nudge({ closer: 1.2 }),
    '-': () => viewer.nudge({ closer: 1 / 1.2 }),
    PageUp: () => viewer.setLook({ storeyGuid: nextStorey(storeys, look.storeyGuid, -1) }),
    PageDown: () => viewer.setLook({ storeyGuid: nextStorey(storeys, look.storeyGuid, 1) }),
    f: () => viewer.fit(selected.size > 0 ? selected : undefined),
    h: () => viewer.setLook({ hidden: new Set([...look.hidden, ...selected]), selected: new Set() }),
    i: () => viewer.setLook({ isolated: look.isolated || selected.size === 0 ? null : new Set(selected) }),
    x: () => viewer.setLook({ xray: selected.size > 0 ? new Set([...look.xray, ...selected]) : new Set() }),
    a: () => viewer.setLook({ ...plainLook, mode: look.mode, storeyGuid: look.storeyGuid, spaces: look.spaces }),
    r: () => viewer.setLook({ spaces: !look.spaces }),
    p: () => viewer.setLook({ mode: look.mode === 'plan' ? 'orbit' : 'plan' }),
    g: () => viewer.setLook({ mode: 'walk' }),
    Backspace: () => viewer.undoMeasure(),
    Escape: () => {
      if (state.measures.kind !== null || state.isCutting) viewer.startMeasure(null)
      else viewer.setLook({ selected: new Set() })
    },
  }
  const action = actions[key]
  action?.()
  return action !== undefined
}

/** Storeys are listed from the top down; beyond either end nothing changes. */
function nextStorey(storeys: readonly string[], current: string | null, by: number): string | null {
  const at = current === null ? (by > 0 ? -1 : storeys.length) : storeys.indexOf(current)
  return storeys[Math.min(storeys.length - 1, Math.max(0, at + by))] ?? null
}
