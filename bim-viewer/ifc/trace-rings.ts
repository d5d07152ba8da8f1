import type { Position } from 'geojson'

type Triangle = readonly [readonly [number, number], readonly [number, number], readonly [number, number]]

/**
 * The outlines of triangles in a plane: points are taken to a grid of 1 mm, edges that two triangles share cancel out, the others are followed.
 * @returns rings without the closing point, or null when an outline does not close or touches itself.
 */
export function traceRings(triangles: readonly Triangle[]): Position[][] | null {
  const points = new Map<string, Position>()
  const next = outlineOf(triangles, points)
  const rings: Position[][] = []
  while (next.size) {
    const start = next.keys().next().value as string
    const ring: Position[] = []
    for (let at: string = start; ; ) {
      const onwards = next.get(at)
      if (onwards?.size !== 1) return null
      ring.push(points.get(at)!)
      next.delete(at)
      at = onwards.values().next().value as string
      if (at === start) break
    }
    rings.push(ring)
  }
  return rings
}

/** From each point of the outline to the next, with the inside on the left. */
function outlineOf(triangles: readonly Triangle[], points: Map<string, Position>): Map<string, Set<string>> {
  const edges = new Set<string>()
  for (const triangle of triangles) {
    const keys = triangle.map((point) => keyOf(point, points))
    if (new Set(keys).size < 3) continue
    if (isClockwise(triangle)) keys.reverse()
    keys.forEach((from, at) => {
      const to = keys[(at + 1) % 3]!
      if (!edges.delete(`${to}|${from}`)) edges.add(`${from}|${to}`)
    })
  }
  const next = new Map<string, Set<string>>()
  for (const edge of edges) {
    const [from, to] = edge.split('|') as [string, string]
    next.set(from, (next.get(from) ?? new Set()).add(to))
  }
  return next
}

function keyOf([x, y]: readonly [number, number], points: Map<string, Position>): string {
  const [gridX, gridY] = [Math.round(x * 1000), Math.round(y * 1000)]
  const key = `${gridX},${gridY}`
  if (!points.has(key)) points.set(key, [gridX / 1000, gridY / 1000])
  return key
}

const isClockwise = ([a, b, c]: Triangle) => (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]) < 0
