import type { Database } from '../../db/types.ts'
import type { Layer } from '../layers.ts'
import { buildTree, type Item } from './build-tree.ts'
import { type FeatureRow, featuresAfter, featuresById } from './index-queries.ts'
import type { Searched } from './rank-rows.ts'
import { RowStore } from './row-store.ts'
import type { Tree } from './tree.ts'

export interface LayerIndexOptions {
  database: Pick<Database, 'rows' | 'primary'>
  layer: Layer
  log: { info(details: object, message: string): void; warn(details: object, message: string): void }
  mostBytes: number
}

/** One layer's features, ready to be ranked: loaded in pages while others are served, then kept true by the ids of what changed. */
export interface LayerIndex {
  /** Null while it is loading, or where it is larger than allowed: then the database answers. */
  searched(): Searched | null
  /** Reads these features again; null: everything. Resolves when it is in, or will be before `searched` answers again. */
  changed(ids: readonly number[] | null): Promise<void>
  /** Resolves when it is loaded or has given up. */
  load(): Promise<void>
  stop(): void
  figures(): { features: number; bytes: number; late: number; rebuilds: number }
}

const pageRows = 1_000
/** More changed features than this are read faster as a whole layer. */
const reloadFrom = 20_000
/** Rows beside the tree are looked at one by one (5 ns each); building it anew takes half a second a million, in steps. */
const rebuildFrom = 1_000
/** Dead rows keep their memory: beyond this share the layer is read anew. */
const mostDead = 0.3
const retryMs = 2_000

export function createLayerIndex({ database, layer, log, mostBytes }: LayerIndexOptions): LayerIndex {
  // Of places the distance closes the summary, and is each request's own.
  const tail = layer.name === 'places' ? ',"distanceMetres":null}' : ''
  let serving: Served | null = null
  let loading: { ids: Set<number>; again: boolean } | null = null
  let stopped = false
  let building = false
  let rebuilds = 0

  const put = (served: Served, feature: FeatureRow, late: boolean) => {
    try {
      const row = served.store.put(feature, tail)
      if (late && row >= 0) served.late.push(served.store.item(row))
    } catch (error) {
      log.warn({ err: error, layer: layer.name, id: feature.id }, 'a feature is not ranked: it cannot be read')
    }
  }

  const apply = async (served: Served, ids: readonly number[]) => {
    for (let at = 0; at < ids.length; at += pageRows) {
      const some = ids.slice(at, at + pageRows)
      const rows = await database.rows<FeatureRow>(database.primary, featuresById(layer, some))
      const gone = new Set(some)
      for (const row of rows) gone.delete(row.id)
      for (const id of gone) served.store.remove(id)
      for (const row of rows) put(served, row, true)
    }
  }

  /** The whole layer into a new store; null when it is too large. */
  const read = async (): Promise<Served | null> => {
    const served: Served = { store: new RowStore(), tree: emptyTree(), late: [] }
    let page = await database.rows<FeatureRow>(database.primary, featuresAfter(layer, -1, pageRows))
    while (page.length > 0 && !stopped) {
      const next = database.rows<FeatureRow>(database.primary, featuresAfter(layer, page.at(-1)!.id, pageRows))
      next.catch(() => {})
      for (const row of page) put(served, row, false)
      if (served.store.bytes() > mostBytes) return null
      page = await next
    }
    served.store.trim()
    await grow(served)
    return served
  }

  const grow = async (served: Served) => {
    const before = served.late.length
    const { store } = served
    const steps = buildTree(store.living(), store.count, store.marks)
    for (;;) {
      const { done, value } = steps.next()
      if (done) {
        served.tree = value
        served.late = served.late.slice(before)
        return
      }
      await new Promise(setImmediate)
    }
  }

  const loadOnce = async (): Promise<void> => {
    const from = performance.now()
    loading = { ids: new Set(), again: false }
    const served = await read()
    if (served === null || stopped) {
      if (!stopped) log.warn({ layer: layer.name, mostBytes }, 'larger than NEAREST_INDEX_MB: the database ranks it')
      loading = null
      return
    }
    while (!loading.again && loading.ids.size > 0) {
      const ids = [...loading.ids]
      loading.ids.clear()
      await apply(served, ids)
    }
    if (loading.again) return loadOnce()
    loading = null
    serving = served
    const seconds = (performance.now() - from) / 1000
    log.info({ layer: layer.name, features: served.store.count, seconds }, 'layer indexed for ranking')
  }

  const load = async () => {
    serving = null
    while (!stopped) {
      try {
        return await loadOnce()
      } catch (error) {
        if (stopped) return
        log.warn({ err: error, layer: layer.name }, 'the layer could not be read for ranking; the database ranks it')
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref())
      }
    }
  }

  const rebuildWhenDue = (served: Served) => {
    const { store, late } = served
    if (store.dead > mostDead * store.count && store.dead > reloadFrom) void load()
    else if (!building && late.length >= Math.max(rebuildFrom, store.count / 200)) {
      building = true
      void grow(served)
        .then(() => rebuilds++)
        .finally(() => {
          building = false
        })
    }
  }

  return {
    searched: () => serving,
    async changed(ids) {
      if (loading) {
        if (ids === null) loading.again = true
        else for (const id of ids) loading.ids.add(id)
        return
      }
      if (!serving) return
      if (ids === null || ids.length > reloadFrom) return void load()
      await apply(serving, ids)
      rebuildWhenDue(serving)
    },
    load,
    stop() {
      stopped = true
    },
    figures() {
      const { store, tree, late } = serving ?? { store: null, tree: emptyTree(), late: [] }
      return {
        features: store ? store.count - store.dead : 0,
        bytes: store ? store.bytes() + 16 * tree.count + tree.boxes.byteLength + tree.marks.byteLength : 0,
        late: late.length,
        rebuilds,
      }
    },
  }
}

interface Served extends Searched {
  tree: Tree
  late: Item[]
}

const emptyTree = (): Tree => ({
  count: 0,
  rows: new Uint32Array(0),
  places: new Float32Array(0),
  radii: null,
  levels: [0, 0],
  boxes: new Float32Array(0),
  marks: new Uint32Array(0),
})
