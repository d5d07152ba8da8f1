import type { PlaceFields } from '../../contract/place-record.ts'
import { errors } from '../../errors.ts'

type Status = PlaceFields['status']

/** The life of a place. A planned one may be given up (closed) or open; a closed one may be planned anew, never simply open again. */
export const statusMoves: Readonly<Record<Status, readonly Status[]>> = {
  planned: ['open', 'closed'],
  open: ['temporarily-closed', 'closed'],
  'temporarily-closed': ['open', 'closed'],
  closed: ['planned', 'temporarily-closed'],
}

/** @throws 422 status-move-illegal naming the moves there are. */
export function checkStatusMove(from: Status, to: Status): void {
  if (from === to || statusMoves[from].includes(to)) return
  throw errors.invalid(
    'status-move-illegal',
    `A place cannot go from ${from} to ${to}; from ${from} it can go to ${statusMoves[from].join(' or ')}.`,
  )
}
