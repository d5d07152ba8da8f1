import type { DoorPlan, Point, RoomPlan } from './building-plan.ts'
import { box } from './sports-hall-arena.ts'

/** What the storeys of the demo's sports hall are put together from. */

export const room = (
  number: string,
  name: string,
  use: string,
  ring: readonly Point[],
  more: Partial<RoomPlan> = {},
): RoomPlan => ({
  number,
  name,
  use,
  ring,
  ...more,
})
export const door = (
  name: string,
  at: Point,
  along: 'x' | 'y',
  width: number,
  bounds?: readonly string[],
): DoorPlan => ({
  name,
  at,
  along,
  width,
  ...(bounds ? { bounds } : {}),
})

/** Stair, lift, ramp and what lies between them are above each other on every storey. */
export const core = (storey: number, ramp: boolean): RoomPlan[] => [
  room(`${storey}90`, '楼梯间', 'STAIR', box(60, 15, 66, 24)),
  room(`${storey}91`, '电梯', 'LIFT', box(66, 15, 68.4, 17.4)),
  room(`${storey}92`, '设备间', 'TECHNICAL', [
    [68.4, 15],
    [69, 15],
    [69, 24],
    [66, 24],
    [66, 17.4],
    [68.4, 17.4],
  ]),
  room(`${storey}93`, '坡道走廊', 'CIRCULATION', box(69, 15, 72, 24)),
  ...(ramp ? [room(`${storey}94`, '坡道', 'RAMP', box(60, 24, 72, 48))] : []),
]
export const coreDoors = (storey: number, ramp: boolean): DoorPlan[] => [
  door('楼梯间门', [63, 15], 'x', 1.5, [`${storey}00`, `${storey}90`]),
  door('电梯门', [67.2, 15], 'x', 1.1, [`${storey}00`, `${storey}91`]),
  door('设备间门', [68.7, 15], 'x', 0.4),
  door('坡道走廊门', [70.5, 15], 'x', 1.5, [`${storey}00`, `${storey}93`]),
  ...(ramp ? [door('坡道门', [70.5, 24], 'x', 1.5, [`${storey}93`, `${storey}94`])] : []),
]
export const stair = (rise: number, x: number) => ({
  kind: 'stair' as const,
  name: '主楼梯',
  from: [x, 16, 0] as const,
  to: [x, 16 + 7.2, rise] as const,
  width: 1.8,
  steps: Math.round(rise / 0.165),
})
/** Three runs of 1:12 in lanes of 2.4 m; landings are level floor between them. */
export const ramps = () =>
  [0, 1, 2].map((run) => {
    const x = 70.5 - run * 3.4
    const [south, north] = [27, 45]
    const [from, to] = run % 2 === 0 ? [south, north] : [north, south]
    return {
      kind: 'ramp' as const,
      name: `坡道 ${run + 1}`,
      from: [x, from, run * 1.5] as const,
      to: [x, to, run * 1.5 + 1.5] as const,
      width: 2.4,
      steps: 0,
    }
  })
export const lift = (height: number) => ({
  name: '客梯',
  low: [66.15, 15.25] as Point,
  high: [68.25, 17.25] as Point,
  height,
})
