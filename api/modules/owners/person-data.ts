import type { Knex } from 'knex'
import type { PersonSections } from '../../bus/person.ts'
import type { Core } from '../../core.ts'

/** Claims and handovers tell of who asked, and how to reach them. */
export function listenForPersons({ bus, database }: Core): void {
  bus.answer('person-data', ({ personId }) => readPersonSections(database.primary, personId))
  bus.on('person.erased', forgetPerson)
}

async function readPersonSections(on: Knex, personId: string): Promise<PersonSections> {
  const { rows: claims } = await on.raw(
    `select id::text, place_id as "placeId", wants, message, contact, state, reason, objection, created_at as "createdAt"
     from app.owner_claim where person_id = :personId order by id`,
    { personId },
  )
  const { rows: handovers } = await on.raw(
    `select id::text, place_id as "placeId", kind, state, reason, created_at as "createdAt", ended_at as "endedAt"
     from app.owner_handover where :personId in (from_person_id, to_person_id) order by id`,
    { personId },
  )
  return { claims, handovers }
}

/** A decided claim stays as the ground on which a place was given; its words and numbers go. */
async function forgetPerson(trx: Knex.Transaction, { personId }: { personId: string }): Promise<void> {
  await trx.raw(
    `update app.owner_claim
     set contact = null, message = '—', state = case when state in ('submitted', 'notice', 'objected') then 'withdrawn' else state end
     where person_id = :personId`,
    { personId },
  )
  await trx.raw(
    `update app.owner_handover set state = 'stopped', ended_at = now()
     where :personId in (from_person_id, to_person_id) and state in ('offered', 'notice', 'objected')`,
    { personId },
  )
  await trx.raw('delete from app.owner_trust where person_id = :personId', { personId })
}
