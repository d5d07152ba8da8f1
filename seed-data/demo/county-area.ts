import type { Position } from 'geojson'

/** One county's polygon prepared for many point tests. */
export interface CountyArea {
  readonly bbox: readonly [minLon: number, minLat: number, maxLon: number, maxLat: number]
  contains(lon: number, lat: number): boolean
  /** Distance to the nearest boundary line in metres, good to a few per cent at these latitudes. */
  clearanceMetres(lon: number, lat: number): number
}

export const metresPerDegree = 111_320
const cells = 64
const outside = 0
const inside = 1
const crossed = 2

/**
 * Cuts the box of the county into 64 × 64 cells, known to be inside, outside or crossed by a line; only points in crossed cells need
 * the whole polygon (about one in twenty). `polygons` as in GeoJSON MultiPolygon coordinates.
 */
export function prepareArea(polygons: readonly Position[][][]): CountyArea {
  const edges = edgesOf(polygons)
  let [minLon, minLat, maxLon, maxLat] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < edges.length; i += 2) {
    minLon = Math.min(minLon, edges[i]!)
    maxLon = Math.max(maxLon, edges[i]!)
    minLat = Math.min(minLat, edges[i + 1]!)
    maxLat = Math.max(maxLat, edges[i + 1]!)
  }
  const width = (maxLon - minLon) / cells
  const height = (maxLat - minLat) / cells
  const kinds = new Uint8Array(cells * cells).fill(255)
  const column = (lon: number) => Math.min(cells - 1, Math.max(0, Math.floor((lon - minLon) / width)))
  const row = (lat: number) => Math.min(cells - 1, Math.max(0, Math.floor((lat - minLat) / height)))
  markCrossed(edges, kinds, column, row, width)
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      const at = y * cells + x
      if (kinds[at] === crossed) continue
      // A cell beside an uncrossed one lies on the same side.
      const left = x > 0 ? kinds[at - 1]! : crossed
      kinds[at] =
        left !== crossed
          ? left
          : isInside(edges, minLon + (x + 0.5) * width, minLat + (y + 0.5) * height)
            ? inside
            : outside
    }
  }
  return {
    bbox: [minLon, minLat, maxLon, maxLat],
    contains(lon, lat) {
      if (lon < minLon || lon > maxLon || lat < minLat || lat > maxLat) return false
      const kind = kinds[row(lat) * cells + column(lon)]
      return kind === crossed ? isInside(edges, lon, lat) : kind === inside
    },
    clearanceMetres: (lon, lat) => clearance(edges, lon, lat),
  }
}

/** Flat [lon, lat, lon, lat] of each edge. */
function edgesOf(polygons: readonly Position[][][]): Float64Array {
  const flat: number[] = []
  for (const ring of polygons.flat())
    for (let i = 1; i < ring.length; i++) flat.push(ring[i - 1]![0]!, ring[i - 1]![1]!, ring[i]![0]!, ring[i]![1]!)
  return Float64Array.from(flat)
}

function markCrossed(
  edges: Float64Array,
  kinds: Uint8Array,
  column: (lon: number) => number,
  row: (lat: number) => number,
  width: number,
): void {
  for (let e = 0; e < edges.length; e += 4) {
    // In steps no wider than a cell, each marks the box of its piece: never too few cells, at most a few too many.
    const steps = Math.max(1, Math.ceil(Math.abs(edges[e + 2]! - edges[e]!) / width))
    for (let s = 0; s < steps; s++) {
      const lonAt = (t: number) => edges[e]! + ((edges[e + 2]! - edges[e]!) * t) / steps
      const latAt = (t: number) => edges[e + 1]! + ((edges[e + 3]! - edges[e + 1]!) * t) / steps
      const [x0, x1] = [column(lonAt(s)), column(lonAt(s + 1))].sort((a, b) => a - b) as [number, number]
      const [y0, y1] = [row(latAt(s)), row(latAt(s + 1))].sort((a, b) => a - b) as [number, number]
      for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) kinds[y * cells + x] = crossed
    }
  }
}

/** Even-odd rule, which also leaves out holes. */
function isInside(edges: Float64Array, lon: number, lat: number): boolean {
  let odd = false
  for (let e = 0; e < edges.length; e += 4) {
    const latA = edges[e + 1]!
    const latB = edges[e + 3]!
    if (latA > lat === latB > lat) continue
    const lonA = edges[e]!
    if (lon < lonA + ((lat - latA) / (latB - latA)) * (edges[e + 2]! - lonA)) odd = !odd
  }
  return odd
}

function clearance(edges: Float64Array, lon: number, lat: number): number {
  const shrink = Math.cos((lat * Math.PI) / 180)
  let best = Infinity
  for (let e = 0; e < edges.length; e += 4) {
    const ax = (edges[e]! - lon) * shrink
    const ay = edges[e + 1]! - lat
    const dx = (edges[e + 2]! - edges[e]!) * shrink
    const dy = edges[e + 3]! - edges[e + 1]!
    const length2 = dx * dx + dy * dy
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2))
    best = Math.min(best, (ax + t * dx) ** 2 + (ay + t * dy) ** 2)
  }
  return Math.sqrt(best) * metresPerDegree
}
