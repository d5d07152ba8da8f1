import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openFolderStore } from './folder-store.ts'
import type { FileStore } from './store.ts'

type FileConfig = Pick<Config, 'DATA_DIR' | 'FILES_URL' | 'FILES_ACCESS_KEY' | 'FILES_SECRET_KEY'>

/** The store that the configuration names: a bucket, or the folder `files` of the data folder. */
export async function openFileStore(config: FileConfig): Promise<FileStore> {
  const folder = join(config.DATA_DIR, 'files')
  const incoming = join(folder, 'incoming')
  mkdirSync(incoming, { recursive: true })
  if (!config.FILES_URL) return openFolderStore(folder)
  // Half a second of reading code that only a bucket needs.
  const { openS3Store, readS3Address } = await import('./s3-store.ts')
  return openS3Store({
    address: readS3Address(config.FILES_URL),
    credentials: { accessKeyId: config.FILES_ACCESS_KEY!, secretAccessKey: config.FILES_SECRET_KEY! },
    incoming,
  })
}
