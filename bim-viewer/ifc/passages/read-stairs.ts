import { IFCRAMP, IFCRAMPFLIGHT, IFCSTAIR, IFCSTAIRFLIGHT } from 'web-ifc'
import type { Connector, Point, Stop } from '../paths/walk-plan.ts'
import { type IfcModel, lineOf, type Triangles, textOf, trianglesOf, wholesOf } from './ifc-model.ts'
import type { SpaceFinder } from './space-finder.ts'

/** A flight ends this near to the floor that it leads to: the last riser is the slab's own edge. */
const floorWithin = 0.6
/** From the last tread one steps this far, to a space that begins at most so far away. */
const stepOff = 0.6
const reach = 2
/** Less is a step, not a flight. */
const leastRise = 0.3
/** Runs that end on one landing: as high, and this near. */
const landingRise = 0.35
const landingMetres = 5

/** Stairs and ramps, matched to a space at both ends and at each floor that they pass; runs that meet on landings are one way. */
export function readStairs(model: IfcModel, finder: SpaceFinder): Connector[] {
  const found: Connector[] = []
  for (const [kind, types] of [
    ['stair', [IFCSTAIR, IFCSTAIRFLIGHT]],
    ['ramp', [IFCRAMP, IFCRAMPFLIGHT]],
  ] as const) {
    const runs = [...meshesByWhole(model, types)].flatMap(([id, triangles]) => runOf(id, triangles, kind, finder) ?? [])
    for (const chain of chainsOf(runs)) {
      const stops = stopsOf(chain, finder)
      if (stops.length < 2) continue
      const line = lineOf(model, chain[0]!.id)
      found.push({ id: String(line.GlobalId?.value ?? chain[0]!.id), kind, name: textOf(line.Name), stops })
    }
  }
  return found
}

interface End {
  at: Point
  z: number
}

interface Run {
  id: number
  low: End
  high: End
  /** Where it passes other floors. */
  between: End[]
  metres: number
}

function runOf(id: number, triangles: Triangles, kind: 'stair' | 'ramp', finder: SpaceFinder): Run | null {
  const treads = walkedPoints(triangles)
  const heights = treads.map(({ z }) => z)
  const [bottom, top] = [Math.min(...heights), Math.max(...heights)]
  if (!(top - bottom > leastRise)) return null
  const low = { at: endOf(treads, bottom, 1), z: bottom }
  const high = { at: endOf(treads, top, -1), z: top }
  const between = [...new Set(finder.spaces.map(({ floor }) => floor))]
    .filter((floor) => floor > bottom + 1.2 && floor < top - 1.2)
    .sort((a, b) => a - b)
    .flatMap((floor) => {
      const landing = treads.filter(({ z }) => Math.abs(z - floor) < 0.1)
      return landing.length === 0 ? [] : [{ at: middleOf(landing), z: floor }]
    })
  const straight = Math.hypot(apart(low.at, high.at), top - bottom)
  // A stair that turns is longer than it looks from above.
  return { id, low, high, between, metres: kind === 'stair' ? Math.max(straight, (top - bottom) * 2) : straight }
}

const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Runs in the order in which one goes up them. A run that ends on a floor of its own goes no further than that. */
function chainsOf(runs: readonly Run[]): Run[][] {
  const left = [...runs].sort((a, b) => a.low.z - b.low.z)
  const chains: Run[][] = []
  for (let first = left.shift(); first; first = left.shift()) {
    const chain = [first]
    for (;;) {
      const { high } = chain.at(-1)!
      const [next] = left
        .filter(({ low }) => Math.abs(low.z - high.z) <= landingRise && apart(low.at, high.at) <= landingMetres)
        .sort((a, b) => apart(a.low.at, high.at) - apart(b.low.at, high.at))
      if (!next) break
      left.splice(left.indexOf(next), 1)
      chain.push(next)
    }
    chains.push(chain)
  }
  return chains
}

/** The floors that a chain of runs touches, and what is walked between them. */
function stopsOf(chain: readonly Run[], finder: SpaceFinder): Stop[] {
  const stops: Stop[] = []
  let metres = 0
  chain.forEach(({ low, high, between, metres: length }, index) => {
    const before = chain[index - 1]
    if (before) metres += apart(before.high.at, low.at)
    const rise = high.z - low.z
    let passed = low.z
    for (const { at, z } of [low, ...between, high]) {
      metres += (length * (z - passed)) / rise
      passed = z
      const [nearest] = finder.near(at[0], at[1], { z, within: floorWithin }, reach)
      if (!nearest || stops.at(-1)?.spaceId === nearest.space.guid) continue
      stops.push({ spaceId: nearest.space.guid, at, metres: stops.length === 0 ? 0 : metres })
      metres = 0
    }
  })
  return stops
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

/** Points of the faces that one steps on: those that look up. Exporters turn solids inside out; then those that look down are taken. */
function walkedPoints(triangles: Triangles): Tread[] {
  const up = levelPoints(triangles, 1)
  const down = levelPoints(triangles, -1)
  return extentOf(down) > 2 * extentOf(up) ? down : up
}

const extentOf = (treads: readonly Tread[]): number =>
  treads.reduce((most, { z }) => Math.max(most, z), -Infinity) -
  treads.reduce((least, { z }) => Math.min(least, z), Infinity)

function levelPoints(t: Triangles, facing: 1 | -1): Tread[] {
  const treads: Tread[] = []
  for (let at = 0; at < t.length; at += 9) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = t.subarray(at, at + 9) as unknown as number[] & { length: 9 }
    const nx = (by! - ay!) * (cz! - az!) - (bz! - az!) * (cy! - ay!)
    const ny = (bz! - az!) * (cx! - ax!) - (bx! - ax!) * (cz! - az!)
    const nz = (bx! - ax!) * (cy! - ay!) - (by! - ay!) * (cx! - ax!)
    const size = Math.hypot(nx, ny, nz)
    if (size < 1e-4 || (facing * nz) / size < 0.9) continue
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
