import type { Knex } from 'knex'
import { mayAct } from '../../contract/access.ts'
import type { Draft } from '../../contract/drafts.ts'
import { commit, type WrittenWhere } from '../../db/commit.ts'
import { errors, ProblemError } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { requireAccess } from '../../http/auth.ts'
import { rewriteWithin } from './change-place.ts'
import { checkRecord } from './check-changes.ts'
import { type DraftRow, moveDraft, publishesAtOnce, readDraft } from './draft-queries.ts'
import { withChanges } from './draft-rules.ts'
import { deciders, openDraft, type PersonalWriting, presentDraft, requireAuthor } from './drafts.ts'

interface Decided extends WrittenWhere {
  draft: Draft
}

/**
 * Hands a draft in. What an operator of the region or a trusted owner hands in is published in the same transaction; for
 * the others it is checked now, so that an operator never meets a record that cannot be.
 */
export function submitDraftBy(id: number, version: number, writing: PersonalWriting): Promise<Decided> {
  const { database, person } = writing
  return decide(id, writing, async (trx) => {
    const row = await openDraft(trx, { id, version }, (draft) => requireAuthor(draft, person), writing)
    if (row.state === 'submitted') throw errors.conflict('draft-decided', `Draft ${id} is handed in already.`)
    if (row.fields.length === 0)
      throw errors.invalid('draft-empty', 'The draft changes nothing; change something first.')
    const free =
      mayAct(person.grants, deciders, row) ||
      (await publishesAtOnce(database, trx, { placeId: row.placeId, personId: person.id }))
    if (free) await publish(trx, row, writing, '')
    else {
      await checkRecord(trx, row.placeId, row.changes, writing)
      await moveDraft(database, trx, id, { state: 'submitted' })
    }
  })
}

/** @throws 412 draft-base-changed when the place has moved on: merge first, nothing is lost. */
export function publishDraftBy(
  id: number,
  version: number,
  answer: string,
  writing: PersonalWriting,
): Promise<Decided> {
  return decide(id, writing, async (trx) => {
    const row = await submittedDraft(trx, id, version, writing)
    await publish(trx, row, writing, answer)
  })
}

export function returnDraftBy(id: number, version: number, answer: string, writing: PersonalWriting): Promise<Decided> {
  return decide(id, writing, async (trx) => {
    const row = await submittedDraft(trx, id, version, writing)
    await moveDraft(writing.database, trx, id, { state: 'returned', by: writing.person.id, answer })
    await audit(trx, writing, {
      act: 'draft.returned',
      target: { kind: 'place', id: row.placeId },
      regionCode: row.regionCode,
      after: { draft: id, answer },
    })
  })
}

async function decide(
  id: number,
  writing: PersonalWriting,
  act: (trx: Knex.Transaction) => Promise<void>,
): Promise<Decided> {
  const { database } = writing
  const { value: _, ...where } = await commit(database, act)
  return { draft: await presentDraft(await readDraft(database, database.primary, id), writing), ...where }
}

async function submittedDraft(trx: Knex.Transaction, id: number, version: number, writing: PersonalWriting) {
  const allow = (draft: DraftRow) => requireAccess(writing.person, deciders, draft)
  const row = await openDraft(trx, { id, version: null }, allow, writing)
  if (row.state !== 'submitted') throw errors.conflict('draft-decided', `Draft ${id} is ${row.state}, not handed in.`)
  if (row.version !== version) {
    throw errors.stale(
      'draft-changed-meanwhile',
      `Draft ${id} is at version ${row.version}, you reviewed version ${version}; look at it again.`,
    )
  }
  return row
}

/** The draft is locked before the place, everywhere; so two deciders never wait for each other. */
async function publish(trx: Knex.Transaction, row: DraftRow, writing: PersonalWriting, answer: string): Promise<void> {
  const { database, person } = writing
  const reason = [row.reason, answer].filter(Boolean).join(' · ')
  const place = await rewriteWithin(
    trx,
    { id: row.placeId, version: row.baseVersion },
    { ...writing, account: publicName(row, writing), personId: row.authorId, reason },
    (_trx, { fields }) => withChanges(fields, row.changes),
  ).catch((error: unknown) => {
    if (!(error instanceof ProblemError && error.code === 'place-changed-meanwhile')) throw error
    throw errors.stale(
      'draft-base-changed',
      `${error.message} GET /api/drafts/${row.id}/merge shows both sides; the draft is kept.`,
    )
  })
  await moveDraft(database, trx, row.id, {
    state: 'published',
    by: person.id,
    answer,
    publishedVersion: place.version,
  })
  await audit(trx, writing, {
    act: 'draft.published',
    target: { kind: 'place', id: row.placeId },
    regionCode: row.regionCode,
    before: { version: row.baseVersion },
    after: { version: place.version, draft: row.id, fields: row.fields },
  })
}

/** The history is public: it names operators by their account, owners only as such. */
const publicName = (row: DraftRow, { person, account }: PersonalWriting): string =>
  row.authorId === person.id && mayAct(person.grants, deciders, row) ? account : 'owner'
