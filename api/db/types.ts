import type { Knex } from 'knex'
import type { CopyRows } from './copy.ts'

/** Which server is behind the one SQL: the embedded PGlite or a PostgreSQL reached by `DATABASE_URL`. Only `api/db/` may ask. */
export type Engine = 'pglite' | 'postgres'

/** A value of a statement's `$1…$n`; arrays go as PostgreSQL arrays, objects as JSON. */
export type Bindable = string | number | boolean | null | Date | readonly unknown[] | Record<string, unknown>

/** One SQL statement that the server prepares once a connection under `name`; `text` uses `$1…$n`. */
export interface NamedStatement {
  name: string
  text: string
  values: readonly Bindable[]
}

export interface StatementOptions {
  /** Cancels the statement on the server when the caller leaves; the promise then rejects with code 57014. */
  signal?: AbortSignal
}

/** The open database: a primary for writes, replicas for reads where configured, the same behaviour on both engines. */
export interface Database {
  readonly engine: Engine
  /** The primary (search_path app, public). Inside a transaction pass `trx`, never this. */
  readonly primary: Knex
  /**
   * A pool to read from: a replica that has replayed `atLeast` (a WAL position from `writePosition`), else the primary.
   * Without replicas it is the primary.
   */
  reader(atLeast?: string): Knex
  /** WAL position after the last commit of this session's writes: what a client hands back for read-your-writes. */
  writePosition(): Promise<string>
  /** Runs a prepared statement on a pool or inside a transaction and returns its rows. */
  rows<Row extends object>(
    on: Knex | Knex.Transaction,
    statement: NamedStatement,
    options?: StatementOptions,
  ): Promise<Row[]>
  /** Streams all rows of a statement in batches without holding the result in memory (a cursor in one snapshot). */
  stream<Row extends object>(statement: NamedStatement, batchRows: number): AsyncIterable<Row[]>
  /**
   * Hands each row of COPY … TO STDOUT to `take` as the server writes it (bytes are valid during the call only), in one snapshot and
   * without a time limit: the cheapest way to read very many rows. @returns the rows copied
   */
  copyTo(copySql: string, take: (row: Buffer) => void): Promise<number>
  /** Loads text rows (COPY … FROM STDIN, text format, already escaped) on both engines; returns the rows copied. */
  copyFrom(on: Knex.Transaction, copySql: string, rows: CopyRows): Promise<number>
  /** Runs `action` while no other process (PostgreSQL: advisory lock) or task (embedded: mutex) holds `name`. */
  withLock<T>(name: string, action: () => Promise<T>): Promise<T>
  /** Calls `wake` after a committed NOTIFY on `channel` by any process, and after each reconnection (then with ''). Returns the way to stop. */
  listen(channel: string, wake: (payload: string) => void): Promise<() => Promise<void>>
  /** True when the primary answers within `timeoutMs`. Never throws. */
  ping(timeoutMs: number): Promise<boolean>
  /** Pool figures for /metrics. */
  poolFigures(): { used: number; free: number; waiting: number }
  close(): Promise<void>
}
