import type { Place, PlaceFields } from '../../contract/place-record.ts'
import type { PlaceType } from './types.ts'

export type Warning = Place['warnings'][number]

/** What the rules look at beside the record itself. */
export interface Surroundings {
  type: PlaceType
  regionCode: string | null
  location: readonly [number, number]
  lengthM: number | null
  /** Area of the drawn shape, geodesic; null for points and lines. */
  drawnAreaM2: number | null
  /** Local date, for years and dates that lie ahead. */
  today: string
  /** Found at a write only: it costs a look at the neighbours. */
  neighbours?: Neighbours
}

export interface Neighbours {
  /** A place of the same name within 100 m. */
  duplicateId: number | null
  /** A place of the same name that lies where this one would if its coordinates were GCJ-02. */
  shiftedTwinId: number | null
  /** Name of the county that the address names although the place lies in another. */
  countyInAddress: string | null
  /** Whether coordinates taken as GCJ-02 would lie in that county. */
  countyFitsGcj02: boolean
}

/** Says what is doubtful about a record, or nothing. */
export type Rule = (fields: PlaceFields, around: Surroundings) => Warning | false | null | undefined

export const warning = (code: string, field: string, messageZh: string, messageEn: string): Warning => ({
  code,
  field,
  messageZh,
  messageEn,
})
