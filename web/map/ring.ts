import type { Share } from './gather-marks.ts'

/** A part of a disc's ring: angles in radians, clockwise from twelve o'clock. */
export interface Arc {
  category: string
  from: number
  to: number
}

/**
 * The ring of a disc. At most `most` arcs, the rest gathered in the last under an empty category; each at least
 * `leastShare` of the round, so that a rare kind is still seen beside a common one.
 */
export function ringArcs(shares: readonly Share[], most = 7, leastShare = 0.05): Arc[] {
  const sorted = shares.filter((share) => share.count > 0).toSorted((a, b) => b.count - a.count)
  const shown = sorted.length > most ? sorted.slice(0, most - 1) : sorted
  const rest = sorted.slice(shown.length).reduce((sum, share) => sum + share.count, 0)
  const parts = rest > 0 ? [...shown, { category: '', count: rest }] : shown
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const widened = parts.map((part) => Math.max(part.count / total, leastShare))
  const round = widened.reduce((sum, width) => sum + width, 0)
  let from = 0
  return parts.map((part, index) => {
    const to = index === parts.length - 1 ? 2 * Math.PI : from + (widened[index]! / round) * 2 * Math.PI
    const arc = { category: part.category, from, to }
    from = to
    return arc
  })
}

/** Radius of a disc in pixels: grows with the order of magnitude only, so that a city does not cover its county. */
export const discRadius = (count: number): number => Math.min(29, 15 + 3.2 * Math.log10(Math.max(1, count)))
