import type { BlockPlan, Colour, Point, SeatPlan } from './building-plan.ts'

export const box = (x0: number, y0: number, x1: number, y1: number): Point[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

const rows = 10
const seatsPerRow = 100
const rowDepth = 0.9
const rowRise = 0.42
const concrete: Colour = [0.78, 0.77, 0.74]
const wood: Colour = [0.8, 0.6, 0.36]

/** Two bleachers of ten rows on either long side of the arena, 2,000 seats, and the playing floor between them. */
export function grandstand(): { seats: SeatPlan[]; blocks: BlockPlan[] } {
  const seats: SeatPlan[] = []
  const blocks: BlockPlan[] = [
    {
      name: '木地板',
      ifcClass: 'IFCBUILDINGELEMENTPROXY',
      ring: box(84, 14, 120, 34),
      bottom: 0.005,
      height: 0.03,
      colour: wood,
    },
  ]
  for (const side of ['南', '北'] as const) {
    for (let row = 0; row < rows; row++) {
      // The first row is the one at the floor.
      const near = side === '南' ? 10 - row * rowDepth : 38 + row * rowDepth
      const [y0, y1] = side === '南' ? [near - rowDepth, near] : [near, near + rowDepth]
      const top = rowRise * (row + 1)
      blocks.push({
        name: `${side}看台 ${row + 1} 排`,
        ifcClass: 'IFCSLAB',
        ring: box(74, y0, 130, y1),
        bottom: 0,
        height: top,
        colour: concrete,
      })
      for (let seat = 0; seat < seatsPerRow; seat++) {
        seats.push({
          name: `${side}${row + 1}排${seat + 1}座`,
          at: [round(74.5 + seat * 0.55), round((y0 + y1) / 2), round(top)],
          turn: side === '南' ? 0 : 180,
          room: side === '南' ? '121' : '122',
        })
      }
    }
  }
  return { seats, blocks }
}

const round = (value: number) => Number(value.toFixed(4))
