import { expect, it } from 'vitest'
import { reduceEditor, sameValue, startEditor } from './use-editor.ts'

const set = (field: string, value: unknown, at: number, same = false) => ({
  kind: 'set' as const,
  field,
  value,
  same,
  at,
})

it('typing in one field is one step, another field is another, and undo and redo walk them', () => {
  let state = startEditor({})
  for (const act of [
    set('phone', '1', 0),
    set('phone', '12', 300),
    set('nameZh', '馆', 400),
    set('nameZh', '新馆', 9000),
  ])
    state = reduceEditor(state, act)
  expect(state.changes).toEqual({ phone: '12', nameZh: '新馆' })
  state = reduceEditor(state, { kind: 'undo' })
  expect(state.changes).toEqual({ phone: '12', nameZh: '馆' })
  state = reduceEditor(reduceEditor(state, { kind: 'undo' }), { kind: 'undo' })
  expect(state.changes).toEqual({})
  expect(reduceEditor(state, { kind: 'undo' })).toBe(state)
  state = reduceEditor(state, { kind: 'redo' })
  expect(state.changes).toEqual({ phone: '12' })
  state = reduceEditor(state, set('fee', 'free', 20_000))
  expect(state.future).toEqual([])
})

it('a field set back to the record is no change', () => {
  const state = reduceEditor(startEditor({ phone: '1' }), set('phone', '0', 0, true))
  expect(state.changes).toEqual({})
})

it('values are compared whatever the order of their keys', () => {
  expect(sameValue({ a: 1, b: [1, { c: 2, d: null }] }, { b: [1, { d: null, c: 2 }], a: 1 })).toBe(true)
  expect(sameValue(undefined, null)).toBe(true)
  expect(sameValue([1, 2], [2, 1])).toBe(false)
})
