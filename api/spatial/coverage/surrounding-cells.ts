import type { Supply } from './cells.ts'
import { metresPerLat, metresPerLon, type PointIndex } from './point-index.ts'
import type { Ways } from './ways.ts'

/** A place, or a site without an id that is only thought of. */
export type Located = Pick<Supply, 'points'> & { id?: number }

/** Looks around a place of any shape for the cells within a distance, each once. */
export class SurroundingCells {
  /** What the last `look` found, and the distance of each to the place's nearest point. */
  readonly cells: number[] = []
  readonly metres: number[] = []
  readonly #index: () => PointIndex
  readonly #ways: Ways | null
  readonly #stamp: Int32Array
  readonly #stampMetres: Float64Array
  #stamps = 0

  /** @param index of the cells; asked for when it is needed @param count of the cells @param ways what distances follow; null: straight lines */
  constructor(index: () => PointIndex, count: number, ways: Ways | null) {
    this.#index = index
    this.#ways = ways
    this.#stamp = new Int32Array(count)
    this.#stampMetres = new Float64Array(count)
  }

  look(place: Located, within: number): void {
    this.#lookStraight(place, within)
    if (!this.#ways) return
    const { cells, metres } = this
    this.#ways.measure(place, cells, metres, within)
    let kept = 0
    for (let i = 0; i < cells.length; i++) {
      if (metres[i]! > within) continue
      cells[kept] = cells[i]!
      metres[kept++] = metres[i]!
    }
    cells.length = kept
    metres.length = kept
  }

  #lookStraight({ points }: Located, within: number): void {
    const index = this.#index()
    const { cells, metres } = this
    cells.length = 0
    metres.length = 0
    if (points.length === 2) {
      const count = index.within(points[0]!, points[1]!, within)
      for (let i = 0; i < count; i++) {
        cells.push(index.found[i]!)
        metres.push(index.foundMetres[i]!)
      }
      return
    }
    const stamp = ++this.#stamps
    for (let at = 0; at < points.length; at += 2) {
      const count = index.within(points[at]!, points[at + 1]!, within)
      for (let i = 0; i < count; i++) {
        const cell = index.found[i]!
        if (this.#stamp[cell] !== stamp) {
          this.#stamp[cell] = stamp
          this.#stampMetres[cell] = index.foundMetres[i]!
          cells.push(cell)
        } else if (index.foundMetres[i]! < this.#stampMetres[cell]!) this.#stampMetres[cell] = index.foundMetres[i]!
      }
    }
    for (const cell of cells) metres.push(this.#stampMetres[cell]!)
  }
}

/** Distance from a position to a place's nearest point; anything not nearer than `bound` may come back as infinite. */
export function metresToSupply(supply: Supply, lon: number, lat: number, perLon: number, bound: number): number {
  const { points } = supply
  const perLat = metresPerLat(lat)
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < points.length; i += 2) {
    const away = (lat - points[i + 1]!) * perLat
    // Scales differ by less than one in a hundred between two points of a province.
    if (Math.abs(away) * 0.98 > bound) continue
    const dy = (lat - points[i + 1]!) * 0.5 * (perLat + metresPerLat(points[i + 1]!))
    const dx = (lon - points[i]!) * 0.5 * (perLon + metresPerLon(points[i + 1]!))
    const metres = Math.sqrt(dx * dx + dy * dy)
    if (metres < best) best = metres
  }
  return best
}
