import type { Tree } from './tree.ts'
import { width } from './tree.ts'

/** What the tree holds: a row's position in geocentric metres and the radius of the ball around it, 0 for a point. */
export interface Item {
  row: number
  x: number
  y: number
  z: number
  radius: number
  /** Degrees, to order it by. */
  lon: number
  lat: number
}

/** Of each row some bits that say what is in it; a node has those of all its rows. */
export type MarksOf = (row: number) => readonly [number, number, number]

/** How many of a step's rows are worked between two breaths, a few milliseconds. */
const stepRows = 20_000

/** Builds the tree in steps, so that whoever runs it can serve in between. */
export function* buildTree(items: Iterable<Item>, count: number, marksOf: MarksOf): Generator<void, Tree> {
  const given = { rows: new Uint32Array(count), places: new Float32Array(3 * count), radii: new Float32Array(count) }
  const [lons, lats] = [new Float32Array(count), new Float32Array(count)]
  let n = 0
  let isPoints = true
  for (const { row, x, y, z, radius, lon, lat } of items) {
    given.rows[n] = row
    given.places[3 * n] = x
    given.places[3 * n + 1] = y
    given.places[3 * n + 2] = z
    lons[n] = lon
    lats[n] = lat
    given.radii[n] = radius
    if (radius > 0) isPoints = false
    if (++n % stepRows === 0) yield
  }
  const order = yield* mortonOrder(lons, lats, n)
  const levels = levelsOf(n)
  const nodes = levels.at(-1)!
  const tree: Tree = {
    count: n,
    rows: new Uint32Array(n),
    places: new Float32Array(3 * n),
    radii: isPoints ? null : new Float32Array(n),
    levels,
    boxes: new Float32Array(6 * nodes),
    marks: new Uint32Array(3 * nodes),
  }
  for (let to = 0; to < n; to++) {
    const from = order[to]!
    tree.rows[to] = given.rows[from]!
    for (let axis = 0; axis < 3; axis++) tree.places[3 * to + axis] = given.places[3 * from + axis]!
    if (tree.radii) tree.radii[to] = given.radii[from]!
    if (to % stepRows === 0) yield
  }
  yield* packLeaves(tree, marksOf)
  packLevels(tree)
  return tree
}

function levelsOf(count: number): number[] {
  const levels = [0]
  for (let nodes = Math.ceil(count / width); ; nodes = Math.ceil(nodes / width)) {
    levels.push(levels.at(-1)! + nodes)
    if (nodes <= 1) return levels
  }
}

function* packLeaves(tree: Tree, marksOf: MarksOf): Generator<void> {
  tree.boxes.fill(Number.POSITIVE_INFINITY)
  for (let node = 0; node < tree.levels.at(-1)!; node++)
    tree.boxes.fill(Number.NEGATIVE_INFINITY, 6 * node + 3, 6 * node + 6)
  for (let item = 0; item < tree.count; item++) {
    const node = Math.floor(item / width)
    const radius = tree.radii?.[item] ?? 0
    for (let axis = 0; axis < 3; axis++) {
      const at = tree.places[3 * item + axis]!
      widen(tree.boxes, 6 * node + axis, at - radius, at + radius)
    }
    const marks = marksOf(tree.rows[item]!)
    for (let word = 0; word < 3; word++) tree.marks[3 * node + word]! |= marks[word]!
    if (item % stepRows === 0) yield
  }
}

function packLevels({ levels, boxes, marks }: Tree): void {
  for (let level = 1; level + 1 < levels.length; level++) {
    for (let child = levels[level - 1]!; child < levels[level]!; child++) {
      const node = levels[level]! + Math.floor((child - levels[level - 1]!) / width)
      for (let axis = 0; axis < 3; axis++)
        widen(boxes, 6 * node + axis, boxes[6 * child + axis]!, boxes[6 * child + axis + 3]!)
      for (let word = 0; word < 3; word++) marks[3 * node + word]! |= marks[3 * child + word]!
    }
  }
}

function widen(boxes: Float32Array, at: number, least: number, most: number): void {
  if (least < boxes[at]!) boxes[at] = least
  if (most > boxes[at + 3]!) boxes[at + 3] = most
}

/**
 * Items in Morton order within their own extent: key and number share one double, which sorts them at native speed (0.1 s a million),
 * bucket by bucket, so that no step is long.
 */
function* mortonOrder(lons: Float32Array, lats: Float32Array, count: number): Generator<void, Uint32Array> {
  const shift = 2 ** Math.ceil(Math.log2(count + 1))
  const bits = Math.min(16, Math.floor((53 - Math.log2(shift)) / 2))
  const lon = scaled(lons, count, 2 ** bits - 1)
  const lat = scaled(lats, count, 2 ** bits - 1)
  const keys = new Float64Array(count)
  const perBucket = (4 ** bits / buckets) * shift
  const starts = new Uint32Array(buckets + 1)
  for (let n = 0; n < count; n++) {
    keys[n] = ((spread(lon(n)) | (spread(lat(n)) << 1)) >>> 0) * shift + n
    starts[Math.floor(keys[n]! / perBucket) + 1]!++
    if (n % stepRows === 0) yield
  }
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!
  const sorted = new Float64Array(count)
  const next = starts.slice()
  for (let n = 0; n < count; n++) {
    sorted[next[Math.floor(keys[n]! / perBucket)]!++] = keys[n]!
    if (n % stepRows === 0) yield
  }
  const order = new Uint32Array(count)
  let breath = stepRows
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [from, to] = [starts[bucket]!, starts[bucket + 1]!]
    sorted.subarray(from, to).sort()
    for (let n = from; n < to; n++) order[n] = sorted[n]! % shift
    if (to > breath) {
      breath = to + stepRows
      yield
    }
  }
  return order
}

const buckets = 4096

function scaled(values: Float32Array, count: number, steps: number): (n: number) => number {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let n = 0; n < count; n++) {
    if (values[n]! < least) least = values[n]!
    if (values[n]! > most) most = values[n]!
  }
  const scale = steps / Math.max(1e-6, most - least)
  return (n) => Math.floor((values[n]! - least) * scale)
}

/** Sixteen bits to every other bit of 32. */
function spread(value: number): number {
  let bits = value
  bits = (bits | (bits << 8)) & 0x00ff00ff
  bits = (bits | (bits << 4)) & 0x0f0f0f0f
  bits = (bits | (bits << 2)) & 0x33333333
  return (bits | (bits << 1)) & 0x55555555
}
