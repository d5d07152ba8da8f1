import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore as PartStore } from '@tus/file-store'
import { Server, Upload } from '@tus/server'
import type { Request, Response } from 'express'
import type { FileKind } from '../../contract/file-kinds.ts'
import { errors } from '../../errors.ts'
import { hashFile, type Received } from '../../files/receive.ts'
import type { FileGiven } from './add-file.ts'

export interface ResumableUpload {
  given: FileGiven
  bytes: number
  complete: boolean
}

/** Uploads in parts, by the tus protocol; each is bound to the person who began it. */
export interface ResumableUploads {
  begin(given: FileGiven, bytes: number): Promise<string>
  /** @throws 404 upload-not-found, also for another person's. */
  find(id: string, personId: string): Promise<ResumableUpload>
  /** Lets the protocol answer HEAD, PATCH and DELETE. */
  answer(request: Request, response: Response): Promise<void>
  /** The complete file. @throws 409 upload-incomplete */
  take(id: string, upload: ResumableUpload): Promise<Received>
  forget(id: string): Promise<void>
  /** Removes what nobody has gone on with for a day. @returns how many */
  expire(): Promise<number>
}

const dayMs = 24 * 3600 * 1000

export function openResumableUploads(incoming: string): ResumableUploads {
  const directory = join(incoming, 'parts')
  mkdirSync(directory, { recursive: true })
  const store = new PartStore({ directory, expirationPeriodInMilliseconds: dayMs })
  const tus = new Server({ path: '/api/uploads', datastore: store, relativeLocation: true })
  // The file itself may be gone already, taken into the store; its description is beside it.
  const forget = async (id: string) => {
    await rm(join(directory, id), { force: true })
    await rm(join(directory, `${id}.json`), { force: true })
  }
  return {
    async begin(given, bytes) {
      const id = randomUUID()
      await store.create(new Upload({ id, size: bytes, offset: 0, metadata: { given: JSON.stringify(given) } }))
      return id
    },
    async find(id, personId) {
      const upload = await store.getUpload(id).catch(() => null)
      const given = upload?.metadata?.given ? (JSON.parse(upload.metadata.given) as FileGiven) : null
      if (!upload || given?.uploadedBy !== personId) {
        throw errors.notFound(
          'upload-not-found',
          'There is no such upload of yours; it may have ended after a day. Begin again.',
        )
      }
      return {
        given: given as FileGiven & { kind: FileKind },
        bytes: upload.size ?? 0,
        complete: upload.offset === upload.size,
      }
    },
    answer: (request, response) => tus.handle(request, response),
    async take(id, { complete, bytes }) {
      if (!complete) throw errors.conflict('upload-incomplete', 'Not all of the file is here yet; send the rest first.')
      const path = join(directory, id)
      return { path, bytes, sha256: await hashFile(path) }
    },
    forget,
    expire: () => tus.cleanUpExpiredUploads(),
  }
}
