import KDBush from 'kdbush'

const radians = Math.PI / 180
const equatorMetres = 6_378_137
const eccentricity2 = 0.006_694_379_990_14

/** Metres a degree of longitude has at a latitude of WGS84. */
export function metresPerLon(lat: number): number {
  const sin = Math.sin(lat * radians)
  return (equatorMetres / Math.sqrt(1 - eccentricity2 * sin * sin)) * Math.cos(lat * radians) * radians
}

/** Metres a degree of latitude has there. */
export function metresPerLat(lat: number): number {
  const sin = Math.sin(lat * radians)
  return ((equatorMetres * (1 - eccentricity2)) / (1 - eccentricity2 * sin * sin) ** 1.5) * radians
}

/** Mercator's y in degrees: with longitude as x, directions and (locally) shapes are true. */
const mercatorDegrees = (lat: number): number => Math.atanh(Math.sin(lat * radians)) / radians

/** The ellipsoid's two radii differ by less than this share, so a circle on the plane that is so much wider holds the true one. */
const widening = 1.01
const nodeSize = 16

/**
 * Points with exact neighbours by distance on WGS84, for millions of questions a second. Distances are those of the mean of both
 * ends' scales: within 0.01 % up to 50 km at the latitudes of China, within millimetres at walking distance.
 */
export class PointIndex {
  readonly lon: Float64Array
  readonly lat: Float64Array
  readonly perLon: Float64Array
  readonly perLat: Float64Array
  /** What the last `within` found: positions of points and their distances. */
  readonly found: number[] = []
  readonly foundMetres: number[] = []
  /** What the last `nearest` found. */
  nearestPoint = -1
  nearestMetres = Number.POSITIVE_INFINITY
  readonly #tree: KDBush
  readonly #coords: Float64Array
  readonly #ids: Uint16Array | Uint32Array
  readonly #candidates: number[] = []
  readonly #stack = new Int32Array(192)
  readonly #stackMetres = new Float64Array(64)

  constructor(lon: Float64Array, lat: Float64Array) {
    this.lon = lon
    this.lat = lat
    this.perLon = new Float64Array(lon.length)
    this.perLat = new Float64Array(lon.length)
    this.#tree = new KDBush(Math.max(1, lon.length), nodeSize)
    for (let i = 0; i < lon.length; i++) {
      this.perLon[i] = metresPerLon(lat[i]!)
      this.perLat[i] = metresPerLat(lat[i]!)
      this.#tree.add(lon[i]!, mercatorDegrees(lat[i]!))
    }
    // A tree cannot be empty; a point that nobody can be near stands in.
    if (lon.length === 0) this.#tree.add(1e9, 1e9)
    this.#tree.finish()
    this.#coords = this.#tree.coords as Float64Array
    this.#ids = this.#tree.ids
  }

  /** Gathers the points within a distance (the rim counts) in `found` and `foundMetres`; returns how many. */
  within(lon: number, lat: number, metres: number): number {
    const perLon = metresPerLon(lat)
    const perLat = metresPerLat(lat)
    const farLat = Math.min(89, Math.abs(lat) + metres / 110_000)
    const radius = (metres / metresPerLon(farLat)) * widening
    const candidates = this.#tree.withinInto(lon, mercatorDegrees(lat), radius, this.#candidates)
    const limit = metres * metres
    let count = 0
    for (let i = 0; i < candidates; i++) {
      const id = this.#candidates[i]!
      if (id >= this.lon.length) continue
      const dx = (lon - this.lon[id]!) * 0.5 * (perLon + this.perLon[id]!)
      const dy = (lat - this.lat[id]!) * 0.5 * (perLat + this.perLat[id]!)
      const square = dx * dx + dy * dy
      if (square > limit) continue
      this.found[count] = id
      this.foundMetres[count++] = Math.sqrt(square)
    }
    return count
  }

  /** Distance of a position to one of the points. */
  metresTo(point: number, lon: number, lat: number, perLon: number, perLat: number): number {
    const dx = (lon - this.lon[point]!) * 0.5 * (perLon + this.perLon[point]!)
    const dy = (lat - this.lat[point]!) * 0.5 * (perLat + this.perLat[point]!)
    return Math.sqrt(dx * dx + dy * dy)
  }

  /**
   * Finds the nearest point that is nearer than `bound` metres in `nearestPoint` (-1: none) and `nearestMetres`. Points whose `owner` is
   * marked in `gone` do not count. A close bound, such as the distance to the neighbour's nearest, makes it many times faster.
   */
  nearest(lon: number, lat: number, bound: number, owner: Int32Array, gone: Uint8Array): void {
    const perLon = metresPerLon(lat)
    const perLat = metresPerLat(lat)
    const y = mercatorDegrees(lat)
    const farLat = Math.min(89.9, Math.abs(lat) + bound / 110_000)
    // What one degree of the plane is at least, anywhere nearer than the bound.
    const scale = metresPerLon(farLat) / widening
    const [coords, ids, stack, stackMetres] = [this.#coords, this.#ids, this.#stack, this.#stackMetres]
    let best = bound
    let bestPoint = -1
    let top = 0
    stack[0] = 0
    stack[1] = this.lon.length - 1
    stack[2] = 0
    stackMetres[0] = 0
    if (this.lon.length > 0) top = 1
    while (top > 0) {
      top--
      if (stackMetres[top]! >= best) continue
      const left = stack[top * 3]!
      const right = stack[top * 3 + 1]!
      const axis = stack[top * 3 + 2]!
      const isLeaf = right - left <= nodeSize
      const middle = (left + right) >> 1
      const from = isLeaf ? left : middle
      const to = isLeaf ? right : middle
      for (let i = from; i <= to; i++) {
        const id = ids[i]!
        const dx = (lon - this.lon[id]!) * 0.5 * (perLon + this.perLon[id]!)
        if (dx >= best || -dx >= best) continue
        const dy = (lat - this.lat[id]!) * 0.5 * (perLat + this.perLat[id]!)
        const metres = Math.sqrt(dx * dx + dy * dy)
        if (metres < best && gone[owner[id]!] === 0) {
          best = metres
          bestPoint = id
        }
      }
      if (isLeaf) continue
      const delta = axis === 0 ? lon - coords[2 * middle]! : y - coords[2 * middle + 1]!
      const isLeft = delta <= 0
      // The far side first, so that the near one is taken from the stack before it.
      stack[top * 3] = isLeft ? middle + 1 : left
      stack[top * 3 + 1] = isLeft ? right : middle - 1
      stack[top * 3 + 2] = 1 - axis
      stackMetres[top] = Math.abs(delta) * scale
      top++
      stack[top * 3] = isLeft ? left : middle + 1
      stack[top * 3 + 1] = isLeft ? middle - 1 : right
      stack[top * 3 + 2] = 1 - axis
      stackMetres[top] = 0
      top++
    }
    this.nearestPoint = bestPoint
    this.nearestMetres = bestPoint < 0 ? Number.POSITIVE_INFINITY : best
  }
}
