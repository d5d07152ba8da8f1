import { expect, test } from 'vitest'
import { addToQueue, type GateList, hashOf, judgeOffline, readQueue, takeFromQueue } from './scan-queue.ts'

const storage = (): Storage => {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    length: 0,
  }
}
const scan = (nonce: string, token = 'VA1.7.x', direction: 'entry' | 'exit' = 'entry') => ({
  nonce,
  token,
  direction,
  at: '2026-11-26T02:00:00Z',
})

test('scans wait in their order, and only those that were judged leave', () => {
  const kept = storage()
  addToQueue(7, scan('a'), kept)
  addToQueue(7, scan('b'), kept)
  addToQueue(8, scan('c'), kept)
  takeFromQueue(7, ['a'], kept)
  addToQueue(7, scan('d'), kept)
  expect(readQueue(7, kept).map(({ nonce }) => nonce)).toEqual(['b', 'd'])
  expect(readQueue(8, kept)).toHaveLength(1)
})

test('without a network a ticket is judged by its hash, its time and the scans before it', async () => {
  const hash = await hashOf('VA1.7.x')
  const ticket = {
    hash,
    opens: '2026-11-26T01:30:00Z',
    closes: '2026-11-26T03:00:00Z',
    courtNameZh: '1号场',
    courtNameEn: null,
  }
  const list: GateList = { asOf: '2026-11-26T00:00:00Z', tickets: [ticket] }
  const at = (time: string) => Date.parse(`2026-11-26T${time}:00Z`)
  const judge = (time: string, before: ReturnType<typeof scan>[] = [], direction: 'entry' | 'exit' = 'entry') =>
    judgeOffline(list, hash, scan('n', 'VA1.7.x', direction), before, at(time)).state
  expect(['01:29', '01:30', '02:59', '03:00'].map((time) => judge(time))).toEqual([
    'too-early',
    'admitted',
    'admitted',
    'too-late',
  ])
  expect(judge('02:00', [scan('a')])).toBe('used')
  expect(judge('02:00', [scan('a'), scan('b', 'VA1.7.x', 'exit')])).toBe('admitted')
  expect(judge('05:00', [scan('a')], 'exit')).toBe('admitted')
  expect(judgeOffline(list, await hashOf('VA1.8.y'), scan('n', 'VA1.8.y'), [], at('02:00')).state).toBe('unknown')
  expect(judgeOffline(list, 'x', scan('n', '1.abc'), [], at('02:00')).state).toBe('cannot-check')
  expect(judgeOffline(null, hash, scan('n'), [], at('02:00')).state).toBe('cannot-check')
})
