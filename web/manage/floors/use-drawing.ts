import { useCallback, useReducer } from 'react'
import type { FloorDrawing } from '../../../api/contract/drawing.ts'

/** A drawing with undo and redo: every finished gesture is one step, typing in one field within a moment as well. */
export interface DrawingHistory {
  drawing: FloorDrawing
  /** What the server has. */
  kept: FloorDrawing
  past: readonly FloorDrawing[]
  future: readonly FloorDrawing[]
  lastField: string | null
  lastAt: number
}

export type DrawingAct =
  | { kind: 'change'; to: FloorDrawing; field?: string; at: number }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'saved'; drawing: FloorDrawing }

const coalesceMs = 1200
const mostSteps = 200

export function reduceDrawing(state: DrawingHistory, act: DrawingAct): DrawingHistory {
  if (act.kind === 'saved') return { ...state, kept: act.drawing, lastField: null }
  if (act.kind === 'change') {
    const isTyping = act.field !== undefined && act.field === state.lastField && act.at - state.lastAt < coalesceMs
    const past = isTyping ? state.past : [...state.past, state.drawing].slice(-mostSteps)
    return { ...state, drawing: act.to, past, future: [], lastField: act.field ?? null, lastAt: act.at }
  }
  const [from, to] = act.kind === 'undo' ? [state.past, state.future] : [state.future, state.past]
  const drawing = from.at(-1)
  if (!drawing) return state
  const [rest, grown] = [from.slice(0, -1), [...to, state.drawing]]
  const stacks = act.kind === 'undo' ? { past: rest, future: grown } : { past: grown, future: rest }
  return { ...state, ...stacks, drawing, lastField: null }
}

export const startDrawing = (drawing: FloorDrawing): DrawingHistory => ({
  drawing,
  kept: drawing,
  past: [],
  future: [],
  lastField: null,
  lastAt: 0,
})

export function useDrawing(first: FloorDrawing) {
  const [state, dispatch] = useReducer(reduceDrawing, first, startDrawing)
  const change = useCallback(
    (to: FloorDrawing, field?: string) =>
      dispatch({ kind: 'change', to, at: Date.now(), ...(field === undefined ? {} : { field }) }),
    [],
  )
  return {
    drawing: state.drawing,
    dirty: state.drawing !== state.kept,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    change,
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    saved: useCallback((drawing: FloorDrawing) => dispatch({ kind: 'saved', drawing }), []),
  }
}
