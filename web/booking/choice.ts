import type { Availability, Cell, Court } from './use-availability.ts'

/** What somebody has chosen on the grid: pure, so that it can be tried without a page. */

export interface Chosen {
  courtId: number
  start: string
  kind: string
  /** More than one only of a session's places. */
  count: number
}

export const mostInOrder = 12

export const countOf = (chosen: readonly Chosen[]): number => chosen.reduce((sum, { count }) => sum + count, 0)

const isSame = (a: Omit<Chosen, 'count'>, b: Omit<Chosen, 'count'>): boolean =>
  a.courtId === b.courtId && a.start === b.start && a.kind === b.kind

export const chosenOf = (chosen: readonly Chosen[], cell: Omit<Chosen, 'count'>): number =>
  chosen.find((each) => isSame(each, cell))?.count ?? 0

/** With `by` more (or fewer) of a cell; unchanged when the order would be too long. */
export function change(chosen: readonly Chosen[], cell: Omit<Chosen, 'count'>, by: number): Chosen[] {
  const count = Math.max(0, chosenOf(chosen, cell) + by)
  if (by > 0 && countOf(chosen) + by > mostInOrder) return [...chosen]
  const others = chosen.filter((each) => !isSame(each, cell))
  return count === 0 ? others : [...others, { ...cell, count }]
}

interface Found {
  court: Court
  cell: Cell
}

export function findCell(grid: Availability, { courtId, start }: Pick<Chosen, 'courtId' | 'start'>): Found | null {
  const court = grid.courts.find(({ id }) => id === courtId)
  const cell = court?.cells.flat().find((each) => each.start === start)
  return court && cell ? { court, cell } : null
}

/** What can still be had of a choice, and what others have taken since. */
export function sift(grid: Availability, chosen: readonly Chosen[]): { kept: Chosen[]; lost: Chosen[] } {
  const kept: Chosen[] = []
  const lost: Chosen[] = []
  for (const each of chosen) {
    const found = findCell(grid, each)
    const free = found?.cell.state === 'free' && (found.cell.placesLeft ?? each.count) >= each.count
    if (free) kept.push(each)
    else lost.push(each)
  }
  return { kept, lost }
}

export const totalFen = (grid: Availability, chosen: readonly Chosen[]): number =>
  chosen.reduce((sum, each) => {
    const price = findCell(grid, each)?.cell.prices.find(({ kind }) => kind === each.kind)
    return sum + (price?.priceFen ?? 0) * each.count
  }, 0)

/** As the API takes it: each place of a session by itself. */
export const cartOf = (chosen: readonly Chosen[]) =>
  chosen.flatMap(({ count, ...cell }) => Array.from({ length: count }, () => cell))

/** Whether a cell of a chosen court lies on the same floor as this one at the same time. */
export function clashes(grid: Availability, chosen: readonly Chosen[], { court, cell }: Found): boolean {
  return chosen.some((each) => {
    const other = each.courtId === court.id ? null : findCell(grid, each)
    return (
      other?.court.units.some((unit) => court.units.includes(unit)) &&
      other.cell.start < cell.end &&
      cell.start < other.cell.end
    )
  })
}

/** The first day on which one of the courts is free, so that nobody meets an evening that is over; today (0) when none is. */
export function soonestDay(courts: readonly { cells: readonly (readonly Pick<Cell, 'state'>[])[] }[]): number {
  const days = Math.max(0, ...courts.map(({ cells }) => cells.length))
  for (let day = 0; day < days; day++)
    if (courts.some(({ cells }) => cells[day]?.some(({ state }) => state === 'free'))) return day
  return 0
}
