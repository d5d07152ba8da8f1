import { MeshoptSimplifier } from 'meshoptimizer'
import { decomposed } from './matrices.ts'
import type { Geometry, Part, ReadGeometry } from './read-geometry.ts'

/** One draw call: everything of a colour merged, or one geometry shown many times. */
export type Batch = MergedBatch | RepeatedBatch

interface OneColour {
  storeyGuid: string | null
  colour: Part['colour']
}

export interface MergedBatch extends OneColour {
  kind: 'merged'
  positions: Float32Array
  indices: Uint32Array
  featureIds: Float32Array
}

export interface RepeatedBatch extends OneColour {
  kind: 'repeated'
  positions: Float32Array
  indices: Uint32Array
  parts: Part[]
}

/** Fewer, or of fewer vertices in all, are cheaper merged than as a draw call of their own. */
const leastRepeats = 3
const leastRepeatedVertices = 2_000
/** A heavy mesh that repeats is simplified: a seat's underside is not looked at from this near. */
const heavyTriangles = 300
const repeatedErrorMetres = 0.012
const leastShare = 0.04
/** What stands alone keeps its shape to 1 mm. */
const singleTriangles = 4_000
const singleErrorMetres = 0.001

/**
 * Parts as draw calls, by storey and colour. Repeats stay one mesh (merging 340 equal chairs blindly made 637 MB of a real model), the rest
 * is merged with a feature id a vertex.
 */
export async function batchGeometry(
  { geometries, parts }: Pick<ReadGeometry, 'geometries' | 'parts'>,
  storeyOf: (featureId: number) => string | null,
): Promise<Batch[]> {
  await MeshoptSimplifier.ready
  const uses = countBy(parts, ({ geometry }) => geometry)
  const lighter = new Map([...geometries].map(([id, geometry]) => [id, lightened(geometry, uses.get(id) ?? 0)]))
  const batches: Batch[] = []
  const byColour = groupBy(
    parts,
    (part) => `${storeyOf(part.featureId) ?? ''}|${part.colour.map((value) => value.toFixed(3)).join()}`,
  )
  for (const group of byColour.values()) {
    const storeyGuid = storeyOf(group[0]!.featureId)
    const merged: Part[] = []
    for (const [id, same] of groupBy(group, ({ geometry }) => geometry)) {
      const { positions, indices } = lighter.get(id)!
      const isRepeated =
        same.length >= leastRepeats && ((same.length - 1) * positions.length) / 3 > leastRepeatedVertices
      const [turned, sheared] = isRepeated ? split(same, ({ matrix }) => decomposed(matrix) !== null) : [[], same]
      merged.push(...sheared)
      if (turned.length)
        batches.push({ kind: 'repeated', storeyGuid, colour: group[0]!.colour, positions, indices, parts: turned })
    }
    if (merged.length)
      batches.push({ kind: 'merged', storeyGuid, colour: group[0]!.colour, ...mergedOf(merged, lighter) })
  }
  return batches.filter(({ indices }) => indices.length > 0)
}

type Light = Pick<Geometry, 'positions' | 'indices'>

/** Equal positions become one; without normals that is most of what a file repeats. */
function lightened({ positions, indices }: Geometry, uses: number): Light {
  if (indices.length === 0) return { positions, indices }
  const remap = MeshoptSimplifier.generatePositionRemap(positions, 3)
  // Without what is left over: vertices that lie on each other are seams to the simplifier, used or not, and it keeps those.
  return simplified(compacted(positions, withoutDegenerate(indices.map((corner) => remap[corner]!))), uses)
}

function simplified(light: Light, uses: number): Light {
  const { positions, indices } = light
  const triangles = indices.length / 3
  const [error, share] =
    uses >= leastRepeats && triangles > heavyTriangles
      ? [repeatedErrorMetres, leastShare]
      : triangles > singleTriangles
        ? [singleErrorMetres, 0]
        : [0, 1]
  if (error === 0) return light
  const target = Math.max(3, Math.floor(triangles * share) * 3)
  const [fewer] = MeshoptSimplifier.simplify(indices, positions, 3, target, error, ['ErrorAbsolute'])
  return fewer.length ? compacted(positions, fewer) : light
}

function withoutDegenerate(indices: Uint32Array): Uint32Array {
  const kept: number[] = []
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [indices[at]!, indices[at + 1]!, indices[at + 2]!]
    if (a !== b && b !== c && a !== c) kept.push(a, b, c)
  }
  return Uint32Array.from(kept)
}

/** Only the vertices that a corner names. */
function compacted(positions: Float32Array, indices: Uint32Array): Light {
  const places = new Map<number, number>()
  const corners = indices.map((corner) => {
    const place = places.get(corner) ?? places.size
    places.set(corner, place)
    return place
  })
  const kept = new Float32Array(places.size * 3)
  for (const [corner, place] of places) kept.set(positions.subarray(corner * 3, corner * 3 + 3), place * 3)
  return { positions: kept, indices: corners }
}

function mergedOf(parts: readonly Part[], lighter: ReadonlyMap<number, Light>) {
  const sizes = parts.map(({ geometry }) => lighter.get(geometry)!)
  const vertices = sizes.reduce((sum, { positions }) => sum + positions.length / 3, 0)
  const corners = sizes.reduce((sum, { indices }) => sum + indices.length, 0)
  const merged = {
    positions: new Float32Array(vertices * 3),
    indices: new Uint32Array(corners),
    featureIds: new Float32Array(vertices),
  }
  let [vertex, corner] = [0, 0]
  for (const { geometry, matrix: m, featureId } of parts) {
    const { positions, indices } = lighter.get(geometry)!
    // A mirrored body would show its inside.
    const isMirrored = determinant(m) < 0
    for (let at = 0; at < indices.length; at += 3) {
      merged.indices[corner++] = indices[at]! + vertex
      merged.indices[corner++] = indices[at + (isMirrored ? 2 : 1)]! + vertex
      merged.indices[corner++] = indices[at + (isMirrored ? 1 : 2)]! + vertex
    }
    for (let at = 0; at < positions.length; at += 3, vertex++) {
      const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!]
      merged.positions[vertex * 3] = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!
      merged.positions[vertex * 3 + 1] = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!
      merged.positions[vertex * 3 + 2] = m[2]! * x + m[6]! * y + m[10]! * z + m[14]!
      merged.featureIds[vertex] = featureId
    }
  }
  return merged
}

const determinant = (m: readonly number[]) =>
  m[0]! * (m[5]! * m[10]! - m[9]! * m[6]!) -
  m[4]! * (m[1]! * m[10]! - m[9]! * m[2]!) +
  m[8]! * (m[1]! * m[6]! - m[5]! * m[2]!)

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
