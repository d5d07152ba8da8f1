import { expect, it } from 'vitest'
import type { PlaceFields } from '../../api/contract/place-record.ts'
import { firstChoices, mergedChanges } from './merge-choices.ts'

const fields = [
  { field: 'attributes.seats', base: 1, theirs: 1, mine: 2, conflict: false },
  { field: 'attributes.storeys', base: 3, theirs: 4, mine: 3, conflict: false },
  { field: 'builtYear', base: 2000, theirs: 2001, mine: 2000, conflict: false },
  { field: 'phone', base: 'a', theirs: 'b', mine: 'c', conflict: true },
]
const now = { attributes: { seats: 1, storeys: 4 } } as unknown as PlaceFields

it('takes what only one side changed from that side, and loses neither', () => {
  const choices = firstChoices(fields)
  expect(choices).toEqual({
    'attributes.seats': 'mine',
    'attributes.storeys': 'theirs',
    builtYear: 'theirs',
    phone: 'mine',
  })
  expect(mergedChanges(fields, choices, now)).toEqual({ attributes: { seats: 2, storeys: 4 }, phone: 'c' })
})

it('takes theirs where a person says so, and drops an attribute that the draft dropped', () => {
  const choices = { ...firstChoices(fields), phone: 'theirs' as const }
  expect(mergedChanges(fields, choices, now)).toEqual({ attributes: { seats: 2, storeys: 4 } })
  const dropped = [{ field: 'attributes.seats', base: 1, theirs: 1, mine: null, conflict: false }]
  expect(mergedChanges(dropped, firstChoices(dropped), now)).toEqual({ attributes: { storeys: 4 } })
})
