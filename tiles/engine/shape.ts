import type { Layer } from '../../api/spatial/layers.ts'
import type { Parts, Path } from './ewkb.ts'
import { SHAPE_LINE, SHAPE_POINTS, type Shape } from './feature.ts'
import { farthestVertex, levelsOfPath } from './simplify.ts'

/** A clustered layer draws a line or an area from 16 px of a 256 px tile on, any other layer from a quarter of a pixel on. */
const DRAWN_FROM_UNITS = { clustered: 256, plain: 4 }
const EXTENT_BITS = 12

/**
 * A shape from a geometry's parts: winding set, doubled vertices and degenerate parts removed, the level of each vertex worked out.
 * Null when nothing but a point is left; it then stands at its location.
 */
export function shapeOf(parts: Parts, layer: Layer): Shape | null {
  const kept: Path[] = []
  // Holes stand after their exterior; an exterior without area takes its holes along.
  let exteriorKept = false
  for (const path of parts.paths) {
    if (path.hole && !exteriorKept) continue
    const clean = cleaned(path, parts.kind)
    if (!path.hole) exteriorKept = clean !== null
    if (clean) kept.push(clean)
  }
  if (kept.length === 0) return null
  const vertexCount = kept.reduce((sum, path) => sum + path.coordinates.length / 2, 0)
  const shape: Shape = {
    kind: parts.kind,
    coordinates: new Uint32Array(2 * vertexCount),
    partStarts: new Uint32Array(kept.length + 1),
    holes: new Uint8Array(kept.length),
    levels: new Uint8Array(vertexCount),
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
    fromZoom: 0,
  }
  let vertex = 0
  for (const [part, path] of kept.entries()) {
    shape.coordinates.set(path.coordinates, 2 * vertex)
    shape.holes[part] = path.hole ? 1 : 0
    vertex += path.coordinates.length / 2
    shape.partStarts[part + 1] = vertex
  }
  for (let i = 0; i < shape.coordinates.length; i += 2) {
    const x = shape.coordinates[i]!
    const y = shape.coordinates[i + 1]!
    if (x < shape.minX) shape.minX = x
    if (x > shape.maxX) shape.maxX = x
    if (y < shape.minY) shape.minY = y
    if (y > shape.maxY) shape.maxY = y
  }
  shape.fromZoom = drawnFromZoom(shape, layer)
  setLevels(shape)
  return shape
}

/** First zoom at which the larger side of its box reaches the layer's size, within the layer's zooms. */
export function drawnFromZoom(box: Pick<Shape, 'minX' | 'minY' | 'maxX' | 'maxY'>, layer: Layer): number {
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY, 1)
  const units = layer.clustered ? DRAWN_FROM_UNITS.clustered : DRAWN_FROM_UNITS.plain
  // side × 2^(z + 12 − 32) ≥ units
  const zoom = Math.ceil(Math.log2(units / side) + 32 - EXTENT_BITS)
  return Math.min(Math.max(zoom, layer.minZoom), layer.maxZoom)
}

/** Levels of each part by itself; layers whose areas share borders work them out together (topology.ts). */
function setLevels(shape: Shape): void {
  if (shape.kind === SHAPE_POINTS) return
  for (let part = 0; part < shape.partStarts.length - 1; part++) {
    const start = shape.partStarts[part]!
    const count = shape.partStarts[part + 1]! - start
    if (shape.kind === SHAPE_LINE) {
      levelsOfPath(shape.coordinates, shape.levels, { start, count, from: 0, to: count - 1 })
    } else {
      const far = farthestVertex(shape.coordinates, start, count, 0)
      levelsOfPath(shape.coordinates, shape.levels, { start, count, from: 0, to: far })
      levelsOfPath(shape.coordinates, shape.levels, { start, count, from: far, to: count })
    }
  }
}

/** Without doubled and closing vertices and wound as tiles want it; null when it has no length or no area left. */
function cleaned(path: Path, kind: Parts['kind']): Path | null {
  if (kind === SHAPE_POINTS) return path
  const from = path.coordinates
  const coordinates: number[] = []
  for (let i = 0; i < from.length; i += 2) {
    const last = coordinates.length
    if (last > 0 && coordinates[last - 2] === from[i] && coordinates[last - 1] === from[i + 1]) continue
    coordinates.push(from[i]!, from[i + 1]!)
  }
  if (kind === SHAPE_LINE) return coordinates.length < 4 ? null : { coordinates, hole: false }
  const last = coordinates.length
  if (last > 2 && coordinates[0] === coordinates[last - 2] && coordinates[1] === coordinates[last - 1])
    coordinates.length -= 2
  const area = ringArea(coordinates)
  if (coordinates.length < 6 || area === 0) return null
  // y grows southwards here: a positive sum runs clockwise on the screen.
  if (area > 0 === path.hole) reverse(coordinates)
  return { coordinates, hole: path.hole }
}

/** Twice the signed area, worked near the ring so that doubles stay exact enough. */
export function ringArea(coordinates: ArrayLike<number>): number {
  const ox = coordinates[0] ?? 0
  const oy = coordinates[1] ?? 0
  let sum = 0
  for (let i = 0, j = coordinates.length - 2; i < coordinates.length; j = i, i += 2) {
    sum += (coordinates[j]! - ox) * (coordinates[i + 1]! - oy) - (coordinates[i]! - ox) * (coordinates[j + 1]! - oy)
  }
  return sum
}

function reverse(coordinates: number[]): void {
  for (let i = 0, j = coordinates.length - 2; i < j; i += 2, j -= 2) {
    const x = coordinates[i]!
    const y = coordinates[i + 1]!
    coordinates[i] = coordinates[j]!
    coordinates[i + 1] = coordinates[j + 1]!
    coordinates[j] = x
    coordinates[j + 1] = y
  }
}
