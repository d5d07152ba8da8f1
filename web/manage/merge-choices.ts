import type { DraftChanges, MergeField } from '../../api/contract/drafts.ts'
import type { PlaceFields } from '../../api/contract/place-record.ts'

/** Which side each field takes. */
export type Side = 'theirs' | 'mine'
export type Choices = Record<string, Side>

/** What only one side changed is that side's; what both changed is for the person to say, and starts as mine. */
export function firstChoices(fields: readonly MergeField[]): Choices {
  return Object.fromEntries(
    fields.map(({ field, base, mine }) => [field, JSON.stringify(base) === JSON.stringify(mine) ? 'theirs' : 'mine']),
  )
}

/** The draft on top of the record as it is now: the fields that take the draft's side, attributes put together again. */
export function mergedChanges(fields: readonly MergeField[], choices: Choices, now: PlaceFields): DraftChanges {
  const changes: Record<string, unknown> = {}
  const attributes = { ...now.attributes }
  for (const { field, mine } of fields) {
    if (choices[field] !== 'mine') continue
    if (!field.startsWith('attributes.')) changes[field] = mine
    else {
      const name = field.slice('attributes.'.length)
      if (mine === null || mine === undefined) delete attributes[name]
      else attributes[name] = mine
      changes.attributes = attributes
    }
  }
  return changes as DraftChanges
}
