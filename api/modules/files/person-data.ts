import type { Knex } from 'knex'
import type { PersonSections } from '../../bus/person.ts'
import type { Core } from '../../core.ts'

/** Files tell of who sent them; what proves a claim shows papers of a person. */
export function listenForPersons({ bus, database }: Core): void {
  bus.answer('person-data', ({ personId }) => readPersonSections(database.primary, personId))
  bus.on('person.erased', forgetPerson)
}

async function readPersonSections(on: Knex, personId: string): Promise<PersonSections> {
  const { rows } = await on.raw(
    `select id, place_id as "placeId", kind, name, bytes, created_at as "createdAt"
     from app.file where uploaded_by = :personId and deleted_at is null order by created_at, id`,
    { personId },
  )
  return { files: rows }
}

/** Proofs of claims go (their bytes with the next sweep); pictures and drawings of a place stay with the place. */
async function forgetPerson(trx: Knex.Transaction, { personId }: { personId: string }): Promise<void> {
  await trx.raw(
    `update app.file set deleted_at = now() where uploaded_by = :personId and kind = 'claim-proof' and deleted_at is null`,
    { personId },
  )
}
