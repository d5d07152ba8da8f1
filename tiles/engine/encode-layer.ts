import type Flatbush from 'flatbush'
import { type ContentMemory, MOST_RAW_POINTS, type TileContent, tileContent } from './cells.ts'
import { addedInBox, type Delta } from './delta.ts'
import type { Feature } from './feature.ts'
import { type Filter, featurePasses, type RowTest, rowPasses, rowTest } from './filter.ts'
import { firstRowFrom, type KeySearch } from './key-search.ts'
import { BUFFER, EXTENT, type LayerWriter } from './layer-writer.ts'
import type { LineMemory } from './line-memory.ts'
import { lowerBound, mortonOfTile, mortonSpan, tileSize } from './morton.ts'
import type { Box } from './neighbours.ts'
import { CATEGORIES, PIN_LAT, PIN_LON, POINT_COUNT, type Schema } from './schema.ts'
import type { Table } from './table.ts'
import { writeCells } from './write-cells.ts'
import { writePoints } from './write-points.ts'
import { writeShapes } from './write-shapes.ts'

/** Everything needed to encode tiles of one layer as it is now. */
export interface LayerState {
  schema: Schema
  table: Table
  delta: Delta
  search: KeySearch
  /** Index over the shapes' boxes of the table. */
  shapeIndex: Flatbush | null
  memory: ContentMemory & { bytes(): number }
  /** Whole lines of the table as drawn; null without shapes. */
  lines: LineMemory | null
  writer: LayerWriter
  /** Filters made ready for the table, by key and zoom. */
  tests: Map<string, RowTest>
}

export interface TileRequest {
  z: number
  x: number
  y: number
  filter: Filter
}

/**
 * The layer's part of a tile as bytes of the vector tile's `layers` field, null when it is empty. A clustered layer holds cells
 * while more than 2,000 points lie in the tile (never at its last zoom), else the points themselves with those of the buffer around;
 * lines and areas from the zoom at which they are large enough to be seen are drawn as such and are then in no cell.
 */
export function encodeLayer(state: LayerState, request: TileRequest): Buffer | null {
  const { schema, table, delta, writer } = state
  const { z, x, y, filter } = request
  const { layer } = schema
  const test = testOf(state, filter, z)
  const size = tileSize(z)
  const rim = (size / EXTENT) * BUFFER
  const left = x * size
  const top = y * size
  const box = { minX: left - rim, minY: top - rim, maxX: left + size + rim, maxY: top + size + rim }
  const arrivals = delta.added.length > 0 ? addedPoints(state, request, box) : NO_FEATURES

  writer.begin(table)
  const clustered = layer.clustered && z < layer.maxZoom
  let content: TileContent | null = null
  if (clustered) {
    const range = rowsInside(state, request)
    const own = arrivals.filter((feature) => isInside(feature, left, top, size))
    if (range.to - range.from + own.length > MOST_RAW_POINTS) {
      const options = { table, test, filterKey: filter.key, cellFacet: schema.cellFacet, memory: state.memory }
      content = tileContent(options, z, x, y)
      const gone = deadRows(state, test, z, range)
      if (content.total - gone.length + own.length > MOST_RAW_POINTS) {
        writeCells(state, z, { content, gone, own })
        writeShapes(state, request, { test, box })
        return writer.finish(layer.name, tileKeys(schema))
      }
    }
  }
  writePoints(state, request, { test, box, arrivals, content })
  writeShapes(state, request, { test, box })
  const drawn = writer.finish(layer.name, tileKeys(schema))
  const labels =
    layer.geometry === 'area' && !clustered
      ? encodeLabels(state, request, { test, ...rowsInside(state, request) })
      : null
  return drawn && labels ? Buffer.concat([drawn, labels]) : (drawn ?? labels)
}

/** The run of rows that lie in the tile itself. */
function rowsInside({ search }: LayerState, { z, x, y }: TileRequest): { from: number; to: number } {
  const key = mortonOfTile(z, x, y)
  const from = firstRowFrom(search, key)
  return { from, to: firstRowFrom(search, key + mortonSpan(z), from) }
}

const MOST_TESTS = 500

function testOf({ schema, table, tests }: LayerState, filter: Filter, z: number): RowTest {
  const key = schema.zoomField < 0 ? filter.key : `${z} ${filter.key}`
  let test = tests.get(key)
  if (!test) {
    test = rowTest(schema, table, filter, z)
    if (tests.size >= MOST_TESTS) tests.clear()
    tests.set(key, test)
  }
  return test
}

/** Areas' names: the layer `<name>-labels` holds each area once at a zoom, as a point in the tile of its location. */
function encodeLabels(state: LayerState, request: TileRequest, own: { test: RowTest; from: number; to: number }) {
  const { schema, table, delta, writer } = state
  const { z, x, y, filter } = request
  const size = tileSize(z)
  const scale = EXTENT / size
  const left = x * size
  const top = y * size
  writer.begin(table)
  for (let row = own.from; row < own.to && !own.test.none; row++) {
    if (delta.dead?.[row] === 1 || !rowPasses(own.test, row)) continue
    writer.rowTags(row)
    writer.point(table.id[row]!, Math.floor((table.x[row]! - left) * scale), Math.floor((table.y[row]! - top) * scale))
  }
  for (const feature of delta.added) {
    if (!isInside(feature, left, top, size) || !featurePasses(schema, filter, feature, z)) continue
    writer.featureTags(feature)
    writer.point(feature.id, Math.floor((feature.x - left) * scale), Math.floor((feature.y - top) * scale))
  }
  return writer.finish(`${schema.layer.name}-labels`, schema.keys)
}

const NO_FEATURES: Feature[] = []
const keysWithCells = new WeakMap<Schema, string[]>()

/** Keys of points come first; those of cells and shapes follow, so that all kinds of tile have one list. */
function tileKeys(schema: Schema): string[] {
  let keys = keysWithCells.get(schema)
  if (!keys) {
    keys = schema.layer.clustered ? [...schema.keys, POINT_COUNT, CATEGORIES, PIN_LON, PIN_LAT] : schema.keys
    keysWithCells.set(schema, keys)
  }
  return keys
}

function isInside(feature: Feature, left: number, top: number, size: number): boolean {
  return feature.x >= left && feature.x < left + size && feature.y >= top && feature.y < top + size
}

/** Changed features that are points at this zoom, pass, and lie in the box; in Morton order. */
function addedPoints({ schema, delta }: LayerState, request: TileRequest, box: Box): Feature[] {
  const { z, filter } = request
  return addedInBox(delta, request, box).filter(
    (feature) => (!feature.shape || feature.shape.fromZoom > z) && featurePasses(schema, filter, feature, z),
  )
}

/** Rows that the table's contents count but that have changed or gone. */
function deadRows(
  { table, delta }: LayerState,
  test: RowTest,
  z: number,
  range: { from: number; to: number },
): number[] {
  const rows: number[] = []
  const { deadRows: all } = delta
  for (let i = lowerBound(all, range.from, 0, all.length); i < all.length && all[i]! < range.to; i++) {
    const row = all[i]!
    if ((table.shapeZoom === null || table.shapeZoom[row]! > z) && rowPasses(test, row)) rows.push(row)
  }
  return rows
}
