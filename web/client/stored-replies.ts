/**
 * The service worker answers from its store when the network does not, and says so in this header with the moment at
 * which the reply was stored. Whoever shows data listens here and tells people how old it is.
 */
export const storedAtHeader = 'x-stored-at'

type Listener = () => void
let storedAt: Date | null = null
const listeners = new Set<Listener>()

/** Called for each reply: notes a stored one, and forgets the note as soon as the network answers again. */
export function noteReply(response: Response): void {
  const header = response.headers.get(storedAtHeader)
  const next = header ? new Date(header) : null
  if (next?.getTime() === storedAt?.getTime()) return
  // The oldest of the stored replies on screen is the honest one to name.
  if (next && storedAt && next > storedAt) return
  storedAt = next
  for (const listener of listeners) listener()
}

export const oldestStoredReply = (): Date | null => storedAt

export function onStoredReply(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
