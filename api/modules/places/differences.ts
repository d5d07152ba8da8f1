import { isDeepStrictEqual } from 'node:util'

export interface Difference {
  field: string
  before: unknown
  after: unknown
}

/** Fields whose values differ between two records, in alphabetical order; a field that is missing counts as null. */
export function differencesOf(before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return fields
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((pair) => !isDeepStrictEqual(pair.before, pair.after))
}
