import type { ConvertedBuilding } from '../ifc/converted-building.ts'
import type { Look } from './look.ts'
import { planesOfBox, type SectionPlane } from './section.ts'

/** Metres over the floor at which plans are cut: above sills and fittings, below lintels. */
const cutHeight = 1.2

/** The reader's planes and box, and on a plan the cut through its storey. */
export function planesInForce(look: Look, { storeys }: ConvertedBuilding): SectionPlane[] {
  const storey = look.mode === 'plan' ? storeys.find(({ guid }) => guid === look.storeyGuid) : undefined
  return [
    ...look.planes,
    ...(look.box ? planesOfBox(look.box) : []),
    ...(storey ? [{ normal: [0, -1, 0] as const, offset: storey.elevation + cutHeight }] : []),
  ]
}
