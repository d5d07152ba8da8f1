import type { Geometry } from 'geojson'

/** A CQL2 expression in the form of CQL2-JSON; the text form is parsed into the same. */
export type Expression =
  | Operation
  | PropertyName
  | Geometry
  | { bbox: number[] }
  | { date: string }
  | { timestamp: string }
  | readonly Expression[]
  | string
  | number
  | boolean

export interface Operation {
  op: string
  args: readonly Expression[]
}

export interface PropertyName {
  property: string
}

export const isOperation = (value: Expression): value is Operation =>
  typeof value === 'object' && !Array.isArray(value) && 'op' in value
export const isProperty = (value: Expression): value is PropertyName =>
  typeof value === 'object' && !Array.isArray(value) && 'property' in value
export const isGeometry = (value: Expression): value is Geometry =>
  typeof value === 'object' && !Array.isArray(value) && 'type' in value

export const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const
export const spatialOps = [
  's_intersects',
  's_disjoint',
  's_within',
  's_contains',
  's_equals',
  's_touches',
  's_overlaps',
  's_crosses',
] as const
export const arrayOps = ['a_contains', 'a_containedBy', 'a_equals', 'a_overlaps'] as const

/** Names of operators as the text form writes them, in lower case, to the names of the JSON form. */
export const functionNames: ReadonlyMap<string, string> = new Map(
  [...spatialOps, ...arrayOps, 'casei'].map((name) => [name.toLowerCase(), name]),
)

/** Deeper or longer than any person or program means; a bound on the work of one request. */
export const deepest = 40
export const mostNodes = 1_000
