import { expect, test } from 'vitest'
import { interleave, median, meets, percentile, row } from './context.ts'
import { asText, withResults } from './results.ts'

const machine = { processor: 'Some Processor', cores: 2, memoryGib: 24, node: '20.20.2' }
const rate = row('nearest', 'rate', '×', 0.834, '≥ 0.7')
const late = row('nearest', 'p99', 'ms', 51.25, '≤ 40', 'a | b')

test('a goal is judged from both sides, at its bound, and not without a value', () => {
  expect(meets(0.7, '≥ 0.7')).toBe(true)
  expect(meets(0.69, '≥ 0.7')).toBe(false)
  expect(meets(40, '≤ 40')).toBe(true)
  expect(meets(40.1, '≤ 40')).toBe(false)
  expect(meets(null, '≤ 40')).toBe(null)
  expect(meets(3, '')).toBe(null)
  expect(() => meets(3, '< 4')).toThrow('neither')
})

test('median and percentiles', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(hundred, 0.95)).toBe(95)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile([7], 0.99)).toBe(7)
  expect(() => percentile([], 0.5)).toThrow('at least one')
})

test('interleaved subjects take turns, each comes first as often, and the first round is thrown away', async () => {
  const order: string[] = []
  const subject = (name: string) => async () => order.push(name)
  const figures = await interleave(2, { a: subject('a'), b: subject('b') })
  expect(order.join('')).toBe('baabba')
  expect(figures).toEqual({ a: [3, 6], b: [4, 5] })
})

test('a run replaces its own section and leaves the others as they were', () => {
  const first = withResults('', [{ bench: 'nearest', rows: [rate] }], machine, '2026-01-01')
  const second = withResults(first, [{ bench: 'load', rows: [late] }], machine, '2026-01-02')
  const third = withResults(second, [{ bench: 'nearest', rows: [late] }], machine, '2026-01-03')
  expect(second).toContain('2026-01-01, 2 × Some Processor, 24 GiB, Node 20.20.2')
  expect(second.indexOf('## load')).toBeLessThan(second.indexOf('## nearest'))
  expect(third).not.toContain('2026-01-01')
  expect(third).toContain('2026-01-02')
  expect(third.match(/^## /gm)).toHaveLength(2)
  expect(withResults(third, [{ bench: 'nearest', rows: [late] }], machine, '2026-01-03')).toBe(third)
})

test('a figure that was not measured says so, and a bar in a note does not break the table', () => {
  const made = withResults(
    '',
    [{ bench: 'x', rows: [row('g', 'w', 'ms', null, '≤ 5', 'no pgbench'), late] }],
    machine,
    'd',
  )
  expect(made).toContain('| g | w | not measured | ≤ 5 |  | no pgbench |')
  expect(made).toContain('| 51.3 ms | ≤ 40 | ✗ | a \\| b |')
  expect(asText([rate])).toContain('0.83 ×')
})
