/** Plane geometry for comparing decoded tiles. */
export interface Point {
  x: number
  y: number
}

/** Inside the tile's buffer, at least `margin` units from its edge. */
export function insideBox({ x, y }: Point, margin: number): boolean {
  return x > -64 + margin && x < 4160 - margin && y > -64 + margin && y < 4160 - margin
}

export function distanceToPath(point: Point, paths: readonly (readonly Point[])[], closed: boolean): number {
  let least = Number.POSITIVE_INFINITY
  for (const path of paths) {
    for (let i = closed ? 0 : 1; i < path.length; i++) {
      const from = path[(i + path.length - 1) % path.length]!
      least = Math.min(least, distanceToSegment(point, from, path[i]!))
    }
  }
  return least
}

function distanceToSegment({ x, y }: Point, a: Point, b: Point): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const square = dx * dx + dy * dy
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / square))
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
}

/** Exteriors less holes, in square units: rings of a tile carry their sign. */
export function polygonArea(rings: readonly (readonly Point[])[]): number {
  return Math.abs(rings.reduce((sum, ring) => sum + signedArea(ring), 0))
}

/** Positive for rings that run clockwise on the screen. */
export function signedArea(ring: readonly Point[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) {
    const from = ring[(i + ring.length - 1) % ring.length]!
    sum += from.x * ring[i]!.y - ring[i]!.x * from.y
  }
  return sum / 2
}
