import { distance } from '@turf/turf'
import type { Position } from './drawing-ops.ts'

/** Facilities that a drawing marks, by IMDF's names of amenities where it has one. */
export const facilityCategories = [
  'information',
  'defibrillator',
  'first-aid',
  'drinkingwater',
  'toilet',
  'restroom.wheelchair',
  'baggagestorage',
  'ticketing',
  'vending',
  'seat',
  'wheelchairparking',
  'powercharging',
  'fireextinguisher',
  'parking',
  'unspecified',
] as const

type Line = readonly [Position, Position]

export const lengthOf = ([a, b]: Line): number => distance([...a], [...b], { units: 'meters' })

/** As long as that, around the middle it has. */
export function widened([a, b]: Line, metres: number): [Position, Position] {
  const share = metres / Math.max(1e-6, lengthOf([a, b])) / 2
  const [x, y, dx, dy] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, b[0] - a[0], b[1] - a[1]]
  return [
    [x - dx * share, y - dy * share],
    [x + dx * share, y + dy * share],
  ]
}
