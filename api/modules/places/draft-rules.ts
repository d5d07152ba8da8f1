import { isDeepStrictEqual } from 'node:util'
import type { DraftChanges, MergeField } from '../../contract/drafts.ts'
import type { PlaceFields } from '../../contract/place-record.ts'
import { differencesOf } from './differences.ts'

/** What a draft sets against the record that it was made from and the record as it is now, by pure functions. */

/** The record with the draft's fields in it. A shape that was drawn here was given in WGS84. */
export const withChanges = (fields: PlaceFields, changes: DraftChanges): PlaceFields => ({
  ...fields,
  ...(changes.geometry ? { sourceDatum: 'WGS84' as const } : {}),
  ...(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<PlaceFields>),
})

/** Only what really differs from the record: a form sends back much that nobody touched. */
export function withoutSame(changes: DraftChanges, record: PlaceFields): DraftChanges {
  const kept = Object.entries(changes).filter(
    ([field, value]) =>
      value !== undefined && !isDeepStrictEqual(value ?? null, record[field as keyof PlaceFields] ?? null),
  )
  return Object.fromEntries(kept) as DraftChanges
}

/** Every field that either side changed since the base, attributes one by one; a conflict is a field set to two different values. */
export function mergeFieldsOf(base: PlaceFields, theirs: PlaceFields, changes: DraftChanges): MergeField[] {
  const [was, now, wanted] = [base, theirs, withChanges(base, changes)].map(flat)
  const touched = new Set([...differencesOf(was!, now!), ...differencesOf(was!, wanted!)].map(({ field }) => field))
  return [...touched].sort().map((field) => {
    const [before, other, mine] = [was!, now!, wanted!].map((record) => record[field] ?? null)
    const conflict =
      !isDeepStrictEqual(before, other) && !isDeepStrictEqual(before, mine) && !isDeepStrictEqual(other, mine)
    return { field, base: before, theirs: other, mine, conflict }
  })
}

function flat({ attributes, ...fields }: PlaceFields): Record<string, unknown> {
  const parts = Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, value])
  return { ...fields, ...Object.fromEntries(parts) }
}
