import type { Knex } from 'knex'
import type { Person } from './auth.ts'

/** What was done to which record. `before` and `after` hold what changed, never phone numbers, codes or passwords. */
export interface Act {
  /** `<kind>.<past tense>` in lower case, such as `role.given` or `claim.approved`. */
  act: string
  target: { kind: string; id: string | number }
  /** Region of the target, where it has one: operators read the entries of their own. */
  regionCode?: string | null
  before?: object | null
  after?: object | null
}

/** Who did it from where: a route's call is one. `person` null is the program itself. */
export interface Actor {
  person: Pick<Person, 'id' | 'via'> | null
  clientAddress: string | null
}

/**
 * Writes one entry of the audit log in the transaction of the act itself, so that neither is there without the other. The
 * person must be a row of `person`.
 */
export async function audit(trx: Knex.Transaction, { person, clientAddress }: Actor, act: Act): Promise<void> {
  await trx.raw(
    `insert into app.audit_entry (person_id, via, act, target_kind, target_id, region_code, before, after, address)
     values (:personId, :via, :act, :kind, :id, :regionCode, :before::jsonb, :after::jsonb, :address)`,
    {
      personId: person?.id ?? null,
      via: person === null ? 'program' : (person.via ?? 'session'),
      act: act.act,
      kind: act.target.kind,
      id: String(act.target.id),
      regionCode: act.regionCode ?? null,
      before: act.before ? JSON.stringify(act.before) : null,
      after: act.after ? JSON.stringify(act.after) : null,
      address: clientAddress || null,
    },
  )
}
