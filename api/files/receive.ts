import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errors, type ProblemError } from '../errors.ts'

export interface ReceiveOptions {
  /** Folder for incoming files (`FileStore.incoming`). */
  incoming: string
  mostBytes: number
  /** The request is given up after this long without a byte. */
  stallMs?: number
}

export interface Received {
  path: string
  sha256: string
  bytes: number
}

/**
 * Streams a body into a local file with its SHA-256, never more than a chunk in memory. Nothing is left behind when it fails.
 * @throws 413 file-too-large, 408 upload-stalled, 400 upload-cut-off.
 */
export async function receive(body: AsyncIterable<Buffer>, options: ReceiveOptions): Promise<Received> {
  const { incoming, mostBytes, stallMs = 20_000 } = options
  const path = join(incoming, randomUUID())
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  let bytes = 0
  try {
    for await (const chunk of withoutStall(body, stallMs)) {
      bytes += chunk.length
      if (bytes > mostBytes) throw tooLarge(mostBytes)
      hash.update(chunk)
      await file.write(chunk)
    }
    await file.close()
    return { path, sha256: hash.digest('hex'), bytes }
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw isCutOff(error) ? cutOff() : error
  }
}

/** The chunks of a body that must not pause longer than allowed. The body is not destroyed: its socket still has to carry the answer. */
async function* withoutStall(body: AsyncIterable<Buffer>, stallMs: number): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]()
  let giveUp = () => {}
  const stalled = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(errors.stalled(Math.round(stallMs / 1000)))
  })
  stalled.catch(() => {})
  const timer = setTimeout(() => giveUp(), stallMs)
  try {
    for (;;) {
      const { value, done } = await Promise.race([chunks.next(), stalled])
      if (done) return
      timer.refresh()
      yield value
    }
  } finally {
    clearTimeout(timer)
  }
}

const cutOff = () => errors.badRequest('upload-cut-off', 'The upload ended early; nothing was stored. Send it again.')

export function tooLarge(mostBytes: number): ProblemError {
  return errors.fileTooLarge(
    `The file is larger than the ${Math.floor(mostBytes / 1_000_000)} MB that are allowed here; nothing was stored.`,
  )
}

/** SHA-256 of a local file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  return hash.digest('hex')
}

function isCutOff(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
