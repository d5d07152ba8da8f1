import { BufferAttribute, BufferGeometry, Color, Mesh, ShapeUtils, Vector2 } from 'three'
import type { Space } from '../ifc/converted-building.ts'
import { toScene, type Vec3 } from './vector.ts'

/** What the converter leaves out of the geometry: each space as its footprint drawn up to its height. */
export function spaceMesh(spaces: readonly { space: Space; feature: number }[]): Mesh {
  const positions: number[] = []
  const features: number[] = []
  const indices: number[] = []
  for (const { space, feature } of spaces) {
    const rings = space.footprint.coordinates.map((ring) => ring.slice(0, -1))
    const first = positions.length / 3
    // Faces of the space lie in its walls' faces: a hand's breadth of air keeps them from flickering.
    const lower = space.floor + 0.04
    const upper = space.floor + Math.max(0.1, space.height - 0.06)
    const put = (x: number, y: number, z: number): void => {
      positions.push(...toScene(x, y, z))
      features.push(feature)
    }
    const all = rings.flat()
    for (const [x, y] of all) put(x!, y!, lower)
    for (const [x, y] of all) put(x!, y!, upper)
    const [outline, ...holes] = rings.map((ring) => ring.map(([x, y]) => new Vector2(x, y)))
    for (const [a, b, c] of ShapeUtils.triangulateShape(outline ?? [], holes)) {
      indices.push(first + a!, first + c!, first + b!)
      indices.push(first + all.length + a!, first + all.length + b!, first + all.length + c!)
    }
    let start = first
    for (const ring of rings) {
      for (let at = 0; at < ring.length; at++) {
        const from = start + at
        const to = start + ((at + 1) % ring.length)
        indices.push(from, to, to + all.length, from, to + all.length, from + all.length)
      }
      start += ring.length
    }
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(Float32Array.from(positions), 3))
  geometry.setAttribute('_feature_id_0', new BufferAttribute(Float32Array.from(features), 1))
  geometry.setIndex(indices)
  return new Mesh(geometry)
}

/** Where a space's name stands: the middle of its outline's widest part at half a metre over the floor. */
export function labelPointOf(space: Space): Vec3 {
  const [x, y] = poleOf(space.footprint.coordinates[0] ?? [])
  return toScene(x, y, space.floor + 0.5)
}

/**
 * A point well inside a ring: of the middles of nine scan lines' inner stretches the one on the longest. Enough for a label, and never
 * outside an L-shaped room as its centroid can be.
 */
export function poleOf(ring: readonly (readonly number[])[]): [number, number] {
  const ys = ring.map((point) => point[1]!)
  const low = Math.min(...ys)
  const high = Math.max(...ys)
  let best: [number, number] = [ring[0]?.[0] ?? 0, ring[0]?.[1] ?? 0]
  let longest = 0
  for (let line = 1; line < 10; line++) {
    const y = low + ((high - low) * line) / 10
    const crossings: number[] = []
    ring.forEach((from, at) => {
      const to = ring[(at + 1) % ring.length]!
      if (from[1]! > y === to[1]! > y) return
      crossings.push(from[0]! + ((y - from[1]!) / (to[1]! - from[1]!)) * (to[0]! - from[0]!))
    })
    crossings.sort((a, b) => a - b)
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      // Lines near the middle win over equal ones at the rim.
      const width = (crossings[at + 1]! - crossings[at]!) * (1 - Math.abs(line - 5) / 20)
      if (width <= longest) continue
      longest = width
      best = [(crossings[at]! + crossings[at + 1]!) / 2, y]
    }
  }
  return best
}

/** Quiet colours by use, so that courts, wet rooms and ways can be told apart; the same for every building. */
export function colourOfUse(use: string | null): Color {
  const found = uses.find(([pattern]) => pattern.test(use ?? ''))
  return new Color(found?.[1] ?? '#7fb3a6')
}

const uses: readonly [RegExp, string][] = [
  [/pool|swim|泳|水/i, '#4aa3d8'],
  [/court|arena|sport|gym|hall|球|场|馆|健身/i, '#3fae7f'],
  [/toilet|wc|bath|shower|changing|locker|卫生|厕|浴|更衣/i, '#c98fd0'],
  [/stair|lift|elevator|ramp|corridor|lobby|circulation|楼梯|电梯|坡道|走廊|门厅|大厅/i, '#e0b15c'],
  [/plant|store|technical|equipment|机房|设备|库/i, '#9aa5a8'],
]
