import type { FileKind } from '../../api/contract/file-kinds.ts'
import { partBytes } from '../../api/contract/file-kinds.ts'
import type { FileRecord } from '../../api/contract/files.ts'
import { addressOf, call, writeHeaders } from '../api.ts'
import { ApiProblem, offlineProblem, problemFrom } from '../client/problem.ts'
import { sendFile } from '../client/send-file.ts'

export interface UploadGiven {
  placeId: number
  kind: FileKind
  file: File
  /** Of which court or space it is: `space:12`. */
  part?: string
  /** Share of the bytes sent, 0 to 1. */
  onProgress(share: number): void
  signal: AbortSignal
}

/** Sends a file: a small one in one request, a larger one in parts that go on after a lost network, also after the page was left. */
export const uploadFile = (given: UploadGiven): Promise<FileRecord> =>
  given.file.size <= partBytes ? sendAtOnce(given) : sendInParts(given)

const sendAtOnce = ({ placeId, kind, file, part, onProgress, signal }: UploadGiven): Promise<FileRecord> =>
  sendFile(addressOf('/api/places/:id/files', { id: placeId }, { kind, name: file.name, part }), file, {
    onProgress,
    signal,
  })

async function sendInParts(given: UploadGiven): Promise<FileRecord> {
  const { placeId, kind, file, part } = given
  const memory = `upload ${placeId} ${kind} ${part ?? ''} ${file.name} ${file.size} ${file.lastModified}`
  const known = localStorage.getItem(memory)
  const begin = async () =>
    (await call('beginUpload', { body: { placeId, kind, name: file.name, bytes: file.size, part } })).id
  const id = known ?? (await begin())
  localStorage.setItem(memory, id)
  try {
    await sendParts(id, given)
    const record = await call('finishUpload', { params: { id } })
    localStorage.removeItem(memory)
    return record
  } catch (error) {
    const isGone = error instanceof ApiProblem && error.status !== 0
    if (isGone || given.signal.aborted) localStorage.removeItem(memory)
    if (given.signal.aborted) await call('abandonUpload', { params: { id } }).catch(() => {})
    if (isGone && known !== null && error.status === 404) return sendInParts(given)
    throw error
  }
}

async function sendParts(id: string, { file, onProgress, signal }: UploadGiven): Promise<void> {
  const { Upload } = await import('tus-js-client')
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      uploadUrl: `/api/uploads/${id}`,
      chunkSize: partBytes,
      retryDelays: [0, 1000, 3000, 8000],
      headers: writeHeaders(),
      storeFingerprintForResuming: false,
      onProgress: (sent, total) => onProgress(total ? sent / total : 0),
      onSuccess: () => resolve(),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse : null
        if (!answer?.getStatus()) return reject(offlineProblem())
        void problemFrom(answer.getStatus(), answer.getBody(), error.message).then(reject)
      },
    })
    signal.addEventListener('abort', () => void upload.abort().then(() => reject(signal.reason)), { once: true })
    upload.start()
  })
}
