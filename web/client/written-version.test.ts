import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteTile, noteWrite, ownWrite } from './written-version.ts'

const reply = (version?: number) =>
  new Response(null, version === undefined ? {} : { headers: { 'X-Data-Version': String(version) } })

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('after a write tiles are asked for with its version, until one has it', () => {
  expect(ownWrite()).toBe('')
  noteWrite(reply(77))
  expect(ownWrite()).toBe('atLeast=77')
  noteTile(reply(76))
  expect(ownWrite()).toBe('atLeast=77')
  noteTile(reply(77))
  expect(ownWrite()).toBe('')
})

test('a write that says no version changes nothing, and an old one is forgotten', () => {
  noteWrite(reply())
  expect(ownWrite()).toBe('')
  noteWrite(reply(5), 0)
  expect(ownWrite(59_000)).toBe('atLeast=5')
  expect(ownWrite(61_000)).toBe('')
})

test('without storage (a private window) nothing fails', () => {
  vi.stubGlobal('sessionStorage', undefined)
  noteWrite(reply(9))
  expect(ownWrite()).toBe('')
})
