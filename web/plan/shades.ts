import { breaksOf, type ClassMethod, classOf, coloursFor, noValueColour } from './classes.ts'
import type { ValueRow } from './read-level.ts'

const classes = 6

export type Shades = ReturnType<typeof shadesOf>

/** The classes of a figure over the regions shown, and the colour of each. `bounds` are a planner's own, as they typed them. */
export function shadesOf(rows: readonly ValueRow[], figure: string, method: ClassMethod, bounds: string) {
  const own = bounds
    .split(/[,，\s]+/)
    .filter((text) => text !== '')
    .map(Number)
    .filter(Number.isFinite)
  const known = rows.flatMap(({ values }) => (values[figure] == null ? [] : [values[figure]]))
  const breaks = breaksOf(known, method, classes, own)
  const colours = coloursFor(breaks.length + 1)
  const colourOf = (value: number | null | undefined) =>
    value == null ? noValueColour : colours[classOf(value, breaks)]!
  return {
    known,
    breaks,
    colours,
    colourOf,
    byCode: new Map(rows.map((row) => [row.code, colourOf(row.values[figure])])),
  }
}
