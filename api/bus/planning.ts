import type { Knex } from 'knex'
import type { Target } from '../contract/access.ts'
import type { PlaceFields } from '../contract/place-record.ts'

/** What planning asks of the registry. */
declare module './bus.ts' {
  interface Questions {
    /** Makes a record with status planned, by the registry's own rules. */
    'record-planned-place': { question: PlannedRecord; answer: { placeId: number } }
  }
}

export interface PlannedRecord {
  account: string
  personId: string
  fields: Pick<PlaceFields, 'nameZh' | 'type' | 'geometry' | 'areaM2' | 'fee'>
  reason: string
  /** Refuses the record where its region is not the writer's. */
  requireAt(target: Target): void
  /** Runs in the record's transaction. */
  alsoWrite(trx: Knex.Transaction, placeId: number): Promise<void>
}
