import { metresPerLat, metresPerLon } from './point-index.ts'

/** Crossings and the edges between them, which go both ways. Degrees of WGS84, metres on the ellipsoid. */
export interface PathNetwork {
  lon: Float64Array
  lat: Float64Array
  from: Uint32Array
  to: Uint32Array
  metres: Float32Array
}

type Line = readonly (readonly number[])[]

/** Lines meet where their vertices agree to a tenth of a metre. */
const precision = 1e6
/** Nobody joins a way farther from its nearest node than half of this beyond its true distance. */
const mostEdgeMetres = 50

/** A network out of lines: equal vertices are one crossing, long segments are cut so that one can join them anywhere. */
export function buildNetwork(lines: Iterable<Line>): PathNetwork {
  const nodeOf = new Map<string, number>()
  const [lon, lat, from, to, metres]: number[][] = [[], [], [], [], []]
  const node = (x: number, y: number): number => {
    const key = `${Math.round(x * precision)} ${Math.round(y * precision)}`
    const known = nodeOf.get(key)
    if (known !== undefined) return known
    nodeOf.set(key, lon!.length)
    lat!.push(y)
    return lon!.push(x) - 1
  }
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [x1, y1] = line[i - 1] as [number, number]
      const [x2, y2] = line[i] as [number, number]
      const parts = Math.max(1, Math.ceil(metresBetween(x1, y1, x2, y2) / mostEdgeMetres))
      let last = node(x1, y1)
      for (let part = 1; part <= parts; part++) {
        const next = node(x1 + ((x2 - x1) * part) / parts, y1 + ((y2 - y1) * part) / parts)
        if (next === last) continue
        from!.push(last)
        to!.push(next)
        metres!.push(metresBetween(lon![last]!, lat![last]!, lon![next]!, lat![next]!))
        last = next
      }
    }
  }
  return {
    lon: Float64Array.from(lon!),
    lat: Float64Array.from(lat!),
    from: Uint32Array.from(from!),
    to: Uint32Array.from(to!),
    metres: Float32Array.from(metres!),
  }
}

/** By the scales at the middle of both ends, as `PointIndex` measures. */
export function metresBetween(x1: number, y1: number, x2: number, y2: number): number {
  const dx = (x2 - x1) * 0.5 * (metresPerLon(y1) + metresPerLon(y2))
  const dy = (y2 - y1) * 0.5 * (metresPerLat(y1) + metresPerLat(y2))
  return Math.sqrt(dx * dx + dy * dy)
}

/** How many nodes lie outside the largest connected part. */
export function islandsOf({ lon, from, to }: PathNetwork): number {
  const parent = Uint32Array.from(lon, (_, i) => i)
  const root = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (let edge = 0; edge < from.length; edge++) parent[root(from[edge]!)] = root(to[edge]!)
  const sizes = new Uint32Array(lon.length)
  for (let node = 0; node < lon.length; node++) sizes[root(node)]!++
  return lon.length - sizes.reduce((most, size) => Math.max(most, size), 0)
}
