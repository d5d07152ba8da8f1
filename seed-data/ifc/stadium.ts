import type { BuildingPlan, SeatPlan, StoreyPlan } from './building-plan.ts'
import { sportsHall } from './sports-hall.ts'
import { writeBuilding } from './write-building.ts'

/** How far the tiers of one storey are set back, one behind the other. */
const tierMetres = 14

/**
 * The sports hall with tier upon tier behind its stands, on every storey: a model that stays above 1.5 million triangles however it is
 * simplified, to see that such a one is converted and shown. `tiers` repeats 2,000 seats.
 */
export function stadiumIfc(tiers: number): string {
  return writeBuilding(stadium(tiers))
}

function stadium(tiers: number): BuildingPlan {
  const plan = sportsHall()
  const seats = plan.storeys.flatMap((storey) => storey.seats)
  const storeys = plan.storeys.map((storey, at): StoreyPlan => {
    const own = Array.from({ length: Math.ceil((tiers - at) / plan.storeys.length) }, (_, back) =>
      seats.map((seat) => setBack(seat, back, { storey: at, room: storey.rooms[0]!.number })),
    )
    return { ...storey, seats: own.flat() }
  })
  return { ...plan, storeys }
}

function setBack(seat: SeatPlan, back: number, { storey, room }: { storey: number; room: string }): SeatPlan {
  const [x, y, z] = seat.at
  const away = (seat.turn === 0 ? -1 : 1) * back * tierMetres
  return {
    ...seat,
    name: `${storey + 1}层 ${back + 1}区 ${seat.name}`,
    at: [x, y + away, z + back * 4.2],
    room: storey === 0 ? seat.room : room,
  }
}
