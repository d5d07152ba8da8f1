import type { TileContent } from './cells.ts'
import { rowBefore } from './delta.ts'
import type { LayerState, TileRequest } from './encode-layer.ts'
import type { Feature } from './feature.ts'
import { type RowTest, rowPasses } from './filter.ts'
import { EXTENT } from './layer-writer.ts'
import { lowerBound, tileSize } from './morton.ts'
import type { Box } from './neighbours.ts'
import { FIRST_ARRIVAL, writePointRows } from './point-writer.ts'
import { rowsOfTile } from './rows-of-tile.ts'

export interface PointsToWrite {
  test: RowTest
  box: Box
  /** Changed features in the box that pass, in Morton order. */
  arrivals: Feature[]
  /** What is known of the tile already. */
  content: TileContent | null
}

/** Writes each point of the tile and its buffer, in Morton order. */
export function writePoints(state: LayerState, request: TileRequest, points: PointsToWrite): void {
  const { schema, table, writer } = state
  const { z, x, y } = request
  // In a layer of lines or areas there may be none at all.
  if (points.arrivals.length === 0 && table.shapes && table.shapes.zoomStarts[z + 1] === table.count) return
  const size = tileSize(z)
  writePointRows(writer, {
    table,
    entries: entriesOf(state, request, points),
    arrivals: points.arrivals,
    kindKey: schema.layer.clustered ? schema.keys.length - 1 : -1,
    left: x * size,
    top: y * size,
    scale: EXTENT / size,
    // A tile unit is a power of two of world units: rounding down is a shift.
    shift: z >= 2 && z <= 20 ? 20 - z : -1,
  })
}

/** Rows without those that have changed or gone, and arrivals by number, in the order of the tile. */
function entriesOf(state: LayerState, request: TileRequest, { test, box, arrivals, content }: PointsToWrite) {
  const rows = test.none ? NO_ROWS : rowsOf(state, request, { test, box, content })
  const living = withoutDead(state, rows)
  if (arrivals.length === 0) return living
  const merged = new Uint32Array(living.length + arrivals.length)
  let from = 0
  for (const [i, arrival] of arrivals.entries()) {
    const to = lowerBound(living, rowBefore(state.table, state.search, arrival), from, living.length)
    merged.set(living.subarray(from, to), from + i)
    merged[to + i] = FIRST_ARRIVAL + i
    from = to
  }
  merged.set(living.subarray(from), from + arrivals.length)
  return merged
}

const NO_ROWS = new Uint32Array(0)

/** Rows of the table that pass, those of the buffer among them, ascending. */
function rowsOf(
  { table, search }: LayerState,
  request: TileRequest,
  { test, box, content }: Pick<PointsToWrite, 'test' | 'box' | 'content'>,
): Uint32Array {
  if (!content?.rows) return passing(table.shapeZoom, test, request.z, rowsOfTile(table, search, request, box))
  if (!content.drawn) {
    const around = passing(table.shapeZoom, test, request.z, rowsOfTile(table, search, request, box, 'buffer'))
    content.drawn = new Uint32Array(content.rows.length + around.length)
    content.drawn.set(content.rows)
    content.drawn.set(around, content.rows.length)
    content.drawn.sort()
  }
  return content.drawn
}

/** In place: rows that are points at the zoom and pass the filter. */
function passing(zooms: Uint8Array | null, test: RowTest, z: number, rows: Uint32Array): Uint32Array {
  if (zooms === null && test.tests.length === 0) return rows
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if ((zooms === null || zooms[row]! > z) && rowPasses(test, row)) rows[count++] = row
  }
  return rows.subarray(0, count)
}

let living = new Uint32Array(4_096)

/** The rows themselves or an array that is valid until the next call: those remembered of a tile's content must stay whole. */
function withoutDead({ delta: { dead, deadRows } }: LayerState, rows: Uint32Array): Uint32Array {
  if (dead === null || rows.length === 0) return rows
  const next = lowerBound(deadRows, rows[0]!, 0, deadRows.length)
  if (next === deadRows.length || deadRows[next]! > rows[rows.length - 1]!) return rows
  if (living.length < rows.length) living = new Uint32Array(2 * rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    living[count] = row
    count += 1 - dead[row]!
  }
  return living.subarray(0, count)
}
