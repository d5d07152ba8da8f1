import type { PlaceFields } from '../../api/contract/place-record.ts'

/** The choices of the record, as the contract has them; typed by it, since its code stays on the server. */

export const placeStatuses = [
  'planned',
  'open',
  'temporarily-closed',
  'closed',
] as const satisfies PlaceFields['status'][]
export const fees = ['free', 'low-fee', 'paid', 'unknown'] as const satisfies PlaceFields['fee'][]
export const ownerships = ['public', 'private', 'school', 'other'] as const satisfies PlaceFields['ownership'][]
export const accessibilities = [
  'step-free-entrance',
  'accessible-toilet',
  'accessible-parking',
  'lift',
  'tactile-paving',
  'hearing-loop',
  'wheelchair-seats',
] as const satisfies PlaceFields['accessibility']
