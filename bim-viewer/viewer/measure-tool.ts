import { isComplete, type MeasureKind, type Measurement } from './measure.ts'
import { isSamePoint, type Snapped } from './snap.ts'

/** Measurements that stand, and the one that is being made. Immutable, so that the page sees each change. */
export interface MeasureState {
  kind: MeasureKind | null
  draft: Measurement | null
  done: readonly Measurement[]
}

export const noMeasures: MeasureState = { kind: null, draft: null, done: [] }

export const begun = (state: MeasureState, kind: MeasureKind | null): MeasureState => ({ ...state, kind, draft: null })

/** Another point; the second one ends a length or a height, the first one again ends an area. */
export function pointed(state: MeasureState, { point }: Snapped): MeasureState {
  if (state.kind === null) return state
  const points = state.draft?.points ?? []
  const last = points.at(-1)
  if (state.kind === 'area' && points.length >= 3 && points[0] && isSamePoint(points[0], point)) return closed(state)
  // The same spot twice, as a double tap makes it, is one point.
  if (last && isSamePoint(last, point)) return state
  const draft: Measurement = { kind: state.kind, points: [...points, point] }
  if (draft.kind !== 'area' && isComplete(draft)) return { ...state, draft: null, done: [...state.done, draft] }
  return { ...state, draft }
}

/** Ends an area with the points it has. */
export function closed(state: MeasureState): MeasureState {
  if (!state.draft || !isComplete(state.draft)) return state
  return { ...state, draft: null, done: [...state.done, state.draft] }
}

/** Takes back the last point, or else the last measurement. */
export function undone(state: MeasureState): MeasureState {
  if (!state.draft) return { ...state, done: state.done.slice(0, -1) }
  const points = state.draft.points.slice(0, -1)
  return { ...state, draft: points.length === 0 ? null : { ...state.draft, points } }
}

export const without = (state: MeasureState, index: number): MeasureState => ({
  ...state,
  done: state.done.filter((_, at) => at !== index),
})
