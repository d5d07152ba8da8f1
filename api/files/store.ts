import type { Readable } from 'node:stream'

/** First and last byte wanted, both counted, as in an HTTP range. */
export interface ByteRange {
  start: number
  end: number
}

export interface StoredContent {
  sha256: string
  bytes: number
  storedAt: Date
}

/** Content by its SHA-256: the same bytes are kept once, and what is read is what was written. */
export interface FileStore {
  /** Takes a complete local file over (it is gone afterwards). A reader sees all of it or nothing. */
  keep(path: string, sha256: string): Promise<void>
  /** @throws ContentMissing */
  read(sha256: string, range?: ByteRange): Promise<Readable>
  has(sha256: string): Promise<boolean>
  delete(sha256: string): Promise<void>
  list(): AsyncIterable<StoredContent>
  /** Local folder for what is still coming in. */
  readonly incoming: string
  close(): void
}

export class ContentMissing extends Error {
  constructor(sha256: string) {
    super(`the content ${sha256} is not in the store`)
  }
}

/** `ab/cd/abcd…`: no folder grows beyond what file systems like. @throws when it is not a SHA-256. */
export function contentKey(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`«${sha256}» is not a SHA-256 in hex`)
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
}
