import type { Knex } from 'knex'
import type { PersonSections } from '../../bus/person.ts'
import type { Core } from '../../core.ts'

/** Drafts, reports, changes and imports tell of who made them. */
export function listenForPersons({ bus, database }: Core): void {
  bus.answer('person-data', ({ personId }) => readPersonSections(database.primary, personId))
  bus.on('person.erased', forgetPerson)
}

const sections = {
  drafts: `select id::text, place_id as "placeId", changes, reason, state, answer, created_at as "createdAt", decided_at as "decidedAt"
    from app.place_draft where author_id = :personId order by id`,
  reports: `select id::text, place_id as "placeId", kind, message, contact, equipment, status, answer, created_at as "createdAt"
    from app.place_report where person_id = :personId order by id`,
  changes: `select place_id as "placeId", version, reason, changed_at as "changedAt"
    from app.place_revision where changed_by_person = :personId order by changed_at limit 100000`,
  imports: `select id::text, name, state, counts, created_at as "createdAt"
    from app.import where person_id = :personId order by id`,
  importMappings: `select name, mapping, updated_at as "updatedAt"
    from app.import_mapping where person_id = :personId order by id`,
} as const

async function readPersonSections(on: Knex, personId: string): Promise<PersonSections> {
  const read = async ([name, sql]: [string, string]) => [name, (await on.raw(sql, { personId })).rows]
  return Object.fromEntries(await Promise.all(Object.entries(sections).map(read)))
}

/** What was changed and reported stays, since it tells of places; who did it, and how to reach them, does not. */
async function forgetPerson(trx: Knex.Transaction, erased: { personId: string; erasedName: string }): Promise<void> {
  await trx.raw('update app.place_revision set changed_by = :erasedName where changed_by_person = :personId', erased)
  await trx.raw(
    `update app.place_draft set state = 'withdrawn', updated_at = now()
     where author_id = :personId and state in ('draft', 'submitted', 'returned')`,
    erased,
  )
  await trx.raw('update app.place_report set contact = null, secret_hash = null where person_id = :personId', erased)
  await trx.raw('update app.place_report set resolved_by = :erasedName where resolved_by_person = :personId', erased)
  await trx.raw('update app.import set account = :erasedName where person_id = :personId', erased)
}
