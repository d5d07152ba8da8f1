import { clippedRing, drawClipped, HIGH, LOW, TilePath } from './clip.ts'
import { SHAPE_AREA, SHAPE_LINE, SHAPE_POINTS } from './feature.ts'
import { GeometryPen } from './geometry-pen.ts'
import { BUFFER, EXTENT, type LayerWriter } from './layer-writer.ts'
import type { LineMemory } from './line-memory.ts'
import { ringArea } from './shape.ts'
import { CHUNK_VERTICES } from './table.ts'

/** One shape as it lies in arrays; a packed table and a single shape look the same from here. */
export interface ShapeSource {
  kind: number
  /** Lines of the same table as they were drawn before; null for a single shape. */
  memory: LineMemory | null
  coordinates: Uint32Array
  levels: Uint8Array
  /** Boxes of runs of vertices; null for a single shape. */
  chunks: Uint32Array | null
  partStart: Uint32Array
  hole: Uint8Array
  firstPart: number
  lastPart: number
  /** Vertices are counted from here in `coordinates` and `levels`. */
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/**
 * Puts the shape's geometry in tile z/x/y into the writer: simplified for the zoom, clipped, rounded, wound, without degenerate rings.
 * Returns the geometry type written (1 points, 2 lines, 3 polygons), 0 when nothing of it is in the tile.
 */
export function writeShapeGeometry(writer: LayerWriter, shape: ShapeSource, tile: TilePlace): number {
  pen.start(writer)
  const scale = EXTENT / tile.size
  const whole =
    (shape.minX - tile.left) * scale >= LOW &&
    (shape.maxX - tile.left) * scale <= HIGH &&
    (shape.minY - tile.top) * scale >= LOW &&
    (shape.maxY - tile.top) * scale <= HIGH
  if (shape.kind === SHAPE_POINTS) return writePoints(shape, tile, scale)
  if (shape.kind === SHAPE_LINE) {
    writeLines(shape, tile, { scale, whole })
    return pen.finish() ? 2 : 0
  }
  writeRings(shape, tile, { scale, whole })
  if (pen.finish()) return 3
  if (!isSliver(shape, scale)) return 0
  // Thinner than the grid everywhere: drawn as its outline rather than lost.
  pen.start(writer)
  writeLines(shape, tile, { scale, whole })
  return pen.finish() ? 2 : 0
}

export interface TilePlace {
  z: number
  /** World units. */
  left: number
  top: number
  size: number
}

interface Fit {
  scale: number
  /** The whole shape lies inside the box: no clipping. */
  whole: boolean
}

const pen = new GeometryPen()
const path = new TilePath()

/** Takes the vertices of a part that matter at the zoom into `path`, in tile units, not rounded. */
function readPart({ coordinates, levels, partStart }: ShapeSource, part: number, tile: TilePlace, scale: number): void {
  const { z, left, top } = tile
  const from = partStart[part]!
  const end = partStart[part + 1]!
  const xy = path.room(2 * (end - from) + 2)
  let length = 0
  for (let vertex = from; vertex < end; vertex++) {
    if (levels[vertex]! > z) continue
    xy[length] = (coordinates[2 * vertex]! - left) * scale
    xy[length + 1] = (coordinates[2 * vertex + 1]! - top) * scale
    length += 2
  }
  path.length = length
}

/**
 * The same of a line that is to be clipped: runs of vertices beyond one side of the box give but their ends, whose line is beyond it too, so that
 * what is drawn is the same.
 */
function readLine(shape: ShapeSource, part: number, tile: TilePlace, scale: number): void {
  const { coordinates, levels, partStart, chunks } = shape
  const from = partStart[part]!
  const end = partStart[part + 1]!
  if (chunks === null) {
    readPart(shape, part, tile, scale)
    return
  }
  const { z, left, top, size } = tile
  const rim = BUFFER / scale
  const [minX, minY, maxX, maxY] = [left - rim, top - rim, left + size + rim, top + size + rim]
  const xy = path.room(2 * (end - from))
  let length = 0
  for (let first = from; first < end; ) {
    const chunk = Math.floor(first / CHUNK_VERTICES)
    const last = Math.min(end, (chunk + 1) * CHUNK_VERTICES)
    const at = 4 * chunk
    const isFar = chunks[at]! > maxX || chunks[at + 1]! > maxY || chunks[at + 2]! < minX || chunks[at + 3]! < minY
    let vertex = first
    while (vertex < last && levels[vertex]! > z) vertex++
    let until = last
    if (isFar && vertex < last) {
      while (levels[until - 1]! > z) until--
    }
    while (vertex < until) {
      if (levels[vertex]! <= z) {
        xy[length] = (coordinates[2 * vertex]! - left) * scale
        xy[length + 1] = (coordinates[2 * vertex + 1]! - top) * scale
        length += 2
      }
      // From the first straight to the last.
      vertex = isFar && vertex < until - 1 ? until - 1 : vertex + 1
    }
    first = last
  }
  path.length = length
}

function writeLines(shape: ShapeSource, tile: TilePlace, { scale, whole }: Fit): void {
  const { coordinates, levels, partStart, memory } = shape
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    if (whole && shape.kind === SHAPE_LINE && tile.z >= 2 && tile.z <= 19) {
      pen.wholeLine({ coordinates, levels, from: partStart[part]!, end: partStart[part + 1]!, part, memory }, tile)
      continue
    }
    if (whole || shape.kind === SHAPE_AREA) readPart(shape, part, tile, scale)
    else readLine(shape, part, tile, scale)
    if (shape.kind === SHAPE_AREA && path.length > 0) path.push(path.xy[0]!, path.xy[1]!)
    if (!whole) drawClipped(path, pen)
    else {
      draw(path)
      pen.endLine()
    }
  }
}

function writeRings(shape: ShapeSource, tile: TilePlace, { scale, whole }: Fit): void {
  let exteriorDrawn = false
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    const hole = shape.hole[part] === 1
    if (hole && !exteriorDrawn) continue
    readPart(shape, part, tile, scale)
    let drawn = false
    if (path.length >= 6) {
      draw(whole ? path : clippedRing(path))
      drawn = pen.endRing(hole)
    }
    if (!hole) exteriorDrawn = drawn
  }
}

function draw({ xy, length }: TilePath): void {
  pen.begin()
  pen.addAll(xy, 0, length)
}

function writePoints(shape: ShapeSource, tile: TilePlace, scale: number): number {
  const points: number[] = []
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    readPart(shape, part, tile, scale)
    const x = path.xy[0]!
    const y = path.xy[1]!
    if (x >= LOW && x <= HIGH && y >= LOW && y <= HIGH) points.push(Math.floor(x), Math.floor(y))
  }
  pen.points(points)
  return pen.finish() ? 1 : 0
}

/** Mean thickness under one unit. */
function isSliver(shape: ShapeSource, scale: number): boolean {
  let area = 0
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    if (shape.hole[part] === 1) continue
    area +=
      Math.abs(ringArea(shape.coordinates.subarray(2 * shape.partStart[part]!, 2 * shape.partStart[part + 1]!))) / 2
  }
  const side = Math.max(shape.maxX - shape.minX, shape.maxY - shape.minY)
  return (area / side) * scale < 1
}
