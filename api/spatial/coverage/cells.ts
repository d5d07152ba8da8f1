/**
 * Where people live, in columns: one entry a cell. `region` is the position of the cell's county in the list that the caller keeps.
 * Coordinates are WGS84 degrees of the cell's centre, `people` need not be whole.
 */
export interface Cells {
  lon: Float64Array
  lat: Float64Array
  people: Float64Array
  region: Uint16Array
}

/** Something that serves people: a place as coverage sees it. */
export interface Supply {
  id: number
  /** `lon, lat, lon, lat, …`: one pair for a point; lines and areas are sampled so closely that the nearest sample stands for them. */
  points: readonly number[]
  /** What it offers, in the unit of the caller: square metres, or 1 a place. */
  capacity: number
  /** Kind from 0 to 63, for diversity. */
  kind: number
  /** Position of its county; -1 outside all. */
  region: number
}

/** Distance steps: a weight counts up to and with its distance. */
export interface Step {
  upToMetres: number
  weight: number
}

/** E2SFCA as usually cited: 1 within 1 km, 0.60 to 2 km, 0.25 to 3 km (settings, not a standard). */
export const usualSteps: readonly Step[] = [
  { upToMetres: 1000, weight: 1 },
  { upToMetres: 2000, weight: 0.6 },
  { upToMetres: 3000, weight: 0.25 },
]

/** Weight of a distance; 0 beyond the last step. Steps come in rising order. */
export function weightAt(steps: readonly Step[], metres: number): number {
  for (const { upToMetres, weight } of steps) if (metres <= upToMetres) return weight
  return 0
}

export const reachOf = (steps: readonly Step[]): number => steps.at(-1)?.upToMetres ?? 0
