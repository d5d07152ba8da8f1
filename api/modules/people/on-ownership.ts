import '../../bus/ownership.ts'
import type { Knex } from 'knex'
import type { Core } from '../../core.ts'

/** Grants follow what was decided about a place's owners, in the same transaction. */
export function grantOwnership({ bus }: Core): void {
  bus.on('ownership.given', async (trx: Knex.Transaction, { placeId, personId, by }) => {
    await trx.raw(
      `insert into app.role_grant (person_id, role, place_id, granted_by)
       values (:personId, 'owner', :placeId, :by)
       on conflict do nothing`,
      { personId, placeId, by },
    )
  })
  bus.on('ownership.ended', async (trx: Knex.Transaction, { placeId, personId }) => {
    await trx.raw(
      `update app.role_grant
       set revoked_at = now()
       where person_id = :personId and place_id = :placeId and role = 'owner' and revoked_at is null`,
      { personId, placeId },
    )
  })
}
