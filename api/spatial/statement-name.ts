import { createHash } from 'node:crypto'
import type { Bindable, NamedStatement } from '../db/types.ts'

const names = new Map<string, string>()

/**
 * Names a statement by its text, so that each form of it is prepared once a connection. Texts are made of fixed pieces (which
 * filters are asked for, not their values), so their number is bounded.
 */
export function named(text: string, values: readonly Bindable[]): NamedStatement {
  let name = names.get(text)
  if (name === undefined) {
    name = `spatial_${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`
    names.set(text, name)
  }
  return { name, text, values }
}
