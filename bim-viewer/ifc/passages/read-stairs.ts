import { IFCRAMP, IFCRAMPFLIGHT, IFCSTAIR, IFCSTAIRFLIGHT } from 'web-ifc'
import type { Connector, Point } from '../paths/walk-plan.ts'
import { type IfcModel, lineOf, type Triangles, textOf, trianglesOf, wholesOf } from './ifc-model.ts'
import type { SpaceFinder } from './space-finder.ts'

/** A flight ends this near to the floor that it leads to: the last riser is the slab's own edge. */
const floorWithin = 0.6
/** From the last tread one steps this far, to a space that begins at most so far away. */
const stepOff = 0.6
const reach = 2
/** Less is a step, not a flight. */
const leastRise = 0.3

/** Stairs and ramps, matched to a space at both ends and at each floor that they pass. */
export function readStairs(model: IfcModel, finder: SpaceFinder): Connector[] {
  const found: Connector[] = []
  for (const [kind, types] of [
    ['stair', [IFCSTAIR, IFCSTAIRFLIGHT]],
    ['ramp', [IFCRAMP, IFCRAMPFLIGHT]],
  ] as const) {
    for (const [id, triangles] of meshesByWhole(model, types)) {
      const stops = stopsOf(walkedPoints(triangles), finder)
      if (stops.length < 2) continue
      const line = lineOf(model, id)
      found.push({ id: String(line.GlobalId?.value ?? id), kind, name: textOf(line.Name), stops })
    }
  }
  return found
}

/** A stair of flights and landings is one thing. */
function meshesByWhole(model: IfcModel, types: readonly [number, number]): Map<number, Triangles> {
  const wholes = wholesOf(model)
  const grouped = new Map<number, Triangles[]>()
  for (const [id, triangles] of trianglesOf(model, types)) {
    const whole = wholes.get(id)
    const of = whole !== undefined && types.includes(model.api.GetLineType(model.id, whole)) ? whole : id
    grouped.set(of, [...(grouped.get(of) ?? []), triangles])
  }
  return new Map([...grouped].map(([id, parts]) => [id, joined(parts)]))
}

function joined(parts: readonly Triangles[]): Triangles {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

interface Tread {
  x: number
  y: number
  z: number
  area: number
}

/** Middles of the faces that one steps on: those that look up. */
function walkedPoints(t: Triangles): Tread[] {
  const treads: Tread[] = []
  for (let at = 0; at < t.length; at += 9) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = t.subarray(at, at + 9) as unknown as number[] & { length: 9 }
    const nx = (by! - ay!) * (cz! - az!) - (bz! - az!) * (cy! - ay!)
    const ny = (bz! - az!) * (cx! - ax!) - (bx! - ax!) * (cz! - az!)
    const nz = (bx! - ax!) * (cy! - ay!) - (by! - ay!) * (cx! - ax!)
    const size = Math.hypot(nx, ny, nz)
    if (size < 1e-4 || nz / size < 0.9) continue
    // A ramp is two long triangles: corners and middle both, so that its ends are known.
    for (const [x, y, z] of [
      [ax, ay, az],
      [bx, by, bz],
      [cx, cy, cz],
      [(ax! + bx! + cx!) / 3, (ay! + by! + cy!) / 3, (az! + bz! + cz!) / 3],
    ] as [number, number, number][])
      treads.push({ x, y, z, area: size / 8 })
  }
  return treads
}

function stopsOf(treads: readonly Tread[], finder: SpaceFinder): Connector['stops'] {
  const heights = treads.map(({ z }) => z)
  const [bottom, top] = [Math.min(...heights), Math.max(...heights)]
  if (!(top - bottom > leastRise)) return []
  const low = endOf(treads, bottom, 1)
  const high = endOf(treads, top, -1)
  const between = [...new Set(finder.spaces.map(({ floor }) => floor))]
    .filter((floor) => floor > bottom + 1.2 && floor < top - 1.2)
    .sort((a, b) => a - b)
    .flatMap((floor) => {
      const landing = treads.filter(({ z }) => Math.abs(z - floor) < 0.1)
      return landing.length === 0 ? [] : [{ at: middleOf(landing), z: floor }]
    })
  return [{ at: low, z: bottom }, ...between, { at: high, z: top }].flatMap(({ at, z }) => {
    const [nearest] = finder.near(at[0], at[1], { z, within: floorWithin }, reach)
    return nearest ? [{ spaceId: nearest.space.guid, at }] : []
  })
}

/** Where one stands before the first or after the last tread: on from it, away from the flight. */
function endOf(treads: readonly Tread[], z: number, upward: 1 | -1): Point {
  const above = (metres: number) => treads.filter((tread) => (tread.z - z) * upward <= metres)
  const last = middleOf(above(0.05))
  let flight = last
  for (const metres of [0.8, 1.6, 3, Infinity]) {
    flight = middleOf(above(metres))
    if (Math.hypot(flight[0] - last[0], flight[1] - last[1]) > 0.1) break
  }
  const length = Math.hypot(last[0] - flight[0], last[1] - flight[1])
  if (length < 0.05) return last
  return [last[0] + ((last[0] - flight[0]) / length) * stepOff, last[1] + ((last[1] - flight[1]) / length) * stepOff]
}

function middleOf(treads: readonly Tread[]): Point {
  const weight = treads.reduce((sum, { area }) => sum + area, 0) || 1
  return [
    treads.reduce((sum, { x, area }) => sum + x * area, 0) / weight,
    treads.reduce((sum, { y, area }) => sum + y * area, 0) / weight,
  ]
}
