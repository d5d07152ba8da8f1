import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { PersonSections } from '../../bus/person.ts'
import { audit } from '../../http/audit.ts'
import { type Asker, keepOneAdministrator, lockOr404, personNotFound } from './manage-people.ts'
import { readPerson } from './people-queries.ts'
import { listSessionsOf } from './session-queries.ts'

/** Everything kept about a person; each module answers for its own tables. @throws 404 person-not-found. */
export async function exportPersonData(primary: Knex, bus: Bus, personId: string, now: Date) {
  const person = await readPerson(primary, personId)
  if (!person) throw personNotFound()
  const { grants, ...profile } = person
  const sections = Object.assign({}, ...(await bus.ask('person-data', { personId }))) as PersonSections
  return {
    exportedAt: now.toISOString(),
    person: profile,
    sections: {
      grants: grants.map(({ within: _within, ...grant }) => grant),
      sessions: await listSessionsOf(primary, personId),
      identities: await rowsOf(
        primary,
        'select issuer, subject, linked_at as "linkedAt" from app.identity where person_id = :personId',
        personId,
      ),
      personalCodeChecks: await rowsOf(
        primary,
        'select place_id as "placeId", used_at as "usedAt" from app.personal_code_use where person_id = :personId order by used_at desc limit 10000',
        personId,
      ),
      acts: await rowsOf(
        primary,
        `select at, act, target_kind as "targetKind", target_id as "targetId", address
         from app.audit_entry where person_id = :personId order by id desc limit 10000`,
        personId,
      ),
      ...sections,
    },
  }
}

const rowsOf = async (on: Knex, sql: string, personId: string): Promise<unknown[]> =>
  (await on.raw(sql, { personId })).rows

/**
 * Erases a person (个人信息保护法 art. 47): the row stays without a name, because ledgers, revisions and the audit log point at it.
 * @throws 404 person-not-found, 409 last-administrator, 409 of a module that still owes them something.
 */
export async function erase(trx: Knex.Transaction, bus: Bus, asker: Asker, personId: string): Promise<void> {
  const person = await lockOr404(trx, personId)
  if (person.erasedAt) return
  await keepOneAdministrator(trx, personId)
  await bus.tell(trx, 'person.erased', { personId, erasedName })
  for (const table of ['session', 'second_factor', 'second_step', 'known_device', 'identity']) {
    await trx.raw('delete from app.?? where person_id = ?', [table, personId])
  }
  await trx.raw('delete from app.sign_in_code where address in (:phone, :email)', {
    phone: person.phone ?? '',
    email: person.email ?? '',
  })
  await trx.raw(
    'update app.api_key set revoked_at = coalesce(revoked_at, now()), name = :name where maker_id = :personId',
    {
      personId,
      name: erasedName,
    },
  )
  await trx.raw('update app.role_grant set revoked_at = coalesce(revoked_at, now()) where person_id = :personId', {
    personId,
  })
  await trx.raw(
    `update app.person
     set name = :name, account = null, phone = null, email = null, password_hash = null, archive_reason = null,
         archived_at = coalesce(archived_at, now()), erased_at = now()
     where id = :personId`,
    { personId, name: erasedName },
  )
  await audit(
    trx,
    { ...asker, clientAddress: asker.person.id === personId ? '' : asker.clientAddress },
    {
      act: 'person.erased',
      target: { kind: 'person', id: personId },
    },
  )
  await trx.raw('update app.audit_entry set address = null where person_id = :personId and address is not null', {
    personId,
  })
}

const erasedName = '已注销用户'
