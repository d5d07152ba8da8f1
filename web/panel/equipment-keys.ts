import type { Place } from '../../api/contract/place-record.ts'

type Piece = Place['equipment'][number]

/** What a code on a piece of equipment says: its kind, with a number where a place lists the same kind twice. */
export function pieceKeys(equipment: readonly Piece[]): { key: string; piece: Piece }[] {
  const seen = new Map<string, number>()
  return equipment.map((piece) => {
    const count = (seen.get(piece.kind) ?? 0) + 1
    seen.set(piece.kind, count)
    return { key: count === 1 ? piece.kind : `${piece.kind}~${count}`, piece }
  })
}

export const pieceOf = (equipment: readonly Piece[], key: string): Piece | undefined =>
  pieceKeys(equipment).find((one) => one.key === key)?.piece
