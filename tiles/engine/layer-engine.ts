import Flatbush from 'flatbush'
import type { Layer } from '../../api/spatial/layers.ts'
import { createTableBuilder, type TableBuilder } from './build-table.ts'
import { createContentMemory } from './content-memory.ts'
import { applyChange, type Delta, deltaSize, emptyDelta } from './delta.ts'
import { encodeLayer, type LayerState, type TileRequest } from './encode-layer.ts'
import type { EngineFollower } from './encoder-pool.ts'
import type { Feature } from './feature.ts'
import { keySearch } from './key-search.ts'
import { LayerWriter } from './layer-writer.ts'
import { LineMemory } from './line-memory.ts'
import { levelSharedBorders } from './rebuild.ts'
import type { Rebuilder } from './rebuild-in-worker.ts'
import { type Schema, schemaOf } from './schema.ts'
import { rowOfId, shapeOfRow, type Table, tableBytes } from './table.ts'
import { createTileVersions, type Touched, type TouchedPlace } from './tile-versions.ts'

/** One layer's features, always ready to answer: a table, the changes since, and the version of each tile. */
export interface LayerEngine {
  readonly schema: Schema
  /** Replaces everything by these features. Service goes on with the old ones until the last batch is in. */
  load(batches: Iterable<Feature[]>, version: number): Promise<void>
  /** The same of what `fill` puts into the builder. */
  loadBy(fill: (builder: TableBuilder) => Promise<unknown>, version: number): Promise<void>
  /** Puts changes in; null takes a feature away. Returns the tiles they touch. */
  apply(changes: ReadonlyMap<number, Feature | null>, version: number): Touched
  /** The layer's part of a tile, null when it is empty. */
  encode(request: TileRequest): Buffer | null
  /** Version of a tile: of the last change in it, or of the load. */
  versionOf(z: number, x: number, y: number): number
  /** Merges the changes into a new table when there are enough of them (or `force`); resolves when it serves. */
  rebuild(rebuilder: Pick<Rebuilder, 'rebuild'>, force?: boolean): Promise<boolean>
  figures(): LayerFigures
}

export interface LayerFigures {
  features: number
  changes: number
  bytes: number
  vertices: number
  touchedTiles: number
  rebuilds: number
}

/** Changes slow a tile down as they grow, a rebuild costs a second of another core: at one row in a hundred, within these bounds. */
const REBUILD_FROM = 1_000
const REBUILD_AT_MOST = 20_000

export interface EngineOptions {
  /** Threads that encode over the same table. */
  follower?: EngineFollower | undefined
  /** Memory of encoded bytes. */
  allocate?: ((bytes: number) => Buffer) | undefined
}

export function createLayerEngine(layer: Layer, { follower, allocate }: EngineOptions = {}): LayerEngine {
  const schema = schemaOf(layer)
  const writer = new LayerWriter(schema, allocate)
  const versions = createTileVersions(layer, 0)
  let table = createTableBuilder(schema).finish()
  let delta: Delta = emptyDelta()
  let state: LayerState = stateOf(schema, table, delta, writer)
  /** Changes that came while a rebuild runs; they have to go over the new table as well. */
  let since: Map<number, Feature | null> | null = null
  let generation = 0
  let rebuilds = 0

  follower?.replaced(schema, table)
  const serve = (next: Table, nextDelta: Delta) => {
    table = next
    delta = nextDelta
    state = stateOf(schema, table, delta, writer)
    follower?.replaced(schema, table)
    generation++
  }

  const loadBy: LayerEngine['loadBy'] = async (fill, version) => {
    const builder = createTableBuilder(schema)
    await fill(builder)
    const loaded = builder.finish()
    levelSharedBorders(schema, loaded)
    since = null
    serve(loaded, emptyDelta())
    versions.reset(version)
  }

  return {
    schema,
    load: (batches, version) =>
      loadBy(async (builder) => {
        for (const batch of batches) for (const feature of batch) builder.append(feature)
      }, version),
    loadBy,
    apply(changes, version) {
      const places: TouchedPlace[] = []
      for (const [id, feature] of changes) {
        const before = placeOf(table, delta, id)
        if (before) places.push(before)
        if (feature) places.push(placeOfFeature(feature))
        applyChange(table, delta, id, feature)
        since?.set(id, feature)
      }
      follower?.changed(layer.name, changes)
      return versions.touch(places, version)
    },
    encode: (request) => encodeLayer(state, request),
    versionOf: versions.of,
    async rebuild(rebuilder, force = false) {
      const enough = Math.min(REBUILD_AT_MOST, Math.max(REBUILD_FROM, table.count / 100))
      if (since || deltaSize(delta) === 0 || (!force && deltaSize(delta) < enough)) return false
      const missed = new Map<number, Feature | null>()
      since = missed
      const started = generation
      try {
        const task = { schema, table, deadRows: [...delta.deadRows], added: [...delta.added] }
        const rebuilt = await rebuilder.rebuild(task)
        // Loaded anew in the meantime: the result is of the old world.
        if (generation !== started) return false
        const next = emptyDelta()
        for (const [id, feature] of missed) applyChange(rebuilt, next, id, feature)
        serve(rebuilt, next)
        follower?.changed(layer.name, missed)
        rebuilds++
        return true
      } finally {
        if (since === missed) since = null
      }
    },
    figures: () => ({
      features: table.count - delta.deadRows.length + delta.added.length,
      changes: deltaSize(delta),
      bytes: tableBytes(table) + state.memory.bytes() + (state.lines?.size() ?? 0),
      vertices: table.shapes?.levels.length ?? 0,
      touchedTiles: versions.size(),
      rebuilds,
    }),
  }
}

/** What encoding needs of a table and its changes. */
export function stateOf(schema: Schema, table: Table, delta: Delta, writer: LayerWriter): LayerState {
  const index = table.shapes?.index
  return {
    schema,
    table,
    delta,
    writer,
    search: keySearch(table.key),
    tests: new Map(),
    memory: createContentMemory(table.count),
    lines: table.shapes ? new LineMemory(table.shapes) : null,
    shapeIndex: index ? Flatbush.from(index) : null,
  }
}

/** Where a feature stands as of now, null when it is not there. */
function placeOf(table: Table, delta: Delta, id: number): TouchedPlace | null {
  const added = delta.byId.get(id)
  if (added) return placeOfFeature(added)
  const row = rowOfId(table, id)
  if (row < 0 || delta.dead?.[row] === 1) return null
  const shape = table.shapes ? shapeOfRow(table.shapes, row) : -1
  if (shape < 0) return { x: table.x[row]!, y: table.y[row]!, box: null, shapeFrom: Number.POSITIVE_INFINITY }
  const [minX, minY, maxX, maxY] = table.shapes!.boxes.subarray(4 * shape, 4 * shape + 4)
  return {
    x: table.x[row]!,
    y: table.y[row]!,
    box: { minX: minX!, minY: minY!, maxX: maxX!, maxY: maxY! },
    shapeFrom: table.shapes!.fromZoom[shape]!,
  }
}

function placeOfFeature({ x, y, shape }: Feature): TouchedPlace {
  return { x, y, box: shape, shapeFrom: shape ? shape.fromZoom : Number.POSITIVE_INFINITY }
}
