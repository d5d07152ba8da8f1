import { rowBefore } from './delta.ts'
import type { LayerState, TileRequest } from './encode-layer.ts'
import { type Feature, SHAPE_POINTS, type Shape } from './feature.ts'
import { featurePasses, type RowTest, rowPasses } from './filter.ts'
import { EXTENT } from './layer-writer.ts'
import { latOfWorldY, lonOfWorldX } from './mercator.ts'
import { tileSize } from './morton.ts'
import type { Box } from './neighbours.ts'
import type { ShapeTable } from './table.ts'
import { writeVarint } from './text-value.ts'
import { type ShapeSource, type TilePlace, writeShapeGeometry } from './write-shape.ts'

/** While fewer shapes than this are drawn at a zoom, all of them are looked at; else the index finds those near the tile. */
const FEW_SHAPES = 256
const NO_SHAPES = new Uint32Array(0)

/** Writes the lines, areas and multi-points drawn as such at the tile's zoom, in Morton order of their locations. */
export function writeShapes(state: LayerState, request: TileRequest, limits: { test: RowTest; box: Box }): void {
  const { table, delta, schema, search } = state
  const { z, x, y, filter } = request
  const size = tileSize(z)
  const tile: TilePlace = { z, left: x * size, top: y * size, size }
  const arrivals = delta.shapes.filter(
    (feature) =>
      feature.shape!.fromZoom <= z && overlaps(feature.shape!, limits.box) && featurePasses(schema, filter, feature, z),
  )
  let next = 0
  const writeArrivals = (row: number) => {
    while (next < arrivals.length && rowBefore(table, search, arrivals[next]!) <= row)
      writeFeature(state, arrivals[next++]!, tile)
  }
  const { shapes } = table
  if (shapes && !limits.test.none) {
    for (const index of shapesInBox(state, shapes, z, limits.box)) {
      const row = shapes.row[index]!
      if (delta.dead?.[row] === 1 || !rowPasses(limits.test, row)) continue
      writeArrivals(row)
      writePacked(state, shapes, index, tile)
    }
  }
  writeArrivals(table.count)
}

/** Indices ascending, which is the order of rows. */
function shapesInBox(state: LayerState, shapes: ShapeTable, z: number, box: Box): Uint32Array {
  const drawn = shapes.zoomStarts[z + 1]!
  if (drawn === 0) return NO_SHAPES
  const { boxes } = shapes
  const found: number[] = []
  if (drawn <= FEW_SHAPES || !state.shapeIndex) {
    for (let i = 0; i < drawn; i++) {
      const index = shapes.byZoom[i]!
      const at = 4 * index
      if (
        boxes[at]! <= box.maxX &&
        boxes[at + 2]! >= box.minX &&
        boxes[at + 1]! <= box.maxY &&
        boxes[at + 3]! >= box.minY
      )
        found.push(index)
    }
    return new Uint32Array(found).sort()
  }
  const isDrawn = drawn === shapes.count ? undefined : (index: number) => shapes.fromZoom[index]! <= z
  return new Uint32Array(state.shapeIndex.search(box.minX, box.minY, box.maxX, box.maxY, isDrawn)).sort()
}

function overlaps(shape: Shape, box: Box): boolean {
  return shape.minX <= box.maxX && shape.maxX >= box.minX && shape.minY <= box.maxY && shape.maxY >= box.minY
}

function writePacked(state: LayerState, shapes: ShapeTable, index: number, tile: TilePlace): void {
  const { writer, table } = state
  const source: ShapeSource = {
    kind: shapes.kind[index]!,
    memory: state.lines,
    coordinates: shapes.coordinates,
    levels: shapes.levels,
    chunks: shapes.chunks,
    partStart: shapes.partStart,
    hole: shapes.hole,
    firstPart: shapes.firstPart[index]!,
    lastPart: shapes.firstPart[index + 1]!,
    minX: shapes.boxes[4 * index]!,
    minY: shapes.boxes[4 * index + 1]!,
    maxX: shapes.boxes[4 * index + 2]!,
    maxY: shapes.boxes[4 * index + 3]!,
  }
  const row = shapes.row[index]!
  const type =
    writeShapeGeometry(writer, source, tile) ||
    pointInstead(state, source, tile, { x: table.x[row]!, y: table.y[row]! })
  if (type === 0) return
  writer.rowTags(row)
  finish(state, { id: table.id[row]!, x: table.x[row]!, y: table.y[row]! }, type)
}

function writeFeature(state: LayerState, feature: Feature, tile: TilePlace): void {
  const { shape } = feature
  if (!shape) return
  const source: ShapeSource = {
    kind: shape.kind,
    memory: null,
    coordinates: shape.coordinates,
    levels: shape.levels,
    chunks: null,
    partStart: shape.partStarts,
    hole: shape.holes,
    firstPart: 0,
    lastPart: shape.holes.length,
    minX: shape.minX,
    minY: shape.minY,
    maxX: shape.maxX,
    maxY: shape.maxY,
  }
  const type = writeShapeGeometry(state.writer, source, tile) || pointInstead(state, source, tile, feature)
  if (type === 0) return
  state.writer.featureTags(feature)
  finish(state, feature, type)
}

/** A shape smaller than the grid itself stands as a point in the tile of its location, so that no zoom is without it. */
function pointInstead(
  { writer }: LayerState,
  shape: ShapeSource,
  tile: TilePlace,
  at: { x: number; y: number },
): number {
  const scale = EXTENT / tile.size
  const side = Math.max(shape.maxX - shape.minX, shape.maxY - shape.minY) * scale
  const inside = at.x >= tile.left && at.x < tile.left + tile.size && at.y >= tile.top && at.y < tile.top + tile.size
  if (!inside || shape.kind === SHAPE_POINTS || side >= 2) return 0
  const column = Math.floor((at.x - tile.left) * scale)
  const line = Math.floor((at.y - tile.top) * scale)
  writer.geometry[0] = 9
  writer.geometryEnd = writeVarint(writer.geometry, writeVarint(writer.geometry, 1, 2 * column), 2 * line)
  return 1
}

/** In clustered layers a shape says where its pin stands. */
function finish({ schema, writer }: LayerState, at: { id: number; x: number; y: number }, type: number): void {
  if (schema.layer.clustered) {
    const kindKey = schema.keys.length - 1
    writer.tagValue(kindKey, 'place')
    writer.tagValue(kindKey + 3, degrees(lonOfWorldX(at.x)))
    writer.tagValue(kindKey + 4, degrees(latOfWorldY(at.y)))
  }
  writer.feature(at.id, type)
}

const degrees = (value: number): number => Math.round(value * 1e6) / 1e6
