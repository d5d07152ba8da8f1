import { openPlanPassages } from './open-plan.ts'
import { rectangle } from './testing-walk.ts'
import type { Passage, Point, WalkPlan } from './walk-plan.ts'

const door = (id: string, spaceIds: Passage['spaceIds'], a: Point, b: Point): Passage => ({
  id,
  kind: 'door',
  name: null,
  spaceIds,
  line: [a, b],
})

const hall = {
  id: 'hall',
  levelId: 'ground',
  floor: 0,
  footprint: {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 0],
        [20, 0],
        [20, 4],
        [4, 4],
        [4, 16],
        [0, 16],
        [0, 0],
      ],
      [
        [9, 1.5],
        [9, 2.5],
        [10, 2.5],
        [10, 1.5],
        [9, 1.5],
      ],
    ],
  },
}
export const space = (id: string, levelId: string, floor: number, box: [number, number, number, number]) => ({
  id,
  levelId,
  floor,
  footprint: rectangle(...box),
})
const spaces = [
  hall,
  space('lobby', 'ground', 0, [-6, 0, 6, 8]),
  space('room', 'ground', 0, [4.2, 12, 5, 4]),
  space('cupboard', 'ground', 0, [12, 6, 2, 2]),
  space('gallery', 'upper', 4, [0, 0, 20, 4]),
  space('store', 'upper', 4, [20.2, 0, 4, 4]),
]
/**
 * Two floors: an L-shaped hall with a pillar, a room behind a door, a lobby open to the hall; above, a gallery and a store. Stairs and a
 * lift join hall and gallery; a cupboard has no door.
 */
export const testingPlan: WalkPlan = {
  levels: [
    { id: 'ground', ordinal: 0, elevation: 0 },
    { id: 'upper', ordinal: 1, elevation: 4 },
  ],
  spaces,
  passages: [
    door('main', ['lobby', null], [-6.1, 3], [-6.1, 5]),
    door('room-door', ['hall', 'room'], [4.1, 13], [4.1, 14]),
    door('store-door', ['gallery', 'store'], [20.1, 1], [20.1, 2]),
    ...openPlanPassages(spaces, () => false),
  ],
  connectors: [
    {
      id: 'stairs',
      kind: 'stair',
      name: null,
      stops: [
        { spaceId: 'hall', at: [1, 1], metres: 0 },
        { spaceId: 'gallery', at: [5, 1], metres: 8 },
      ],
    },
    {
      id: 'lift',
      kind: 'lift',
      name: null,
      stops: [
        { spaceId: 'hall', at: [19, 3], metres: 0 },
        { spaceId: 'gallery', at: [19, 3], metres: 0 },
      ],
    },
  ],
}
