import { leastWay, longestLine, type Vector } from './ellipsoid.ts'

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

/** Items of a leaf, and nodes of a node. */
export const width = 16

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
