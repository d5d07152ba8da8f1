import type { Placement } from '../../../api/contract/buildings.ts'

/** Beyond this a model's own word is a default of its exporter. */
const nearMetres = 1_000

export type Source = 'confirmed' | 'model' | 'far' | 'missing'

/**
 * Where a building is shown first: where it was confirmed, else where the model says, else amid its place. `middle` is a point amid the
 * building in local metres.
 */
export function firstPlacement(
  { placement, proposal }: { placement: Placement | null; proposal: Placement | null },
  place: readonly [lon: number, lat: number],
  middle: [number, number],
): { placement: Placement; source: Source } {
  if (placement) return { placement, source: 'confirmed' }
  if (proposal && metresBetween([proposal.lon, proposal.lat], place) <= nearMetres)
    return { placement: proposal, source: 'model' }
  const [lon, lat] = place
  return {
    placement: {
      anchor: middle,
      lon,
      lat,
      // Its turn may be right where its point is not.
      rotation: proposal?.rotation ?? 0,
      scale: proposal?.scale ?? 1,
      elevation: proposal?.elevation ?? 0,
    },
    source: proposal ? 'far' : 'missing',
  }
}

/** Moved by metres east and north. */
export function nudged(placement: Placement, east: number, north: number): Placement {
  const perDegree = 111_320
  return {
    ...placement,
    lon: placement.lon + east / (perDegree * Math.cos((placement.lat * Math.PI) / 180)),
    lat: placement.lat + north / perDegree,
  }
}

function metresBetween([lonA, latA]: readonly [number, number], [lonB, latB]: readonly [number, number]): number {
  const east = (lonA - lonB) * Math.cos((latB * Math.PI) / 180)
  return Math.hypot(east, latA - latB) * 111_320
}
