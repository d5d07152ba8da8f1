const radians = Math.PI / 180
const equatorMetres = 6_378_137
const eccentricity2 = 0.006_694_379_990_14
/** What a degree of latitude has at the equator, where it is shortest. */
const leastPerLat = 110_574

/** Metres a degree of longitude has at a latitude of WGS84. */
export function metresPerLon(lat: number): number {
  const sin2 = Math.sin(lat * radians) ** 2
  return equatorMetres * radians * Math.sqrt((1 - sin2) / (1 - eccentricity2 * sin2))
}

/** Metres a degree of latitude has there. */
export function metresPerLat(lat: number): number {
  const sin2 = Math.sin(lat * radians) ** 2
  const curved = 1 - eccentricity2 * sin2
  return (equatorMetres * radians * (1 - eccentricity2)) / (curved * Math.sqrt(curved))
}

/** Rows are twice as high as columns are wide: a row's buckets are one run of points, so that narrow ones cost nothing. */
const columnsPerRow = 2
const mostBuckets = 4_000_000
/** Beyond this a search begins with a small window and widens it. */
const farMetres = 50_000
/** lon, lat and both scales of a point stand side by side. */
const stride = 4

/**
 * Points with exact neighbours by distance on WGS84, for millions of questions a second. Distances are those of the mean of both
 * ends' scales: within 0.01 % up to 50 km at the latitudes of China, within millimetres at walking distance.
 *
 * Points lie in buckets of a grid, sorted by counting, which takes a tenth of the time that a tree needs. What lies outside the grid,
 * which leaves out the strays of both ends, is in the buckets of its rim.
 */
export class PointIndex {
  readonly lon: Float64Array
  readonly lat: Float64Array
  /** What the last `within` found: positions of points and their distances. */
  readonly found: number[] = []
  readonly foundMetres: number[] = []
  /** What the last `nearest` found. */
  nearestPoint = -1
  nearestMetres = Number.POSITIVE_INFINITY
  readonly #west: number
  readonly #south: number
  readonly #columns: number
  readonly #rows: number
  readonly #perColumn: number
  readonly #perRow: number
  /** Where the points of each bucket begin. */
  readonly #starts: Uint32Array
  readonly #ids: Uint32Array
  readonly #packed: Float64Array
  /** Of each row, the least metres that a degree of longitude has at its points. */
  readonly #leastPerLon: Float64Array
  #perLon: Float64Array | null = null

  constructor(lon: Float64Array, lat: Float64Array) {
    this.lon = lon
    this.lat = lat
    const [west, east] = usualRange(lon)
    const [south, north] = usualRange(lat)
    const wide = Math.max(1e-6, (east - west) * Math.cos(((south + north) / 2) * radians))
    const high = Math.max(1e-6, north - south)
    const buckets = Math.min(mostBuckets, Math.max(1, lon.length))
    this.#rows = Math.max(1, Math.min(10_000, Math.round(Math.sqrt((buckets * high) / wide / columnsPerRow))))
    this.#columns = Math.max(1, Math.min(20_000, Math.round(buckets / this.#rows)))
    this.#west = west
    this.#south = south
    this.#perColumn = this.#columns / Math.max(1e-6, east - west)
    this.#perRow = this.#rows / high
    this.#leastPerLon = Float64Array.from({ length: this.#rows }, (_, row) => this.#leastInRow(row))
    this.#starts = new Uint32Array(this.#rows * this.#columns + 1)
    this.#ids = new Uint32Array(lon.length)
    this.#packed = new Float64Array(lon.length * stride)
    this.#sort()
  }

  /** Metres a degree of longitude has at each point. */
  get perLon(): Float64Array {
    this.#perLon ??= this.lat.map(metresPerLon)
    return this.#perLon
  }

  /** Gathers the points within a distance (the rim counts) in `found` and `foundMetres`; returns how many. */
  within(lon: number, lat: number, metres: number): number {
    const perLon = metresPerLon(lat)
    const perLat = metresPerLat(lat)
    const [ids, packed, starts, columns] = [this.#ids, this.#packed, this.#starts, this.#columns]
    const limit = metres * metres
    const highest = metres / (0.5 * (perLat + leastPerLat))
    const lastRow = this.#rowOf(lat + highest)
    let count = 0
    for (let row = this.#rowOf(lat - highest); row <= lastRow; row++) {
      const widest = this.#widest(row, lat, perLon, perLat, metres)
      const from = starts[row * columns + this.#columnOf(lon - widest)]!
      const to = starts[row * columns + this.#columnOf(lon + widest) + 1]!
      for (let i = from; i < to; i++) {
        const at = i * stride
        const dx = (lon - packed[at]!) * 0.5 * (perLon + packed[at + 2]!)
        const dy = (lat - packed[at + 1]!) * 0.5 * (perLat + packed[at + 3]!)
        const square = dx * dx + dy * dy
        if (square > limit) continue
        this.found[count] = ids[i]!
        this.foundMetres[count++] = Math.sqrt(square)
      }
    }
    return count
  }

  /** Distance of a position to one of the points. */
  metresTo(point: number, lon: number, lat: number): number {
    const to = this.lat[point]!
    const dx = (lon - this.lon[point]!) * 0.5 * (metresPerLon(lat) + metresPerLon(to))
    const dy = (lat - to) * 0.5 * (metresPerLat(lat) + metresPerLat(to))
    return Math.sqrt(dx * dx + dy * dy)
  }

  /**
   * Finds the nearest point that is nearer than `bound` metres in `nearestPoint` (-1: none) and `nearestMetres`. Points whose `owner` is
   * marked in `gone` do not count. A close bound, such as the distance to the neighbour's nearest, makes it many times faster.
   */
  nearest(lon: number, lat: number, bound: number, owner: Int32Array, gone: Uint8Array): void {
    this.nearestPoint = -1
    this.nearestMetres = Number.POSITIVE_INFINITY
    if (this.lon.length === 0) return
    let window = bound > farMetres ? 2_000 : bound
    for (;;) {
      this.#nearestWithin(lon, lat, window, owner, gone)
      // Half around the world is everything.
      if (this.nearestPoint >= 0 || window >= bound || window > 4e7) return
      window = Math.min(bound, window * 4)
    }
  }

  #nearestWithin(lon: number, lat: number, bound: number, owner: Int32Array, gone: Uint8Array): void {
    const perLon = metresPerLon(lat)
    const perLat = metresPerLat(lat)
    const [ids, packed, starts, columns] = [this.#ids, this.#packed, this.#starts, this.#columns]
    const own = this.#rowOf(lat)
    let best = bound
    let square = bound * bound
    let bestPoint = -1
    let [isBelow, isAbove] = [true, true]
    // Own row, then outward by turns: what is found near makes the rest narrow.
    for (let turn = 0; isBelow || isAbove; turn++) {
      const step = (turn + 1) >> 1
      const isUp = (turn & 1) === 1
      if (isUp ? !isAbove : !isBelow) continue
      const row = isUp ? own + step : own - step
      const widest = row < 0 || row >= this.#rows ? -1 : this.#widest(row, lat, perLon, perLat, best)
      if (widest < 0) {
        if (isUp) isAbove = false
        else isBelow = false
        continue
      }
      const from = starts[row * columns + this.#columnOf(lon - widest)]!
      const to = starts[row * columns + this.#columnOf(lon + widest) + 1]!
      for (let i = from; i < to; i++) {
        const at = i * stride
        const dx = (lon - packed[at]!) * 0.5 * (perLon + packed[at + 2]!)
        const dy = (lat - packed[at + 1]!) * 0.5 * (perLat + packed[at + 3]!)
        const away = dx * dx + dy * dy
        if (away >= square || gone[owner[ids[i]!]!] !== 0) continue
        square = away
        best = Math.sqrt(away)
        bestPoint = ids[i]!
      }
    }
    if (bestPoint < 0) return
    this.nearestPoint = bestPoint
    this.nearestMetres = best
  }

  /** Degrees of longitude that a point of a row can be off at most to be within a distance; -1 where the whole row is farther. */
  #widest(row: number, lat: number, perLon: number, perLat: number, metres: number): number {
    // Rows of the rim have what lies beyond them too, so that only their inner side is a bound.
    const below = lat - (this.#south + (row + 1) / this.#perRow)
    const above = this.#south + row / this.#perRow - lat
    const off = Math.max(0, row < this.#rows - 1 ? below : 0, row > 0 ? above : 0) * 0.5 * (perLat + leastPerLat)
    if (off > metres) return -1
    // A hair wider than needed, so that rounding leaves nobody out.
    return (Math.sqrt(metres * metres - off * off) / (0.5 * (perLon + this.#leastPerLon[row]!))) * 1.000_001 + 1e-9
  }

  #leastInRow(row: number): number {
    if (row === 0 || row === this.#rows - 1) return 0
    const south = this.#south + row / this.#perRow
    return Math.min(metresPerLon(south), metresPerLon(south + 1 / this.#perRow)) * 0.999_999
  }

  #rowOf(lat: number): number {
    const row = (lat - this.#south) * this.#perRow
    return row >= this.#rows ? this.#rows - 1 : row > 0 ? Math.floor(row) : 0
  }

  #columnOf(lon: number): number {
    const column = (lon - this.#west) * this.#perColumn
    return column >= this.#columns ? this.#columns - 1 : column > 0 ? Math.floor(column) : 0
  }

  #sort(): void {
    const [lon, lat, starts, ids, packed] = [this.lon, this.lat, this.#starts, this.#ids, this.#packed]
    const buckets = new Uint32Array(lon.length)
    for (let i = 0; i < lon.length; i++) {
      const bucket = this.#rowOf(lat[i]!) * this.#columns + this.#columnOf(lon[i]!)
      buckets[i] = bucket
      starts[bucket + 1]!++
    }
    for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!
    const next = starts.slice()
    for (let i = 0; i < lon.length; i++) {
      const place = next[buckets[i]!]!++
      ids[place] = i
      const at = place * stride
      packed[at] = lon[i]!
      packed[at + 1] = lat[i]!
      packed[at + 2] = metresPerLon(lat[i]!)
      packed[at + 3] = metresPerLat(lat[i]!)
    }
  }
}

/** Between which values nearly all lie, judged by a sample: one stray of many must not make every bucket large. */
function usualRange(values: Float64Array): [number, number] {
  if (values.length === 0) return [0, 1]
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const step = Math.max(1, Math.floor(values.length / 4000))
  const sample = new Float64Array(Math.ceil(values.length / step))
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * step]!
  sample.sort()
  const low = sample[Math.floor(sample.length * 0.01)]!
  const high = sample[Math.ceil(sample.length * 0.99) - 1]!
  const margin = (high - low) * 0.2
  return [Math.max(least, low - margin), Math.min(most, high + margin)]
}
