import type { z } from 'zod'
import { type FileKind, kindRules } from '../../contract/file-kinds.ts'
import type { changeFile as route } from '../../contract/files.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { requireAccess } from '../../http/auth.ts'
import type { Call } from '../../http/handle.ts'
import { keepers } from './present-file.ts'
import { type FileRow, updateFile } from './queries.ts'
import { visibilityFor } from './rules.ts'

type Change = z.output<NonNullable<(typeof route)['body']>>

/** @throws 412 file-changed; 422 visibility-fixed, file-not-dated, expiry-before-issue. */
export async function changeFile({ database }: Pick<Core, 'database'>, file: FileRow, call: Call<typeof route>) {
  requireAccess(call.person, keepers, { placeId: file.placeId, regionCode: file.regionCode })
  const change = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined)) as Change
  checkChange(file.kind, change)
  await database.primary.transaction(async (trx) => {
    if (!(await updateFile(trx, { id: file.id, version: call.ifMatch, change }))) {
      throw errors.stale(
        'file-changed',
        'Somebody changed or deleted this file meanwhile. Load it again and repeat your change.',
      )
    }
    const before = Object.fromEntries(Object.keys(change).map((name) => [name, file[name as keyof FileRow]]))
    const target = { kind: 'file', id: file.id }
    await audit(trx, call, { act: 'file.changed', target, regionCode: file.regionCode, before, after: change })
  })
}

function checkChange(kind: FileKind, change: Change): void {
  visibilityFor(kind, change.visibility)
  const dated = [change.issuedOn, change.expiresOn, change.issuer, change.result].some((value) => value != null)
  if (dated && !kindRules[kind].dated) {
    throw errors.invalid('file-not-dated', `A ${kind} has no dates, issuer or result; reports and certificates do.`)
  }
}
