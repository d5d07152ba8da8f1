import { clippedPath, clippedRing, HIGH, LOW } from './clip.ts'
import { SHAPE_AREA, SHAPE_LINE, SHAPE_POINTS } from './feature.ts'
import { EXTENT, type LayerWriter } from './layer-writer.ts'
import { ringArea } from './shape.ts'
import { writeVarint } from './text-value.ts'

/** One shape as it lies in arrays; a packed table and a single shape look the same from here. */
export interface ShapeSource {
  kind: number
  coordinates: Uint32Array
  levels: Uint8Array
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

/** Vertices of a part that matter at the zoom, in tile units, not rounded. */
function partInTile(shape: ShapeSource, part: number, tile: TilePlace, scale: number): number[] {
  const { coordinates, levels, partStart } = shape
  const { z, left, top } = tile
  const path: number[] = []
  const end = partStart[part + 1]!
  for (let vertex = partStart[part]!; vertex < end; vertex++) {
    if (levels[vertex]! > z) continue
    path.push((coordinates[2 * vertex]! - left) * scale, (coordinates[2 * vertex + 1]! - top) * scale)
  }
  return path
}

function writeLines(shape: ShapeSource, tile: TilePlace, { scale, whole }: Fit): void {
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    const path = partInTile(shape, part, tile, scale)
    if (shape.kind === SHAPE_AREA && path.length > 0) path.push(path[0]!, path[1]!)
    if (whole) pen.line(path)
    else for (const piece of clippedPath(path)) pen.line(piece)
  }
}

function writeRings(shape: ShapeSource, tile: TilePlace, { scale, whole }: Fit): void {
  let exteriorDrawn = false
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    const hole = shape.hole[part] === 1
    if (hole && !exteriorDrawn) continue
    const ring = partInTile(shape, part, tile, scale)
    const drawn = ring.length >= 6 && pen.ring(whole ? ring : clippedRing(ring), hole)
    if (!hole) exteriorDrawn = drawn
  }
}

function writePoints(shape: ShapeSource, tile: TilePlace, scale: number): number {
  const points: number[] = []
  for (let part = shape.firstPart; part < shape.lastPart; part++) {
    const [x, y] = partInTile(shape, part, tile, scale) as [number, number]
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

/** Commands of the specification: rounded, without doubled vertices, each vertex relative to the one before. */
const pen = {
  out: new Uint8Array(0),
  at: 0,
  x: 0,
  y: 0,
  writer: null as LayerWriter | null,

  start(writer: LayerWriter) {
    this.writer = writer
    this.out = writer.geometry
    this.at = 0
    this.x = 0
    this.y = 0
  },
  finish(): boolean {
    this.writer!.geometryEnd = this.at
    return this.at > 0
  },
  room(vertices: number) {
    const needed = this.at + 20 + 10 * vertices
    if (needed <= this.out.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.out.length))
    larger.set(this.out)
    this.out = larger
    this.writer!.geometry = larger
  },
  move(toX: number, toY: number) {
    const dx = toX - this.x
    const dy = toY - this.y
    const { out } = this
    let { at } = this
    // Tile units fit 31 bits: zigzag by shifts.
    for (let value = ((dx << 1) ^ (dx >> 31)) >>> 0; ; value >>>= 7) {
      if (value < 128) {
        out[at++] = value
        break
      }
      out[at++] = (value & 127) | 128
    }
    for (let value = ((dy << 1) ^ (dy >> 31)) >>> 0; ; value >>>= 7) {
      if (value < 128) {
        out[at++] = value
        break
      }
      out[at++] = (value & 127) | 128
    }
    this.at = at
    this.x = toX
    this.y = toY
  },
  points(points: number[]) {
    if (points.length === 0) return
    this.room(points.length / 2)
    this.at = writeVarint(this.out, this.at, (points.length / 2) * 8 + 1)
    for (let i = 0; i < points.length; i += 2) this.move(points[i]!, points[i + 1]!)
  },
  line(path: number[]) {
    const rounded = roundedPath(path)
    if (rounded.length < 4) return
    this.path(rounded)
  },
  /** False when it has no area on the grid. */
  ring(path: number[], hole: boolean): boolean {
    const ring = roundedPath(path)
    const last = ring.length
    if (last > 2 && ring[0] === ring[last - 2] && ring[1] === ring[last - 1]) ring.length -= 2
    if (ring.length < 6) return false
    const area = ringArea(ring)
    if (area === 0) return false
    if (area > 0 === hole) reverse(ring)
    this.path(ring)
    this.out[this.at++] = 15
    return true
  },
  path(vertices: number[]) {
    this.room(vertices.length / 2)
    this.out[this.at++] = 9
    this.move(vertices[0]!, vertices[1]!)
    this.at = writeVarint(this.out, this.at, (vertices.length / 2 - 1) * 8 + 2)
    for (let i = 2; i < vertices.length; i += 2) this.move(vertices[i]!, vertices[i + 1]!)
  },
}

/** Rounds in place: the path is the pen's own by now. */
function roundedPath(path: number[]): number[] {
  let end = 0
  for (let i = 0; i < path.length; i += 2) {
    const x = Math.round(path[i]!)
    const y = Math.round(path[i + 1]!)
    if (end > 0 && path[end - 2] === x && path[end - 1] === y) continue
    path[end++] = x
    path[end++] = y
  }
  path.length = end
  return path
}

function reverse(ring: number[]): void {
  for (let i = 0, j = ring.length - 2; i < j; i += 2, j -= 2) {
    const x = ring[i]!
    const y = ring[i + 1]!
    ring[i] = ring[j]!
    ring[i + 1] = ring[j + 1]!
    ring[j] = x
    ring[j + 1] = y
  }
}
