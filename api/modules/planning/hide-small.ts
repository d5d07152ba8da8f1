import type { CellSums } from '../../spatial/coverage/sum-cells.ts'
import type { Figures } from './figures.ts'

/** Fewer people than this are never told of. */
export const leastPeople = 10

export interface Shown {
  values: Figures
  hidden: string[]
}

/** Figures that say something of the people of cells; the others are of places and the published census. */
const isOfPeople = (figure: string): boolean =>
  /^(covered-|fpm-)/.test(figure) || ['mean-metres', 'access', 'kinds', 'gini'].includes(figure)

const toTens = (people: number): number => Math.round(people / 10) * 10

/**
 * Hides what could be told of fewer than ten people in one region: everything where fewer live, a share where fewer are covered or fewer
 * are not. Shares are published of whole tens, so that the difference of two answers (of radii, of overlapping areas) is ten or nothing.
 */
export function hideSmall(figures: Figures, cells: CellSums, radii: readonly number[]): Shown {
  const values: Figures = { ...figures }
  const hidden: string[] = []
  const hide = (figure: string) => {
    values[figure] = null
    hidden.push(figure)
  }
  if (cells.people > 0 && cells.people < leastPeople) {
    for (const figure of Object.keys(figures)) if (isOfPeople(figure)) hide(figure)
    return { values, hidden }
  }
  for (const [i, radius] of radii.entries()) {
    const covered = cells.covered[i]!
    const figure = `covered-${radius}`
    if (isFew(covered) || isFew(cells.people - covered)) hide(figure)
    else if (cells.people > 0) values[figure] = Math.min(1, toTens(covered) / toTens(cells.people))
  }
  return { values, hidden }
}

/** Sums of fractions leave a hair above zero that is nobody. */
const isFew = (people: number): boolean => people > 1e-6 && people < leastPeople

/**
 * Hides a second region where the parent's figure less the others' would give the only hidden one away: of the siblings the one
 * with the fewest people. `people` and the lists go by position.
 */
export function hideSiblings(
  shown: readonly Shown[],
  childrenOf: readonly (readonly number[])[],
  people: readonly number[],
): void {
  for (const children of childrenOf) {
    const figures = new Set(children.flatMap((child) => shown[child]!.hidden))
    for (const figure of figures) {
      if (children.filter((child) => shown[child]!.hidden.includes(figure)).length !== 1) continue
      const others = children.filter((child) => !shown[child]!.hidden.includes(figure))
      const least = others.sort((a, b) => people[a]! - people[b]!)[0]
      if (least === undefined) continue
      shown[least]!.values[figure] = null
      shown[least]!.hidden.push(figure)
    }
  }
}
