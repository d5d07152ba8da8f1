import { rm } from 'node:fs/promises'
import { type FileKind, kindRules } from '../../contract/file-kinds.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Received, receive } from '../../files/receive.ts'
import { addJob } from '../../jobs/add-job.ts'
import { checkContent } from './check-content.ts'
import { countFiles, insertContent, insertFile } from './queries.ts'
import { cleanName, hasPictures, visibilityFor, wantedTypes } from './rules.ts'

export interface FileGiven {
  kind: FileKind
  placeId: number
  name: string
  part?: string | undefined
  visibility?: 'public' | 'private' | undefined
  uploadedBy: string | null
}

export interface FileToAdd extends FileGiven {
  body: AsyncIterable<Buffer>
  /** Content-Length, where the client said it. */
  announcedBytes: number | null
  mostBytes: number
}

type Parts = Pick<Core, 'database' | 'files'>

/** What can be refused before a byte is read. @throws as `wantedTypes`, `visibilityFor`; 422 too-many-files. */
export async function checkGiven({ database }: Parts, given: FileGiven): Promise<void> {
  wantedTypes(given.kind, cleanName(given.name))
  visibilityFor(given.kind, given.visibility)
  const { most } = kindRules[given.kind]
  // Photos of reports are counted with their report, proofs with their claim.
  if (given.kind === 'report-photo' || given.kind === 'claim-proof') return
  if ((await countFiles(database.primary, given.placeId, given.kind)) >= most) {
    throw errors.invalid(
      'too-many-files',
      `A place may have ${most} files of the kind ${given.kind}; delete one first.`,
    )
  }
}

/** Streams, checks and keeps one file. Nothing of it is left when it is refused. @returns the file's id */
export async function addFile(parts: Parts, file: FileToAdd): Promise<number> {
  await checkGiven(parts, file)
  const mostBytes = Math.min(file.mostBytes, kindRules[file.kind].mostBytes)
  if ((file.announcedBytes ?? 0) > mostBytes) throw tooLargeAtOnce(mostBytes, file.kind)
  return keepReceived(parts, file, await receive(file.body, { incoming: parts.files.incoming, mostBytes }))
}

const tooLargeAtOnce = (mostBytes: number, kind: FileKind) =>
  errors.fileTooLarge(
    mostBytes < kindRules[kind].mostBytes
      ? `One request takes ${mostBytes / 1_000_000} MB; send this file in resumable parts: POST /api/uploads. Nothing was stored.`
      : `A ${kind} may have ${mostBytes / 1_000_000} MB; nothing was stored.`,
  )

/**
 * Checks a complete local file and makes it a file of the place. The content is kept before the row that refers to it: a process that
 * dies between leaves content without a row, which upkeep removes, and never a row without content.
 */
export async function keepReceived({ database, files }: Parts, given: FileGiven, received: Received): Promise<number> {
  try {
    const name = cleanName(given.name)
    const checked = await checkContent(received.path, wantedTypes(given.kind, name))
    const { sha256, bytes } = received
    await files.keep(received.path, sha256)
    return await database.primary.transaction(async (trx) => {
      await insertContent(trx, { sha256, bytes, ...checked })
      const visibility = visibilityFor(given.kind, given.visibility)
      const { kind, placeId, part = null, uploadedBy } = given
      const id = await insertFile(trx, { kind, placeId, part, sha256, bytes, name, visibility, uploadedBy })
      if (hasPictures(checked.mediaType)) await addJob(trx, 'make-renditions', { sha256 })
      return id
    })
  } finally {
    await rm(received.path, { force: true })
  }
}
