import { createHash } from 'node:crypto'
import { z } from 'zod'
import { errors } from '../../errors.ts'

/** Where a page ended: the sort keys of its last row. The next page begins behind them, whatever was written in between. */
export interface Position {
  /** Tier and rank, or rating, price, distance. */
  keys: number[]
  id: number
}

const shape = z.tuple([
  z.string().length(8),
  z.array(z.number().min(-1e12).max(1e12)).min(1).max(2),
  z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
])

/** A cursor belongs to one search: other filters, text or sort under it are refused, because its keys would mean nothing there. */
export function writeCursor(search: object, { keys, id }: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(search), keys, id])).toString('base64url')
}

/** @throws 400 cursor-invalid for anything but a cursor of this very search. */
export function readCursor(search: object, cursor: string, keyCount: number): Position {
  const parsed = shape.safeParse(decode(cursor))
  if (!parsed.success || parsed.data[0] !== fingerprint(search) || parsed.data[1].length !== keyCount) {
    throw errors.badRequest(
      'cursor-invalid',
      'This cursor is not of this search; repeat the search without one, or with the same filters and sort.',
    )
  }
  return { keys: parsed.data[1], id: parsed.data[2] }
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

const fingerprint = (search: object): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.entries(search)
          .filter(([, value]) => value !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .digest('base64url')
    .slice(0, 8)
