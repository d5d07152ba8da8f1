import type { Knex } from 'knex'

/** @returns how many photos now belong to the report: those of its place that belong to none yet. */
export async function attachPhotos(
  trx: Knex.Transaction,
  { reportId, placeId, ids }: { reportId: number; placeId: number; ids: readonly number[] },
): Promise<number> {
  const { rows } = await trx.raw(
    `update app.file set report_id = :reportId
     where id = any(:ids::bigint[]) and place_id = :placeId and kind = 'report-photo' and report_id is null
     returning id`,
    { reportId, placeId, ids: [...ids] },
  )
  return rows.length
}

export async function publishPhotos(trx: Knex.Transaction, reportId: number): Promise<void> {
  await trx.raw(`update app.file set visibility = 'public' where report_id = :reportId and kind = 'report-photo'`, {
    reportId,
  })
}

/** @returns how many proofs now belong to the claim: those of its place and claimant that belong to none yet. */
export async function attachProofs(
  trx: Knex.Transaction,
  { claimId, placeId, ids, personId }: { claimId: number; placeId: number; ids: readonly number[]; personId: string },
): Promise<number> {
  const { rows } = await trx.raw(
    `update app.file set claim_id = :claimId
     where id = any(:ids::bigint[]) and place_id = :placeId and uploaded_by = :personId::uuid
       and kind = 'claim-proof' and claim_id is null
     returning id`,
    { claimId, placeId, ids: [...ids], personId },
  )
  return rows.length
}

/** Keeps content that no file has. */
export async function holdContent(trx: Knex.Transaction, holder: string, sha256: string): Promise<void> {
  await trx.raw(`insert into app.content_hold (holder, sha256) values (:holder, :sha256) on conflict do nothing`, {
    holder,
    sha256,
  })
}
