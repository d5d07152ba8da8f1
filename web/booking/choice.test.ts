import { expect, test } from 'vitest'
import { cartOf, change, clashes, countOf, findCell, mostInOrder, sift, soonestDay, totalFen } from './choice.ts'
import type { Availability, Cell } from './use-availability.ts'

const cell = (start: string, end: string, more: object = {}) => ({
  start,
  end,
  state: 'free',
  placesLeft: null,
  prices: [{ kind: 'adult', priceFen: 6000 }],
  ...more,
})
const grid = {
  courts: [
    { id: 1, units: [1], cells: [[cell('10', '11'), cell('11', '12', { state: 'taken' })]] },
    { id: 2, units: [1, 2], cells: [[cell('10', '11')]] },
    { id: 3, units: [9], cells: [[cell('10', '12', { placesLeft: 2 })]] },
  ],
} as unknown as Availability
const one = { courtId: 1, start: '10', kind: 'adult' }
const pool = { courtId: 3, start: '10', kind: 'adult' }

test('a tap chooses, another takes back, and an order has an end', () => {
  expect(change(change([], one, 1), one, -1)).toEqual([])
  let chosen = change([], one, 1)
  for (let taps = 0; taps < 20; taps++) chosen = change(chosen, pool, 1)
  expect(countOf(chosen)).toBe(mostInOrder)
  expect(cartOf(chosen)).toHaveLength(mostInOrder)
  expect(cartOf(chosen)[0]).toEqual(one)
})

test('what others took leaves the choice', () => {
  const gone = { courtId: 1, start: '11', kind: 'adult', count: 1 }
  const many = { ...pool, count: 3 }
  expect(sift(grid, [{ ...one, count: 1 }, gone, many])).toEqual({ kept: [{ ...one, count: 1 }], lost: [gone, many] })
  expect(
    totalFen(grid, [
      { ...one, count: 1 },
      { ...pool, count: 2 },
    ]),
  ).toBe(18000)
})

test('the hall clashes with a chosen court on its floor', () => {
  const hall = findCell(grid, { courtId: 2, start: '10' })!
  expect(clashes(grid, [{ ...one, count: 1 }], hall)).toBe(true)
  expect(clashes(grid, [{ ...pool, count: 1 }], hall)).toBe(false)
})

test('the grid opens on the first day with something free', () => {
  const court = (...days: string[][]) => ({ cells: days.map((states) => states.map((state) => ({ state }) as Cell)) })
  expect(soonestDay([court(['over', 'over'], ['taken'], ['free']), court([], ['taken', 'free'], [])])).toBe(1)
  expect(soonestDay([court(['over', 'free'])])).toBe(0)
  expect(soonestDay([court(['over'], ['closed'])])).toBe(0)
  expect(soonestDay([])).toBe(0)
})
