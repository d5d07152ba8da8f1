import { leastWay, longestLine, type Vector } from './ellipsoid.ts'

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

/**
 * A packed tree of boxes in geocentric metres over rows in Morton order, 16 to a node: in space there are no poles and no antimeridian, and
 * a straight line is never longer than the way.
 */
export interface Tree {
  count: number
  rows: Uint32Array
  /** x, y, z of each item. */
  places: Float32Array
  /** Radius of each item; null in a tree of points. */
  radii: Float32Array | null
  /** First node of each level, leaves first, and the end; the last level is the root alone. */
  levels: number[]
  /** Least x, y, z, greatest x, y, z of each node. */
  boxes: Float32Array
  /** Three words of bits of each node. */
  marks: Uint32Array
}

const width = 16

/** Takes nodes in the order of their distance and offers their items until the bound excludes the rest. */
export interface Visitor {
  /** No item whose way is longer matters; shrinks while items come. */
  boundMetres: number
  /** Bits of which a node must have some, by word; 0 asks for nothing. */
  marks: readonly [number, number, number]
  /** An item whose straight line is `line` metres less the radius of its ball. */
  offer(row: number, line: number): void
}

let heapNode = new Int32Array(4096)
let heapDistance = new Float64Array(4096)

export function visitNearest(tree: Tree, [x, y, z]: Vector, visitor: Visitor): void {
  if (tree.count === 0) return
  if (heapNode.length < tree.marks.length / 3) {
    heapNode = new Int32Array(tree.marks.length / 3)
    heapDistance = new Float64Array(heapNode.length)
  }
  const { boxes, levels, marks } = tree
  const [m0, m1, m2] = visitor.marks
  let size = 0
  const push = (node: number) => {
    if (m0 && !(marks[3 * node]! & m0)) return
    if (m1 && !(marks[3 * node + 1]! & m1)) return
    if (m2 && !(marks[3 * node + 2]! & m2)) return
    const b = 6 * node
    const dx = Math.max(boxes[b]! - x, 0, x - boxes[b + 3]!)
    const dy = Math.max(boxes[b + 1]! - y, 0, y - boxes[b + 4]!)
    const dz = Math.max(boxes[b + 2]! - z, 0, z - boxes[b + 5]!)
    const squared = dx * dx + dy * dy + dz * dz
    let at = size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heapDistance[parent]! <= squared) break
      heapDistance[at] = heapDistance[parent]!
      heapNode[at] = heapNode[parent]!
      at = parent
    }
    heapDistance[at] = squared
    heapNode[at] = node
  }
  push(levels[levels.length - 1]! - 1)
  let bound = visitor.boundMetres
  let line = longestLine(bound)
  while (size > 0) {
    const node = heapNode[0]!
    const squared = heapDistance[0]!
    size = popped(size)
    if (visitor.boundMetres !== bound) {
      bound = visitor.boundMetres
      line = longestLine(bound)
    }
    if (squared > line * line) return
    if (node < levels[1]!) offerLeaf(tree, node, [x, y, z], visitor)
    else {
      let level = 1
      while (node >= levels[level + 1]!) level++
      const first = levels[level - 1]! + (node - levels[level]!) * width
      const end = Math.min(first + width, levels[level]!)
      for (let child = first; child < end; child++) push(child)
    }
  }
}

function popped(size: number): number {
  const last = size - 1
  const distance = heapDistance[last]!
  const node = heapNode[last]!
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= last) break
    if (child + 1 < last && heapDistance[child + 1]! < heapDistance[child]!) child++
    if (heapDistance[child]! >= distance) break
    heapDistance[at] = heapDistance[child]!
    heapNode[at] = heapNode[child]!
    at = child
  }
  heapDistance[at] = distance
  heapNode[at] = node
  return last
}

function offerLeaf({ count, rows, places, radii }: Tree, node: number, [x, y, z]: Vector, visitor: Visitor): void {
  const end = Math.min((node + 1) * width, count)
  for (let item = node * width; item < end; item++) {
    const dx = places[3 * item]! - x
    const dy = places[3 * item + 1]! - y
    const dz = places[3 * item + 2]! - z
    const line = Math.sqrt(dx * dx + dy * dy + dz * dz)
    const rest = radii === null ? line : Math.max(0, line - radii[item]!)
    if (leastWay(rest) <= visitor.boundMetres) visitor.offer(rows[item]!, rest)
  }
}

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
 * Items in Morton order within their own extent: key and number share one double, which sorts them at native speed (0.1 s a million).
 */
function* mortonOrder(lons: Float32Array, lats: Float32Array, count: number): Generator<void, Uint32Array> {
  const shift = 2 ** Math.ceil(Math.log2(count + 1))
  const steps = 2 ** Math.min(16, Math.floor((53 - Math.log2(shift)) / 2)) - 1
  const lon = scaled(lons, count, steps)
  const lat = scaled(lats, count, steps)
  const keys = new Float64Array(count)
  for (let n = 0; n < count; n++) {
    keys[n] = ((spread(lon(n)) | (spread(lat(n)) << 1)) >>> 0) * shift + n
    if (n % stepRows === 0) yield
  }
  keys.sort()
  const order = new Uint32Array(count)
  for (let n = 0; n < count; n++) order[n] = keys[n]! % shift
  return order
}

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
