import type { Connector, Passage, WalkPlan } from './walk-plan.ts'

/**
 * A plan's ways as typed arrays, each way listed at both of its ends: the neighbours of node `n` are `targets[offsets[n]]` to
 * `targets[offsets[n + 1] - 1]`.
 */
export interface WalkGraph {
  x: Float64Array
  y: Float64Array
  /** Index into the plan's spaces; `outdoors` before an entrance. */
  space: Int32Array
  offsets: Uint32Array
  targets: Uint32Array
  /** What a way costs, in metres walked on the flat. */
  costs: Float64Array
  /** What is walked: -1 inside a room, else a passage, or a connector after all passages. */
  ways: Int32Array
  /** 1 where wheels do not go: stairs, escalators, a step between floors. */
  steps: Uint8Array
}

export const outdoors = -1
export const inRoom = -1

/** The passage or connector that a way's number means. */
export function wayOf(plan: WalkPlan, way: number): { passage: Passage | null; connector: Connector | null } {
  const passage = plan.passages[way] ?? null
  const connector = plan.connectors[way - plan.passages.length] ?? null
  if (way !== inRoom && !passage && !connector)
    throw new Error(`the graph names way ${way}, which its plan does not have`)
  return { passage, connector }
}

const layout = [
  ['x', Float64Array],
  ['y', Float64Array],
  ['costs', Float64Array],
  ['space', Int32Array],
  ['offsets', Uint32Array],
  ['targets', Uint32Array],
  ['ways', Int32Array],
  ['steps', Uint8Array],
] as const

/** As one run of bytes: the lengths of the arrays, then the arrays, widest items first so that each stays aligned. */
export function packGraph(graph: WalkGraph): Uint8Array {
  const head = new Uint32Array(layout.length)
  const parts = layout.map(([name], index) => {
    const array = graph[name]
    head[index] = array.length
    return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  })
  const packed = new Uint8Array(head.byteLength + parts.reduce((sum, part) => sum + part.length, 0))
  packed.set(new Uint8Array(head.buffer))
  let at = head.byteLength
  for (const part of parts) {
    packed.set(part, at)
    at += part.length
  }
  return packed
}

/** @throws Error when the bytes are not those of a packed graph */
export function unpackGraph(packed: Uint8Array): WalkGraph {
  // A copy of its own: views need aligned beginnings, which a Buffer within a pool does not have, nor its slice.
  const bytes = new Uint8Array(packed)
  const head = new Uint32Array(bytes.buffer, 0, layout.length)
  let at = head.byteLength
  const arrays = layout.map(([name, Kind], index) => {
    const array = new Kind(bytes.buffer, at, head[index]!)
    at += array.byteLength
    return [name, array] as const
  })
  if (at !== bytes.length) throw new Error(`a graph of ${bytes.length} bytes says that it has ${at}`)
  return Object.fromEntries(arrays) as unknown as WalkGraph
}
