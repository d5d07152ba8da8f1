import type { Cells, Supply } from './cells.ts'

type Place = Pick<Supply, 'points'> & { id?: number }

/** Distances along ways instead of straight lines. They are never shorter, which lets straight ones choose what is worth measuring. */
export interface Ways {
  /** Puts the metres along ways to each of these cells in the place of the straight ones; infinite where it is farther than `most`. */
  measure(place: Place, cells: readonly number[], metres: number[], most: number): void
  /** Corrects the straight distances to the nearest place, and which one it is. */
  nearest(supplies: readonly Supply[], metres: Float64Array, supply: Int32Array): void
  /** Share of the people whose distances follow ways. */
  share(cells: Cells): number
}
