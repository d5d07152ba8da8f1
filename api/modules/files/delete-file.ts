import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Actor, audit } from '../../http/audit.ts'
import type { Person } from '../../http/auth.ts'
import { requireAccess } from '../../http/auth.ts'
import { keepers } from './present-file.ts'
import { type FileRow, markDeleted, readFile, unmarkDeleted } from './queries.ts'

type Caller = Actor & { person: Person | null }

/** Deletes for thirty days, in which it can be restored. A claimant may take back a proof that is not sent yet. */
export async function deleteFile({ database }: Pick<Core, 'database'>, file: FileRow, call: Caller): Promise<FileRow> {
  const person = allowed(file, call.person)
  await database.primary.transaction(async (trx) => {
    if (!(await markDeleted(trx, file.id, person.id))) return
    const { name, kind, sha256 } = file
    await audit(trx, call, { ...entry(file, 'file.deleted'), before: { name, kind, sha256 } })
  })
  return (await readFile(database.primary, file.id))!
}

/** @throws 404 file-not-found after the thirty days. */
export async function restoreFile({ database }: Pick<Core, 'database'>, file: FileRow, call: Caller): Promise<FileRow> {
  allowed(file, call.person)
  await database.primary.transaction(async (trx) => {
    if (file.deletedAt === null) return
    if (!(await unmarkDeleted(trx, file.id))) {
      throw errors.notFound('file-not-found', 'The file was deleted more than 30 days ago and cannot be restored.')
    }
    await audit(trx, call, entry(file, 'file.restored'))
  })
  return (await readFile(database.primary, file.id))!
}

function allowed(file: FileRow, person: Person | null): Person {
  const isOwn = person !== null && file.uploadedById === person.id && file.claimId === null
  if (file.kind === 'claim-proof' && isOwn) return person
  requireAccess(person, keepers, { placeId: file.placeId, regionCode: file.regionCode })
  return person
}

const entry = (file: FileRow, act: string) => ({
  act,
  target: { kind: 'file', id: file.id },
  regionCode: file.regionCode,
})
