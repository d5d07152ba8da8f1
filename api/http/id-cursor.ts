import { errors } from '../errors.ts'

/** The cursor of a list ordered by id is the last id seen. @throws 400 cursor-invalid. */
export function idCursor(cursor: string | undefined): number {
  const after = cursor === undefined ? 0 : Number(cursor)
  if (Number.isSafeInteger(after) && after >= 0) return after
  throw errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
}
