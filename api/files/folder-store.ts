import { createReadStream } from 'node:fs'
import { access, mkdir, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ByteRange, ContentMissing, contentKey, type FileStore, type StoredContent } from './store.ts'

/** Files under one folder, written by rename after their bytes are on the disk: never half a file under its name. */
export function openFolderStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, 'content', contentKey(sha256))
  return {
    incoming: join(folder, 'incoming'),
    async keep(path, sha256) {
      const target = pathOf(sha256)
      await mkdir(dirname(target), { recursive: true })
      await flush(path)
      // What is removed for being unused is judged by its age: it begins anew.
      await utimes(path, new Date(), new Date())
      await rename(path, target)
      await flush(dirname(target))
    },
    async read(sha256: string, range?: ByteRange) {
      const path = pathOf(sha256)
      await access(path).catch(() => {
        throw new ContentMissing(sha256)
      })
      return createReadStream(path, range)
    },
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    delete: (sha256) => rm(pathOf(sha256), { force: true }),
    list: () => contentUnder(join(folder, 'content')),
    close() {},
  }
}

/** To the disk itself: a rename that survives a power cut must not name bytes that did not. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* contentUnder(folder: string): AsyncGenerator<StoredContent> {
  const entries = await opendir(folder, { recursive: true }).catch(() => null)
  if (!entries) return
  for await (const entry of entries) {
    if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null)
    if (found) yield { sha256: entry.name, bytes: found.size, storedAt: found.mtime }
  }
}
