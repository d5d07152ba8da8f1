import { type Feature, SHAPE_AREA } from './feature.ts'
import { farthestVertex, levelsOfPath } from './simplify.ts'

/**
 * Works out the levels of areas that share borders together, so that neighbours simplify to the same line: rings are cut into arcs
 * at nodes (vertices where rings part or meet), nodes are always kept, and each arc is simplified in one direction whichever ring it
 * is seen from.
 */
export function shareBorders(features: readonly Feature[]): void {
  const nodes = nodesOf(features)
  eachRing(features, ({ coordinates, levels, start, count }) => {
    const cuts: number[] = []
    for (let i = 0; i < count; i++) if (nodes.has(vertexKey(coordinates, start + i))) cuts.push(i)
    if (cuts.length === 0) {
      // An island or a county that fills a hole: cut where both sides find the same two vertices.
      const first = leastVertex(coordinates, start, count)
      cuts.push(first, farthestVertex(coordinates, start, count, first) % count)
      cuts.sort((a, b) => a - b)
    } else if (cuts.length === 1) {
      cuts.push(farthestVertex(coordinates, start, count, cuts[0]!) % count)
      cuts.sort((a, b) => a - b)
    }
    for (const [i, from] of cuts.entries()) {
      const to = i + 1 < cuts.length ? cuts[i + 1]! : cuts[0]! + count
      arcLevels(coordinates, levels, { start, count, from, to })
    }
  })
}

interface Ring {
  coordinates: Uint32Array
  levels: Uint8Array
  start: number
  count: number
}

function eachRing(features: readonly Feature[], visit: (ring: Ring) => void): void {
  for (const { shape } of features) {
    if (shape?.kind !== SHAPE_AREA) continue
    const { coordinates, levels, partStarts } = shape
    for (let part = 0; part < partStarts.length - 1; part++) {
      const start = partStarts[part]!
      visit({ coordinates, levels, start, count: partStarts[part + 1]! - start })
    }
  }
}

/** Vertices whose neighbours differ between the rings that pass them. */
function nodesOf(features: readonly Feature[]): Set<number> {
  const lesser = new Map<number, number>()
  const greater = new Map<number, number>()
  const nodes = new Set<number>()
  eachRing(features, ({ coordinates, start, count }) => {
    for (let i = 0; i < count; i++) {
      const key = vertexKey(coordinates, start + i)
      const before = vertexKey(coordinates, start + ((i + count - 1) % count))
      const after = vertexKey(coordinates, start + ((i + 1) % count))
      const least = Math.min(before, after)
      const most = Math.max(before, after)
      if (!lesser.has(key)) {
        lesser.set(key, least)
        greater.set(key, most)
      } else if (lesser.get(key) !== least || greater.get(key) !== most) nodes.add(key)
    }
  })
  return nodes
}

/** 26 bits of each side (0.6 m): equal vertices have equal keys. */
function vertexKey(coordinates: Uint32Array, vertex: number): number {
  return (coordinates[2 * vertex]! >>> 6) * 67_108_864 + (coordinates[2 * vertex + 1]! >>> 6)
}

function leastVertex(coordinates: Uint32Array, start: number, count: number): number {
  let least = 0
  for (let i = 1; i < count; i++)
    if (vertexKey(coordinates, start + i) < vertexKey(coordinates, start + least)) least = i
  return least
}

/** The same levels from both sides: the arc is read from its smaller end. */
function arcLevels(
  coordinates: Uint32Array,
  levels: Uint8Array,
  span: { start: number; count: number; from: number; to: number },
): void {
  const { start, count, from, to } = span
  const length = to - from + 1
  const forward =
    vertexKey(coordinates, start + (from % count)) < vertexKey(coordinates, start + (to % count)) ||
    (from % count === to % count &&
      vertexKey(coordinates, start + ((from + 1) % count)) < vertexKey(coordinates, start + ((to - 1) % count)))
  const arc = new Uint32Array(2 * length)
  const at = (i: number) => start + ((forward ? from + i : to - i) % count)
  for (let i = 0; i < length; i++) {
    arc[2 * i] = coordinates[2 * at(i)]!
    arc[2 * i + 1] = coordinates[2 * at(i) + 1]!
  }
  const arcLevelsOut = new Uint8Array(length)
  levelsOfPath(arc, arcLevelsOut, { start: 0, count: length, from: 0, to: length - 1 })
  for (let i = 0; i < length; i++) levels[at(i)] = arcLevelsOut[i]!
}
