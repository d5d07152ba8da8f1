import type { ConvertedBuilding, Space, Storey } from '../ifc/converted-building.ts'
import { labelPointOf } from './space-mesh.ts'
import { toPlan, toScene, type Vec3 } from './vector.ts'

const lowestFirst = (storeys: readonly Storey[]): Storey[] => [...storeys].sort((a, b) => a.elevation - b.elevation)

/** The storey at the ground, else the lowest. */
export function groundOf({ storeys }: ConvertedBuilding): string | null {
  const sorted = lowestFirst(storeys)
  return (sorted.find(({ ordinal }) => ordinal === 0) ?? sorted[0])?.guid ?? null
}

/** The floor that somebody with the eye at this height stands on. */
export function storeyAtEye({ storeys }: ConvertedBuilding, eyeHeight: number): Storey | null {
  const sorted = lowestFirst(storeys)
  return sorted.filter(({ elevation }) => elevation <= eyeHeight - 0.8).at(-1) ?? sorted[0] ?? null
}

/** Where a walk begins: in the chosen space, else in the largest of the ground floor; a place on its floor. */
export function startOfWalk(building: ConvertedBuilding, chosen: Space | undefined): Vec3 | null {
  const ground = groundOf(building)
  const onGround = building.spaces.filter(({ storeyGuid }) => storeyGuid === ground)
  const space = chosen ?? [...onGround].sort((a, b) => b.area - a.area)[0]
  if (!space) return null
  const [x, y] = toPlan(labelPointOf(space))
  return toScene(x, y, space.floor)
}
