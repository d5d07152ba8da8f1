import { once } from 'node:events'
import type { Knex } from 'knex'
import type pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { withConnection } from './pool.ts'
import { copyMessages } from './wire.ts'

/**
 * Runs COPY … TO STDOUT in a read-only snapshot without a time limit, and hands each row's bytes to `take` while the server
 * goes on; they are valid during the call only. The first row of the binary format comes with the header, the last message is its end mark.
 * @returns the rows copied
 */
export async function copyRowsOut(pool: Knex, copySql: string, take: (row: Buffer) => void): Promise<number> {
  return pool.transaction(
    (trx) =>
      withConnection(trx, async (connection) => {
        await connection.query('set local statement_timeout = 0')
        return copyOut(connection, copySql, take)
      }),
    { isolationLevel: 'repeatable read', readOnly: true },
  )
}

function copyOut(connection: pg.Client, copySql: string, take: (row: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let copied = 0
    let failure: unknown
    const submittable = {
      submit: (wire: { query(text: string): void }) => wire.query(copySql),
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (failure) return
        try {
          take(chunk)
        } catch (error) {
          // The rest of the rows still comes: it is let go by, so that the connection can be used again.
          failure = error
        }
      },
      handleCommandComplete: (message: { text: string }) => {
        copied = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0)
      },
      handleError: (error: Error) => {
        failure ??= error
        reject(failure)
      },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve(copied)),
    }
    connection.query(submittable as unknown as pg.Submittable)
  })
}

/** Text rows, each ending in a newline or getting one; or UTF-8 bytes of whole lines. */
export type CopyRows = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

const streamChunkBytes = 256 * 1024
/** The embedded server takes a whole COPY as one message: more than this goes in several inside the same transaction. */
const embeddedChunkBytes = 4 * 1024 * 1024

/** COPY … FROM STDIN over the driver's stream. */
export async function copyByStream(on: Knex.Transaction, copySql: string, rows: CopyRows): Promise<number> {
  return withConnection(on, async (connection) => {
    const copy = connection.query(copyStreams.from(copySql))
    const finished = once(copy, 'finish')
    finished.catch(() => {})
    try {
      for await (const chunk of chunksOf(rows, streamChunkBytes)) {
        if (copy.destroyed || copy.errored) break
        if (!copy.write(chunk)) await Promise.race([once(copy, 'drain'), finished])
      }
    } catch (error) {
      // The source failed: the server is told, so that the transaction fails rather than keeps half of the rows.
      copy.destroy(error as Error)
      await finished.catch(() => {})
      throw error
    }
    copy.end()
    await finished
    return copy.rowCount
  })
}

/** The same for the embedded server, which wants the data in one batch with the statement. */
export async function copyByBatches(on: Knex.Transaction, copySql: string, rows: CopyRows): Promise<number> {
  return withConnection(on, async (connection) => {
    let copied = 0
    for await (const chunk of chunksOf(rows, embeddedChunkBytes)) copied += await copyBatch(connection, copySql, chunk)
    return copied
  })
}

function copyBatch(connection: pg.Client, copySql: string, data: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let copied = 0
    let failure: Error | undefined
    // What the driver calls a submittable: it writes its own messages and hears the answers.
    const submittable = {
      submit: (wire: { stream: NodeJS.WritableStream }) => void wire.stream.write(copyMessages(copySql, data)),
      handleCopyInResponse() {},
      handleCommandComplete: (message: { text: string }) => {
        copied = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0)
      },
      handleError: (error: Error) => {
        failure = error
        reject(error)
      },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve(copied)),
    }
    connection.query(submittable as unknown as pg.Submittable)
  })
}

async function* chunksOf(rows: CopyRows, bytes: number): AsyncGenerator<Buffer> {
  let parts: string[] = []
  let length = 0
  const gathered = () => Buffer.from(parts.join(''))
  for await (const row of rows) {
    if (typeof row !== 'string') {
      if (length > 0) yield gathered()
      yield Buffer.from(row.buffer, row.byteOffset, row.byteLength)
      parts = []
      length = 0
      continue
    }
    const line = row.endsWith('\n') ? row : `${row}\n`
    parts.push(line)
    length += line.length
    if (length < bytes) continue
    yield gathered()
    parts = []
    length = 0
  }
  if (length > 0) yield gathered()
}
