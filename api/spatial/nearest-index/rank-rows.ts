import type { PlaceFilter } from '../../contract/place-filter.ts'
import { regionRange } from '../filter.ts'
import type { Clock } from '../open-clock.ts'
import { isByDistanceAlone, localPart, radiusOfScore, scoreAt, type Weights } from '../rank.ts'
import type { CodedColumn } from './coded-column.ts'
import { geocentric, spheroidMetres, wayBetween } from './ellipsoid.ts'
import { type OpenState, stateOf } from './hours.ts'
import { bitOf, type RowStore } from './row-store.ts'
import { nearestOnShape } from './shape.ts'
import { type Item, type Tree, type Visitor, visitNearest } from './tree.ts'

export interface Asked {
  lon: number
  lat: number
  filter: PlaceFilter
  wantedSport: string | undefined
  maxDistanceMetres: number | undefined
  weights: Weights
  limit: number
  /** Open or not by the code of the hours; null for a layer without hours. */
  openNow: OpenStates | null
  openAt: OpenStates | null
}

/** States by code of hours, each worked out when it is first asked for: thousands of places share the same hours. */
export type OpenStates = (code: number) => OpenState

export function openStatesAt({ hours }: RowStore, clock: Clock): OpenStates {
  const states: OpenState[] = []
  return (code) => (states[code] ??= stateOf(hours.values[code]!, clock))
}

export interface Measured {
  row: number
  metres: number
  /** Of a line or an area; null for a point, which is its own. */
  nearest: { lon: number; lat: number } | null
}

/** What is searched: the tree, and rows that came since it was built. */
export interface Searched {
  store: RowStore
  tree: Tree
  late: readonly Item[]
}

/**
 * The rows that can be among the best `limit`, with their exact distances; whoever ranks them gets the same as from all rows. Straight lines
 * through the Earth bound each way from both sides: the `limit`-th best of the lower scores excludes all whose higher score is less.
 */
export function rowsToRank(searched: Searched, asked: Asked): Measured[] {
  const tests = testsOf(searched.store, asked)
  if (tests === null) return []
  const gathered = gather(searched, asked, tests)
  const measured = gathered.map((one) => measure(searched.store, asked, one))
  const { maxDistanceMetres = Number.POSITIVE_INFINITY } = asked
  return measured.filter(({ metres }) => metres <= maxDistanceMetres)
}

interface Gathered {
  row: number
  /** The best it can score, by its least way. */
  most: number
  /** Set for shapes, which are measured when they are met. */
  measured: Measured | null
}

function gather({ store, tree, late }: Searched, asked: Asked, { passes, marks }: Tests): Gathered[] {
  const { weights, limit, wantedSport, openNow } = asked
  const unknownSlots = weights.freeSlots
  const alone = isByDistanceAlone(weights)
  const cap = asked.maxDistanceMetres ?? Number.POSITIVE_INFINITY
  const offersSport =
    wantedSport === undefined ? null : store.sports.values.map((sports) => sports.includes(wantedSport))
  const localOf = (row: number): number =>
    localPart(weights, {
      rating: store.rating.value(row),
      ratingCount: store.ratingCount[row]!,
      open: openOf(store, row, openNow),
      priceLevel: store.priceLevel[row]! < 0 ? null : store.priceLevel[row]!,
      sportMatch: offersSport === null ? null : offersSport[store.sports.codes[row]!]!,
    })
  const found: Gathered[] = []
  const sure = lowest(limit)
  const origin: [number, number] = [asked.lon, asked.lat]

  const visitor: Visitor = {
    boundMetres: cap,
    marks,
    offer(row, line) {
      if (store.isDead(row) || !passes(row)) return
      const shape = store.shapeOf(row)
      const measured = shape ? measure(store, asked, { row, measured: null }) : null
      const [least, longest] = measured
        ? [measured.metres, measured.metres]
        : wayBetween(line, origin, store.lon[row]!, store.lat[row]!)
      if (least > visitor.boundMetres) return
      const local = alone ? 0 : localOf(row)
      found.push({ row, most: scoreAt(least, local + unknownSlots, weights), measured })
      // What may lie beyond the greatest distance asked for must not push out what does not.
      if (longest > cap || !sure.add(scoreAt(longest, local, weights))) return
      visitor.boundMetres = Math.min(cap, radiusOfScore(sure.worst(), weights))
    },
  }
  const position = geocentric(asked.lon, asked.lat)
  visitNearest(tree, position, visitor)
  for (const { row, x, y, z, radius } of late) {
    visitor.offer(row, Math.max(0, Math.hypot(x - position[0], y - position[1], z - position[2]) - radius))
  }
  const least = sure.worst() - 1e-12
  return found.filter(({ most }) => most >= least)
}

/** Null where nobody knows; what is not in operation is not open. */
export function openOf(store: RowStore, row: number, states: OpenStates | null): boolean | null {
  if (states === null) return null
  return store.status.value(row) === 'open' ? states(store.hours.codes[row]!).open : false
}

function measure(
  store: RowStore,
  { lon, lat }: Asked,
  { row, measured }: Pick<Gathered, 'row' | 'measured'>,
): Measured {
  if (measured) return measured
  const shape = store.shapeOf(row)
  if (!shape) return { row, metres: spheroidMetres(lon, lat, store.lon[row]!, store.lat[row]!), nearest: null }
  const nearest = nearestOnShape(shape, lon, lat)
  return { row, metres: nearest.metres, nearest }
}

/** The best `size` scores met, and the least of them: −∞ while they are fewer. */
function lowest(size: number) {
  const heap = new Float64Array(size)
  let count = 0
  return {
    /** True when the worst of the best rose. */
    add(score: number): boolean {
      if (count < size) {
        let at = count++
        while (at > 0 && heap[(at - 1) >> 1]! > score) {
          heap[at] = heap[(at - 1) >> 1]!
          at = (at - 1) >> 1
        }
        heap[at] = score
        return count === size
      }
      if (score <= heap[0]!) return false
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= size) break
        if (child + 1 < size && heap[child + 1]! < heap[child]!) child++
        if (heap[child]! >= score) break
        heap[at] = heap[child]!
        at = child
      }
      heap[at] = score
      return true
    },
    worst: () => (count < size ? Number.NEGATIVE_INFINITY : heap[0]!),
  }
}

interface Tests {
  passes: (row: number) => boolean
  marks: [number, number, number]
}

/** The filters over the columns of one store; null when no row can pass. */
function testsOf(store: RowStore, { filter, openNow, openAt }: Asked): Tests | null {
  const codes: { column: CodedColumn<unknown>; allowed: Uint8Array }[] = []
  let none = false
  const marks: [number, number, number] = [0, 0, 0]
  const test = <Value>(column: CodedColumn<Value>, passes: (value: Value) => boolean, word = -1) => {
    const allowed = column.allowed(passes)
    if (allowed === null) none = true
    else {
      codes.push({ column, allowed })
      if (word >= 0) for (let code = 0; code < allowed.length; code++) if (allowed[code]) marks[word]! |= bitOf(code)
    }
  }
  const { region, type, sport, status, fee, minRating } = filter
  if (region) {
    const [low, high] = regionRange(region)
    test(store.region, (code) => code >= low && code <= high, 0)
  }
  if (type) test(store.type, (one) => type.includes(one), 1)
  if (sport) test(store.sports, (some) => some.some((one) => sport.includes(one)), 2)
  if (status) test(store.status, (one) => (status as string[]).includes(one))
  if (fee) test(store.fee, (one) => (fee as string[]).includes(one))
  if (minRating !== undefined) test(store.rating, (one) => one !== null && one >= minRating)
  for (const states of [filter.openNow && openNow, filter.openAt && openAt]) {
    if (!states) continue
    test(store.status, (one) => one === 'open')
    const allowed = Uint8Array.from(store.hours.values, (_, code) =>
      Number(store.hours.counts[code]! > 0 && states(code).open === true),
    )
    if (!allowed.includes(1)) none = true
    codes.push({ column: store.hours, allowed })
  }
  if (none) return null
  const { accessible } = filter
  return {
    marks,
    passes(row) {
      for (let n = 0; n < codes.length; n++) {
        const { column, allowed } = codes[n]!
        if (allowed[column.codes[row]!] === 0) return false
      }
      return !accessible || store.isStepFree(row)
    },
  }
}
