import { type Cells, reachOf, type Step, type Supply, weightAt } from './cells.ts'
import { PointIndex } from './point-index.ts'
import { type Located, metresToSupply, SurroundingCells } from './surrounding-cells.ts'
import type { Ways } from './ways.ts'

export interface CoverageSettings {
  /** Catchment of E2SFCA. */
  steps: readonly Step[]
  /** Radius within which kinds are counted. */
  diversityMetres: number
}

/** More places than this added one by one are worth an index anew. */
const mostAdded = 500

/**
 * Distances, access and kinds of every cell, kept in columns and true to single changes of places. Holds its arrays as long as the run
 * that it belongs to is asked for.
 */
export class CoverageModel {
  readonly cells: Cells
  readonly settings: CoverageSettings
  readonly supplies: Supply[]
  /** Metres to the nearest place and its position in `supplies`; infinite and -1 where there is none at all. */
  readonly nearestMetres: Float64Array
  readonly nearestSupply: Int32Array
  /** A_i of E2SFCA: capacity a head within reach. */
  readonly access: Float64Array
  /** Bit sets of the kinds within the radius: kinds 0–31, and 32–63. */
  readonly kindsLow: Uint32Array
  readonly kindsHigh: Uint32Array
  /** What distances follow; null: straight lines. */
  readonly ways: Ways | null
  #cellIndex: PointIndex | undefined
  #gone: Uint8Array
  #points!: PointIndex
  #owner!: Int32Array
  #added: number[] = []
  readonly #slotOf = new Map<number, number>()
  readonly #surroundings: SurroundingCells

  constructor(
    cells: Cells,
    supplies: readonly Supply[],
    settings: CoverageSettings,
    { cellIndex, ways = null }: { cellIndex?: PointIndex; ways?: Ways | null } = {},
  ) {
    const count = cells.lon.length
    this.cells = cells
    this.settings = settings
    this.ways = ways
    this.supplies = [...supplies]
    this.#cellIndex = cellIndex
    this.nearestMetres = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
    this.nearestSupply = new Int32Array(count).fill(-1)
    this.access = new Float64Array(count)
    this.kindsLow = new Uint32Array(count)
    this.kindsHigh = new Uint32Array(count)
    this.#surroundings = new SurroundingCells(() => this.cellIndex, count, ways)
    this.#gone = new Uint8Array(supplies.length + mostAdded + 1)
    for (const [slot, { id }] of this.supplies.entries()) this.#slotOf.set(id, slot)
    this.#indexPoints()
  }

  /** Made when places look around themselves: distances do without. */
  get cellIndex(): PointIndex {
    this.#cellIndex ??= new PointIndex(this.cells.lon, this.cells.lat)
    return this.#cellIndex
  }

  /** All three columns anew. */
  compute(): this {
    this.computeNearest()
    this.computeReach()
    return this
  }

  computeNearest(): void {
    if (this.#added.length > 0) this.#indexPoints()
    const { lon, lat } = this.cells
    const [points, owner] = [this.#points, this.#owner]
    let last = -1
    for (let cell = 0; cell < lon.length; cell++) {
      const x = lon[cell]!
      const y = lat[cell]!
      let bound = Number.POSITIVE_INFINITY
      if (last >= 0) bound = points.metresTo(last, x, y)
      points.nearest(x, y, bound, owner, this.#gone)
      if (points.nearestPoint >= 0) {
        last = points.nearestPoint
        this.nearestMetres[cell] = points.nearestMetres
      } else this.nearestMetres[cell] = bound
      this.nearestSupply[cell] = last < 0 ? -1 : owner[last]!
    }
    this.ways?.nearest(this.supplies, this.nearestMetres, this.nearestSupply)
  }

  /** Access and kinds: each place looks around itself once, for the people who share it and for what each of them gets. */
  computeReach(): void {
    this.access.fill(0)
    this.kindsLow.fill(0)
    this.kindsHigh.fill(0)
    for (let slot = 0; slot < this.supplies.length; slot++) {
      if (this.#gone[slot] === 0) this.#give(slot, 1)
    }
  }

  /** People within reach of a place, weighted: the denominator of its R_j. */
  demandOn(slot: number): number {
    const { steps } = this.settings
    this.#surroundings.look(this.supplies[slot]!, reachOf(steps))
    let demand = 0
    for (let i = 0; i < this.#surroundings.cells.length; i++) {
      demand += this.cells.people[this.#surroundings.cells[i]!]! * weightAt(steps, this.#surroundings.metres[i]!)
    }
    return demand
  }

  /** How many kinds are within the radius of a cell. */
  kindsIn(cell: number): number {
    return bitCount(this.kindsLow[cell]!) + bitCount(this.kindsHigh[cell]!)
  }

  /** Whether a position in `supplies` still stands for a place. */
  isThere(slot: number): boolean {
    return this.#gone[slot] === 0
  }

  slotOf(id: number): number | undefined {
    return this.#slotOf.get(id)
  }

  /** Cells within a distance of a place, each once: their positions and distances. The arrays are good until the next call. */
  cellsAround(supply: Located, metres: number): { cells: readonly number[]; metres: readonly number[] } {
    this.#surroundings.look(supply, metres)
    return { cells: this.#surroundings.cells, metres: this.#surroundings.metres }
  }

  /**
   * Replaces, adds (its id is new) or takes away (null) one place; only the cells that it touches are computed again.
   * Along ways a model is computed anew instead.
   * @returns positions of the regions whose figures may differ.
   */
  change(id: number, supply: Supply | null): Set<number> {
    if (this.ways) throw new Error('a model along ways is computed anew, never changed')
    if (this.#added.length >= mostAdded) this.#indexPoints()
    const touched = new Set<number>()
    const kinds = new Set<number>()
    const old = this.#slotOf.get(id)
    if (old !== undefined) this.#takeAway(old, touched, kinds)
    if (supply) this.#put(supply, touched, kinds)
    for (const cell of kinds) this.#countKinds(cell)
    return touched
  }

  #takeAway(slot: number, touched: Set<number>, kinds: Set<number>): void {
    this.#give(slot, -1)
    this.#note(touched, kinds, slot)
    this.#gone[slot] = 1
    this.#slotOf.delete(this.supplies[slot]!.id)
    for (let cell = 0; cell < this.nearestSupply.length; cell++) {
      if (this.nearestSupply[cell] !== slot) continue
      this.#findNearest(cell)
      touched.add(this.cells.region[cell]!)
    }
  }

  #put(supply: Supply, touched: Set<number>, kinds: Set<number>): void {
    const slot = this.supplies.push(supply) - 1
    this.#slotOf.set(supply.id, slot)
    this.#added.push(slot)
    this.#give(slot, 1)
    this.#note(touched, kinds, slot)
    const { lon, lat, region } = this.cells
    for (let cell = 0; cell < lon.length; cell++) {
      const metres = metresToSupply(
        supply,
        lon[cell]!,
        lat[cell]!,
        this.cellIndex.perLon[cell]!,
        this.nearestMetres[cell]!,
      )
      if (metres >= this.nearestMetres[cell]!) continue
      this.nearestMetres[cell] = metres
      this.nearestSupply[cell] = slot
      touched.add(region[cell]!)
    }
  }

  /** Adds (1) or takes back (-1) what a place gives to the people around it. */
  #give(slot: number, sign: 1 | -1): void {
    const supply = this.supplies[slot]!
    const { steps, diversityMetres } = this.settings
    const reach = reachOf(steps)
    this.#surroundings.look(supply, Math.max(reach, diversityMetres))
    const [around, metres, people] = [this.#surroundings.cells, this.#surroundings.metres, this.cells.people]
    let demand = 0
    for (let i = 0; i < around.length; i++) {
      const weight = weightAt(steps, metres[i]!)
      if (weight > 0) demand += people[around[i]!]! * weight
    }
    const ratio = demand > 0 ? (sign * supply.capacity) / demand : 0
    const low = supply.kind < 32 ? 1 << supply.kind : 0
    const high = supply.kind < 32 ? 0 : 1 << (supply.kind - 32)
    for (let i = 0; i < around.length; i++) {
      const cell = around[i]!
      if (ratio !== 0) this.access[cell]! += ratio * weightAt(steps, metres[i]!)
      if (sign === 1 && metres[i]! <= diversityMetres) {
        this.kindsLow[cell]! |= low
        this.kindsHigh[cell]! |= high
      }
    }
  }

  /** Its own region and those of the cells around; and the cells whose kinds must be counted again. */
  #note(touched: Set<number>, kinds: Set<number>, slot: number): void {
    const { region } = this.supplies[slot]!
    if (region >= 0) touched.add(region)
    for (let i = 0; i < this.#surroundings.cells.length; i++) {
      const cell = this.#surroundings.cells[i]!
      touched.add(this.cells.region[cell]!)
      if (this.#surroundings.metres[i]! <= this.settings.diversityMetres) kinds.add(cell)
    }
  }

  #countKinds(cell: number): void {
    const [lon, lat] = [this.cells.lon[cell]!, this.cells.lat[cell]!]
    let [low, high] = [0, 0]
    const see = (slot: number) => {
      const { kind } = this.supplies[slot]!
      if (this.#gone[slot] !== 0) return
      if (kind < 32) low |= 1 << kind
      else high |= 1 << (kind - 32)
    }
    const { diversityMetres } = this.settings
    const count = this.#points.within(lon, lat, diversityMetres)
    for (let i = 0; i < count; i++) see(this.#owner[this.#points.found[i]!]!)
    for (const slot of this.#added) {
      const metres = metresToSupply(this.supplies[slot]!, lon, lat, this.cellIndex.perLon[cell]!, diversityMetres + 1)
      if (metres <= diversityMetres) see(slot)
    }
    this.kindsLow[cell] = low
    this.kindsHigh[cell] = high
  }

  #findNearest(cell: number): void {
    const [lon, lat] = [this.cells.lon[cell]!, this.cells.lat[cell]!]
    this.#points.nearest(lon, lat, Number.POSITIVE_INFINITY, this.#owner, this.#gone)
    let metres = this.#points.nearestMetres
    let slot = this.#points.nearestPoint < 0 ? -1 : this.#owner[this.#points.nearestPoint]!
    for (const other of this.#added) {
      if (this.#gone[other] !== 0) continue
      const away = metresToSupply(this.supplies[other]!, lon, lat, this.cellIndex.perLon[cell]!, metres)
      if (away < metres) [metres, slot] = [away, other]
    }
    this.nearestMetres[cell] = metres
    this.nearestSupply[cell] = slot
  }

  #indexPoints(): void {
    let total = 0
    for (const [slot, { points }] of this.supplies.entries()) if (!this.#gone[slot]) total += points.length / 2
    const lon = new Float64Array(total)
    const lat = new Float64Array(total)
    this.#owner = new Int32Array(total)
    let at = 0
    for (const [slot, { points }] of this.supplies.entries()) {
      if (this.#gone[slot]) continue
      for (let i = 0; i < points.length; i += 2) {
        lon[at] = points[i]!
        lat[at] = points[i + 1]!
        this.#owner[at++] = slot
      }
    }
    this.#points = new PointIndex(lon, lat)
    this.#added = []
    const gone = new Uint8Array(this.supplies.length + mostAdded + 1)
    gone.set(this.#gone.subarray(0, this.supplies.length))
    this.#gone = gone
  }
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
