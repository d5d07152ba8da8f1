/** What is known of one replica. */
export interface ReplicaState {
  /** WAL position replayed when it was last asked; undefined when it cannot be used. */
  replayed: bigint | undefined
}

/** A WAL position as PostgreSQL prints it ('16/B374D848') as a number that can be compared; undefined when it is not one. */
export function parsePosition(text: string): bigint | undefined {
  const found = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text)
  if (!found) return undefined
  return (BigInt(`0x${found[1]}`) << 32n) | BigInt(`0x${found[2]}`)
}

/**
 * The replicas from which a reader who has seen `atLeast` may read. What is no position comes from outside and is
 * answered by none of them, so by the primary.
 */
export function usableReplicas<Replica extends ReplicaState>(
  replicas: readonly Replica[],
  atLeast?: string,
): Replica[] {
  if (atLeast === undefined) return replicas.filter(({ replayed }) => replayed !== undefined)
  const wanted = parsePosition(atLeast)
  if (wanted === undefined) return []
  return replicas.filter(({ replayed }) => replayed !== undefined && replayed >= wanted)
}
