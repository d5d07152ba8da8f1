import Flatbush from 'flatbush'
import type { Shape } from './feature.ts'
import { sharedFloat64, sharedUint8, sharedUint32 } from './shared-array.ts'
import { CHUNK_VERTICES, type Table } from './table.ts'

const ZOOMS = 32

/** Packs shapes (each with the place of its feature before sorting) into the table, in the order of its rows. */
export function packShapes(table: Table, shapes: { source: number; shape: Shape }[], order: Uint32Array): void {
  const rowOfSource = new Uint32Array(order.length)
  for (let row = 0; row < order.length; row++) rowOfSource[order[row]!] = row
  shapes.sort((a, b) => rowOfSource[a.source]! - rowOfSource[b.source]!)

  const count = shapes.length
  let parts = 0
  let vertices = 0
  for (const { shape } of shapes) {
    parts += shape.holes.length
    vertices += shape.levels.length
  }
  const packed = {
    count,
    row: sharedUint32(count),
    kind: sharedUint8(count),
    fromZoom: sharedUint8(count),
    firstPart: sharedUint32(count + 1),
    partStart: sharedUint32(parts + 1),
    hole: sharedUint8(parts),
    coordinates: sharedUint32(2 * vertices),
    levels: sharedUint8(vertices),
    chunks: sharedUint32(4 * Math.ceil(vertices / CHUNK_VERTICES)),
    boxes: sharedFloat64(4 * count),
    byZoom: sharedUint32(count),
    zoomStarts: sharedUint32(ZOOMS + 1),
  }
  const shapeZoom = sharedUint8(table.count).fill(255)
  const flatbush = new Flatbush(count, 16, Float64Array, SharedArrayBuffer)
  let part = 0
  let vertex = 0
  for (const [index, { source, shape }] of shapes.entries()) {
    const row = rowOfSource[source]!
    packed.row[index] = row
    packed.kind[index] = shape.kind
    packed.fromZoom[index] = shape.fromZoom
    packed.firstPart[index] = part
    for (let i = 0; i < shape.holes.length; i++) {
      packed.partStart[part] = vertex + shape.partStarts[i]!
      packed.hole[part++] = shape.holes[i]!
    }
    packed.coordinates.set(shape.coordinates, 2 * vertex)
    packed.levels.set(shape.levels, vertex)
    packed.boxes.set([shape.minX, shape.minY, shape.maxX, shape.maxY], 4 * index)
    flatbush.add(shape.minX, shape.minY, shape.maxX, shape.maxY)
    vertex += shape.levels.length
    shapeZoom[row] = shape.fromZoom
    packed.zoomStarts[shape.fromZoom + 1]!++
  }
  packed.firstPart[count] = part
  packed.partStart[part] = vertex
  boxChunks(packed.coordinates, packed.chunks)
  flatbush.finish()
  for (let zoom = 0; zoom < ZOOMS; zoom++) packed.zoomStarts[zoom + 1]! += packed.zoomStarts[zoom]!
  const next = packed.zoomStarts.slice()
  for (let index = 0; index < count; index++) packed.byZoom[next[packed.fromZoom[index]!]!++] = index
  table.shapes = { ...packed, index: flatbush.data as SharedArrayBuffer }
  table.shapeZoom = shapeZoom
}

/** The box of each run of vertices, whichever lines they are of. */
function boxChunks(coordinates: Uint32Array, chunks: Uint32Array): void {
  for (let chunk = 0; 4 * chunk < chunks.length; chunk++) {
    let [minX, minY, maxX, maxY] = [0xffffffff, 0xffffffff, 0, 0]
    const end = Math.min(coordinates.length, 2 * (chunk + 1) * CHUNK_VERTICES)
    for (let i = 2 * chunk * CHUNK_VERTICES; i < end; i += 2) {
      minX = Math.min(minX, coordinates[i]!)
      minY = Math.min(minY, coordinates[i + 1]!)
      maxX = Math.max(maxX, coordinates[i]!)
      maxY = Math.max(maxY, coordinates[i + 1]!)
    }
    chunks.set([minX, minY, maxX, maxY], 4 * chunk)
  }
}
