import type { Position } from 'geojson'

/** Rings here are without the closing point. */

/** Positive when counter-clockwise. */
export function ringArea(ring: readonly Position[]): number {
  let sum = 0
  for (let at = 0; at < ring.length; at++) {
    const [a, b] = [ring[at]!, ring[(at + 1) % ring.length]!]
    sum += a[0]! * b[1]! - b[0]! * a[1]!
  }
  return sum / 2
}

export const polygonArea = (rings: readonly (readonly Position[])[]): number =>
  rings.reduce((sum, ring, at) => sum + Math.abs(ringArea(ring.slice(0, -1))) * (at === 0 ? 1 : -1), 0)

/** Without points that lie within 1 mm of the line between their neighbours, and without doubled ones. */
export function withoutCollinear(ring: readonly Position[]): Position[] {
  const kept = [...ring]
  for (let at = 0; at < kept.length && kept.length > 3; ) {
    const [a, b, c] = [kept[(at + kept.length - 1) % kept.length]!, kept[at]!, kept[(at + 1) % kept.length]!]
    const base = Math.hypot(c[0]! - a[0]!, c[1]! - a[1]!)
    const away = base === 0 ? 0 : Math.abs((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!)) / base
    if (away < 0.001) {
      kept.splice(at, 1)
      at = Math.max(0, at - 1)
    } else at++
  }
  return kept
}

/** Whether no two edges cross or touch but where they follow each other. */
export function isSimple(ring: readonly Position[]): boolean {
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 1; j < ring.length; j++) {
      const follows = j === i + 1 || (i === 0 && j === ring.length - 1)
      const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
      const [c, d] = [ring[j]!, ring[(j + 1) % ring.length]!]
      if (!follows && edgesMeet(a, b, c, d)) return false
    }
  }
  return true
}

function edgesMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc * abd < 0 && cda * cdb < 0) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}

const turn = (a: Position, b: Position, c: Position) =>
  Math.sign((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!))

const isBetween = (a: Position, b: Position, p: Position) =>
  Math.min(a[0]!, b[0]!) <= p[0]! &&
  p[0]! <= Math.max(a[0]!, b[0]!) &&
  Math.min(a[1]!, b[1]!) <= p[1]! &&
  p[1]! <= Math.max(a[1]!, b[1]!)
