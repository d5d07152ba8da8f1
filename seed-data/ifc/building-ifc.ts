import type { BuildingPlan, RoomPlan, StoreyPlan } from './building-plan.ts'
import { box } from './sports-hall-arena.ts'
import { type WriteOptions, writeBuilding } from './write-building.ts'

export interface FixtureOptions extends WriteOptions {
  name?: string
  /** Default 2. */
  storeys?: number
  stairs?: boolean
  ramp?: boolean
  /** The lift as its own element, as a shaft of rooms above each other, or none. */
  lift?: 'element' | 'shaft'
  /** The hall and the corridor without a wall between. */
  openPlan?: boolean
  /** Metres that the whole is moved by, to be another version. */
  shift?: number
  /** Names of rooms to be left out. */
  without?: readonly string[]
  renamed?: Readonly<Record<string, string>>
}

const rise = 3.3

/** A small building of 12 × 9 m for tests: on each storey a corridor, a hall with an L-shape, an office. */
export function buildingIfc(options: FixtureOptions = {}): string {
  return writeBuilding(smallBuilding(options), options)
}

export function smallBuilding(options: FixtureOptions): BuildingPlan {
  const { storeys = 2, name = '小楼' } = options
  return { name, storeys: Array.from({ length: storeys }, (_, level) => storeyOf(level, options)) }
}

function storeyOf(level: number, options: FixtureOptions): StoreyPlan {
  const { storeys = 2, stairs, ramp, lift, openPlan, shift = 0, without = [], renamed = {} } = options
  const isTop = level === storeys - 1
  const rooms: RoomPlan[] = [
    {
      number: `${level}01`,
      name: '走廊',
      use: 'CIRCULATION',
      ring: [
        [0, 3],
        [0, 0],
        [12, 0],
        [12, 3],
        [9, 3],
        [5, 3],
      ],
      open: openPlan ? [4] : [],
    },
    {
      number: `${level}02`,
      name: '大厅',
      use: 'HALL',
      ring: [
        [5, 3],
        [9, 3],
        [9, 9],
        [0, 9],
        [0, 6],
        [5, 6],
      ],
      open: openPlan ? [0] : [],
      capacity: 30,
    },
    { number: `${level}03`, name: '办公室', use: 'OFFICE', ring: box(0, 3, 5, 6) },
    ...(lift === 'shaft' ? [{ number: `${level}09`, name: '电梯井', use: 'LIFT', ring: box(9, 3, 12, 6) }] : []),
  ]
  return {
    name: `${level + 1}层`,
    elevation: level * rise,
    height: rise,
    rooms: rooms
      .map((room) => ({
        ...room,
        number: renamed[room.number] ?? room.number,
        ring: room.ring.map(([x, y]) => [x + shift, y] as const),
      }))
      .filter(({ number }) => !without.includes(number)),
    doors: [
      ...(level === 0
        ? [{ name: '入口', at: [6 + shift, 0] as const, along: 'x' as const, width: 1.2, bounds: ['001'] }]
        : []),
      ...(openPlan
        ? []
        : [
            {
              name: '大厅门',
              at: [7 + shift, 3] as const,
              along: 'x' as const,
              width: 1,
              bounds: [`${level}01`, `${level}02`],
            },
          ]),
      { name: '办公室门', at: [2.5 + shift, 3] as const, along: 'x' as const, width: 0.9 },
      ...(lift === 'shaft' ? [{ name: '电梯门', at: [10.5 + shift, 3] as const, along: 'x' as const, width: 1 }] : []),
    ],
    slabs: [{ ring: box(shift, 0, 12 + shift, 9), name: `${level + 1}层楼板` }],
    flights: isTop
      ? []
      : [
          ...(stairs
            ? [
                {
                  kind: 'stair' as const,
                  name: '楼梯',
                  from: [1 + shift, 0.8, 0] as const,
                  to: [6.4 + shift, 0.8, rise] as const,
                  width: 1,
                  steps: 20,
                },
              ]
            : []),
          ...(ramp
            ? [
                {
                  kind: 'ramp' as const,
                  name: '坡道',
                  from: [1 + shift, 2.2, 0] as const,
                  to: [11 + shift, 2.2, rise] as const,
                  width: 1,
                  steps: 0,
                },
              ]
            : []),
        ],
    lifts:
      lift === 'element' && level === 0
        ? [{ name: '客梯', low: [10 + shift, 0.4], high: [11.6 + shift, 2], height: rise * storeys }]
        : [],
    blocks: [],
    seats: [],
  }
}
