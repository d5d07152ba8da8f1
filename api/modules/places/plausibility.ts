import type { PlaceFields } from '../../contract/place-record.ts'
import { closureDoubts } from './closure-doubts.ts'
import type { Surroundings, Warning } from './doubt.ts'
import { facilityDoubts } from './facility-doubts.ts'
import { positionDoubts } from './position-doubts.ts'
import { recordDoubts } from './record-doubts.ts'

const rules = [...facilityDoubts, ...recordDoubts, ...closureDoubts, ...positionDoubts]

/** Doubts about a record that do not stop it, each with its reason in both languages. */
export function warningsOf(fields: PlaceFields, around: Surroundings): Warning[] {
  return rules.map((rule) => rule(fields, around)).filter((found) => found != null && found !== false)
}
