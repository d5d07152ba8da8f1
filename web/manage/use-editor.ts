import { useCallback, useMemo, useReducer } from 'react'
import type { Draft, DraftChanges } from '../../api/contract/drafts.ts'
import type { Place, PlaceFields } from '../../api/contract/place-record.ts'

/** What an owner has changed of a record, with undo and redo. The record itself is never touched. */

export interface Editor {
  /** The record with the changes in it. */
  fields: PlaceFields
  changes: DraftChanges
  dirty: boolean
  canUndo: boolean
  canRedo: boolean
  set<K extends keyof PlaceFields>(field: K, value: PlaceFields[K]): void
  undo(): void
  redo(): void
  /** Called when the server has kept what is shown. */
  saved(): void
  isChanged(field: keyof PlaceFields): boolean
}

export interface EditorState {
  changes: DraftChanges
  kept: DraftChanges
  past: DraftChanges[]
  future: DraftChanges[]
  lastField: string | null
  lastAt: number
}

export type EditorAct =
  | { kind: 'set'; field: string; value: unknown; same: boolean; at: number }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'saved' }

/** Typing in one field within this time is one step of undo. */
const coalesceMs = 1200
const mostSteps = 200

export function reduceEditor(state: EditorState, act: EditorAct): EditorState {
  if (act.kind === 'saved') return { ...state, kept: state.changes, lastField: null }
  if (act.kind === 'undo' || act.kind === 'redo') {
    const [from, to] = act.kind === 'undo' ? [state.past, state.future] : [state.future, state.past]
    const changes = from.at(-1)
    if (!changes) return state
    const rest = from.slice(0, -1)
    const grown = [...to, state.changes]
    const stacks = act.kind === 'undo' ? { past: rest, future: grown } : { past: grown, future: rest }
    return { ...state, ...stacks, changes, lastField: null }
  }
  const { [act.field as keyof DraftChanges]: _, ...others } = state.changes
  // A field set back to what the record says is no change.
  const changes = (act.same ? others : { ...others, [act.field]: act.value }) as DraftChanges
  const typing = state.lastField === act.field && act.at - state.lastAt < coalesceMs && typeof act.value === 'string'
  const past = typing ? state.past : [...state.past, state.changes].slice(-mostSteps)
  return { ...state, changes, past, future: [], lastField: act.field, lastAt: act.at }
}

export const startEditor = (changes: DraftChanges): EditorState => ({
  changes,
  kept: changes,
  past: [],
  future: [],
  lastField: null,
  lastAt: 0,
})

export function useEditor(base: PlaceFields, draft: Pick<Draft, 'changes'> | null): Editor {
  const [state, dispatch] = useReducer(reduceEditor, draft?.changes ?? {}, startEditor)
  const { changes, kept, past, future } = state
  const fields = useMemo(() => ({ ...base, ...changes }) as PlaceFields, [base, changes])
  const set = useCallback(
    (field: string, value: unknown) =>
      dispatch({
        kind: 'set',
        field,
        value,
        same: sameValue(value, base[field as keyof PlaceFields]),
        at: Date.now(),
      }),
    [base],
  )
  return {
    fields,
    changes,
    dirty: changes !== kept && !sameValue(changes, kept),
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    set: set as Editor['set'],
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    saved: useCallback(() => dispatch({ kind: 'saved' }), []),
    isChanged: (field) => field in changes,
  }
}

/** Equal as JSON, whatever the order of keys; null and missing are the same. */
export const sameValue = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** The writer's part of a place. */
export function fieldsOf(place: Place): PlaceFields {
  const {
    id: _id,
    version: _version,
    location: _location,
    region: _region,
    lengthM: _length,
    priceLevel: _level,
    rating: _rating,
    ratingCount: _count,
    photos: _photos,
    openNow: _open,
    openingHours: _text,
    isDemo: _demo,
    createdAt: _created,
    updatedAt: _updated,
    warnings: _warnings,
    ...fields
  } = place
  return fields as PlaceFields
}
