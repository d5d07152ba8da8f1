import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../core.ts'
import type { FileStore } from '../../files/store.ts'
import { removeOldFiles, removeUnusedContent, unknownAmong } from './rendition-queries.ts'
import type { ResumableUploads } from './resumable-uploads.ts'

const dayMs = 24 * 3600 * 1000
const batch = 500

/**
 * Removes what nothing refers to: rows first, then content without a row that is older than a day. Content that comes in again meanwhile
 * is written anew and so is young again: it stays.
 */
export async function removeUnused(core: Pick<Core, 'database' | 'files' | 'now'>, uploads: ResumableUploads) {
  const { primary } = core.database
  await removeOldFiles(primary)
  await removeUnusedContent(primary)
  const before = core.now().getTime() - dayMs
  let hashes: string[] = []
  for await (const { sha256, storedAt } of core.files.list()) {
    if (storedAt.getTime() >= before) continue
    hashes.push(sha256)
    if (hashes.length === batch) {
      await deleteUnknown(core, hashes)
      hashes = []
    }
  }
  await deleteUnknown(core, hashes)
  await uploads.expire()
  await removeLeftovers(core.files, before)
}

async function deleteUnknown({ database, files }: Pick<Core, 'database' | 'files'>, hashes: readonly string[]) {
  if (hashes.length === 0) return
  for (const sha256 of await unknownAmong(database.primary, hashes)) await files.delete(sha256)
}

/** Uploads that a killed process was receiving. */
async function removeLeftovers({ incoming }: FileStore, before: number): Promise<void> {
  for (const entry of await readdir(incoming, { withFileTypes: true })) {
    const path = join(incoming, entry.name)
    if (entry.isFile() && (await stat(path)).mtimeMs < before) await rm(path, { force: true })
  }
}
