import { isByDistanceAlone, localPart, radiusOfScore, scoreAt, type Weights } from '../rank.ts'
import { bestScores } from './best-scores.ts'
import type { Item } from './build-tree.ts'
import { geocentric, spheroidMetres, wayBetween } from './ellipsoid.ts'
import { boundsOfWay, localMap, nearestOnShape } from './nearest-on-shape.ts'
import type { RowStore } from './row-store.ts'
import { type Filtering, openOf, type RowTests, testsOf } from './row-tests.ts'
import { type Tree, type Visitor, visitNearest } from './tree.ts'

export interface Asked extends Filtering {
  lon: number
  lat: number
  wantedSport: string | undefined
  maxDistanceMetres: number | undefined
  weights: Weights
  limit: number
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
  /** Set for what had to be measured when it was met: shapes far away. */
  measured: Measured | null
}

function gather({ store, tree, late }: Searched, asked: Asked, { passes, marks }: RowTests): Gathered[] {
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
  const sure = bestScores(limit)
  const origin: [number, number] = [asked.lon, asked.lat]
  const map = localMap(asked.lon, asked.lat)

  const visitor: Visitor = {
    boundMetres: cap,
    marks,
    offer(row, line) {
      if (store.isDead(row) || !passes(row)) return
      const shape = store.shapeOf(row)
      const bounds = shape
        ? map && boundsOfWay(shape, map, visitor.boundMetres)
        : wayBetween(line, origin, store.lon[row]!, store.lat[row]!)
      const measured = bounds ? null : measure(store, asked, { row, measured: null })
      const [least, longest] = bounds ?? [measured!.metres, measured!.metres]
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
