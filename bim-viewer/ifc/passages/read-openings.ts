import {
  IFCCURTAINWALL,
  IFCOPENINGELEMENT,
  IFCPLATE,
  IFCRELFILLSELEMENT,
  IFCRELVOIDSELEMENT,
  IFCWALL,
  IFCWALLSTANDARDCASE,
  IFCWINDOW,
} from 'web-ifc'
import type { Blocked } from '../paths/open-plan.ts'
import type { Passage } from '../paths/walk-plan.ts'
import { frameOf, leafOf, planDirection } from './element-frame.ts'
import { type IfcModel, lineOf, linesOf, type Triangles, trianglesOf } from './ifc-model.ts'
import type { SpaceFinder } from './space-finder.ts'

/** One walks through what is this high and wide and begins at the floor. */
const leastHeight = 1.8
const leastWidth = 0.6
const sillMost = 0.4

/** Holes in walls that no door or window fills, as passages. */
export function readOpenings(model: IfcModel, finder: SpaceFinder): Passage[] {
  const filled = new Set(
    linesOf(model, IFCRELFILLSELEMENT).map(({ RelatingOpeningElement }) => RelatingOpeningElement?.value),
  )
  const holes = trianglesOf(model, [IFCOPENINGELEMENT])
  return linesOf(model, IFCRELVOIDSELEMENT).flatMap(({ RelatingBuildingElement, RelatedOpeningElement }) => {
    const triangles = holes.get(RelatedOpeningElement?.value)
    if (!triangles || filled.has(RelatedOpeningElement.value)) return []
    const wall = lineOf(model, RelatingBuildingElement.value)
    if (wall.type !== IFCWALL && wall.type !== IFCWALLSTANDARDCASE) return []
    const along = planDirection(frameOf(model, wall.ObjectPlacement?.value))
    if (!along) return []
    const leaf = leafOf(triangles, along)
    if (leaf.top - leaf.bottom < leastHeight || leaf.width < leastWidth) return []
    const [here, there] = finder.beside(leaf)
    if (!here || !there || here === there) return []
    if ([here, there].some(({ floor }) => Math.abs(floor - leaf.bottom) > sillMost)) return []
    const [dx, dy] = [(along[0] * leaf.width) / 2, (along[1] * leaf.width) / 2]
    return [
      {
        id: String(lineOf(model, RelatedOpeningElement.value).GlobalId?.value ?? RelatedOpeningElement.value),
        kind: 'opening' as const,
        name: null,
        spaceIds: [here.guid, there.guid] as const,
        line: [
          [leaf.x - dx, leaf.y - dy],
          [leaf.x + dx, leaf.y + dy],
        ] as const,
      },
    ]
  })
}

interface Slice {
  box: [number, number, number, number]
  /** Outline of a wall at one height: `ax, ay, bx, by`. */
  cuts: number[]
}

/** Asks walls, panes and windows, cut at the height in question; what their openings leave out is free. */
export function readWalls(model: IfcModel): Blocked {
  const walls = [...trianglesOf(model, [IFCWALL, IFCWALLSTANDARDCASE, IFCCURTAINWALL, IFCPLATE, IFCWINDOW]).values()]
  const slices = new Map<number, Slice[]>()
  return (x, y, z) => {
    const height = Math.round(z * 100)
    let at = slices.get(height)
    if (!at) {
      at = walls.flatMap((triangles) => slice(triangles, height / 100) ?? [])
      slices.set(height, at)
    }
    return at.some(({ box, cuts }) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3] && holds(cuts, x, y))
  }
}

function slice(triangles: Triangles, z: number): Slice | null {
  const cuts: number[] = []
  const box: Slice['box'] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < triangles.length; at += 9) {
    const ends: number[] = []
    for (let side = 0; side < 3; side++) {
      const a = at + 3 * side
      const b = at + 3 * ((side + 1) % 3)
      const [az, bz] = [triangles[a + 2]!, triangles[b + 2]!]
      if (az > z === bz > z) continue
      const share = (z - az) / (bz - az)
      const x = triangles[a]! + share * (triangles[b]! - triangles[a]!)
      const y = triangles[a + 1]! + share * (triangles[b + 1]! - triangles[a + 1]!)
      ends.push(x, y)
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    }
    if (ends.length === 4) cuts.push(...ends)
  }
  return cuts.length > 0 ? { box, cuts } : null
}

function holds(cuts: readonly number[], x: number, y: number): boolean {
  let inside = false
  for (let at = 0; at < cuts.length; at += 4) {
    const [ax, ay, bx, by] = [cuts[at]!, cuts[at + 1]!, cuts[at + 2]!, cuts[at + 3]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}
