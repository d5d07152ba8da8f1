import type { Draft, DraftChanges } from '../../contract/drafts.ts'
import { errors } from '../../errors.ts'
import { type Person, requireAccess } from '../../http/auth.ts'
import { differencesOf } from './differences.ts'
import { type DraftRow, insertDraft, moveDraft, readDraft, updateDraft } from './draft-queries.ts'
import { withChanges, withoutSame } from './draft-rules.ts'
import { readPlace } from './record.ts'
import { keepBaseline, readRevision } from './revision-queries.ts'
import type { Writing } from './write-place.ts'

export const deciders = ['operator', 'administrator'] as const

/** A write of a person who is in hand. */
export interface PersonalWriting extends Writing {
  person: Person
  clientAddress: string
}

export interface DraftBody {
  baseVersion: number
  changes: DraftChanges
  reason: string
}

/** @throws 409 draft-open when this person has one of the place already, 404 revision-not-found for an unknown base. */
export async function startDraftBy(placeId: number, body: DraftBody, writing: PersonalWriting): Promise<Draft> {
  const { database, person } = writing
  const id = await database.primary.transaction(async (trx) => {
    const changes = await ownChanges(trx, placeId, body, writing)
    return insertDraft(database, trx, { ...body, changes, placeId, authorId: person.id })
  })
  return presentDraft(await readDraft(database, database.primary, id), writing)
}

/** Only its author changes a draft; another owner makes one of their own. @throws 412 draft-changed-meanwhile, 409 draft-decided. */
export async function saveDraftBy(
  id: number,
  version: number,
  body: DraftBody,
  writing: PersonalWriting,
): Promise<Draft> {
  const { database } = writing
  await database.primary.transaction(async (trx) => {
    const row = await openDraft(trx, { id, version }, (draft) => requireAuthor(draft, writing.person), writing)
    await updateDraft(database, trx, id, { ...body, changes: await ownChanges(trx, row.placeId, body, writing) })
  })
  return presentDraft(await readDraft(database, database.primary, id), writing)
}

export async function withdrawDraftBy(id: number, writing: PersonalWriting): Promise<Draft> {
  const { database } = writing
  await database.primary.transaction(async (trx) => {
    await openDraft(trx, { id, version: null }, (draft) => requireAuthor(draft, writing.person), writing)
    await moveDraft(database, trx, id, { state: 'withdrawn' })
  })
  return presentDraft(await readDraft(database, database.primary, id), writing)
}

/** Its author and the operators of the place's region read a draft. @throws 403 role-missing. */
export async function readDraftFor(id: number, { database, person }: Pick<PersonalWriting, 'database' | 'person'>) {
  const row = await readDraft(database, database.primary, id)
  if (row.authorId !== person.id) requireAccess(person, deciders, row)
  return row
}

/** The draft with how it differs from the record as it is now; of a decided one, from the record that it was made from. */
export async function presentDraft(row: DraftRow, { database }: Pick<Writing, 'database'>): Promise<Draft> {
  const fields =
    row.state === 'published'
      ? (await readRevision(database, database.primary, row.placeId, row.baseVersion)).record
      : (await readPlace(database, database.primary, row.placeId)).fields
  return { ...row, differences: differencesOf({ ...fields }, { ...withChanges(fields, row.changes) }) }
}

/** The row under lock, still to be decided, at the version that the caller saw. Who may not touch it is not told how it stands. */
export async function openDraft(
  trx: Parameters<typeof readDraft>[1],
  { id, version }: { id: number; version: number | null },
  allow: (row: DraftRow) => void,
  { database }: Pick<Writing, 'database'>,
): Promise<DraftRow> {
  const row = await readDraft(database, trx, id, { lock: true })
  allow(row)
  if (row.state === 'published' || row.state === 'withdrawn') {
    throw errors.conflict('draft-decided', `Draft ${id} is already ${row.state}; begin a new one.`)
  }
  if (version !== null && row.version !== version) {
    throw errors.stale(
      'draft-changed-meanwhile',
      `Draft ${id} is at version ${row.version}, you saw version ${version}; read it again.`,
    )
  }
  return row
}

export function requireAuthor(row: DraftRow, person: Person): void {
  if (row.authorId === person.id) {
    requireAccess(person, ['owner', ...deciders], row)
    return
  }
  throw errors.forbidden('role-missing', `Draft ${row.id} is ${row.authorName}’s; begin one of your own.`)
}

/** What differs from the base; the base is kept as a revision, so that a merge can always read it. */
async function ownChanges(
  trx: Parameters<typeof insertDraft>[1],
  placeId: number,
  { baseVersion, changes }: DraftBody,
  { database }: Writing,
): Promise<DraftChanges> {
  const place = await readPlace(database, trx, placeId)
  if (place.version === baseVersion) {
    await keepBaseline(database, trx, place)
    return withoutSame(changes, place.fields)
  }
  return withoutSame(changes, (await readRevision(database, trx, placeId, baseVersion)).record)
}
