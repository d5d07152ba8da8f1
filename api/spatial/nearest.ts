import type { NamedStatement } from '../db/types.ts'
import {
  type CandidateRow,
  candidatesByFilter,
  candidatesWithin,
  countAround,
  type DetailRow,
  details,
  type IndexRow,
  nearestByIndex,
  nearestByScan,
  nearestWithin,
  type Question,
} from './nearest-statements.ts'
import type { OpenStates } from './open-states.ts'
import type { RadiusMemory } from './radius-memory.ts'
import {
  type Facts,
  isByDistanceAlone,
  localMetres,
  type Ranked,
  radiusThatCouldOutrank,
  rank,
  type Weights,
} from './rank.ts'

/**
 * The k best places near a point, exact over the whole registry: the same as scoring every place and sorting by score, distance, id.
 *
 * 1. A box of the radius that was enough here the last time. When k places are found and nothing outside it could outrank the
 *    k-th, that is the answer: one cheap statement.
 * 2. Else k places by the geography index give a score to beat, that score gives the radius beyond which nothing can beat it, and a
 *    box of that radius holds every candidate.
 * 3. Where that box would be hundreds of kilometres wide, distance alone counts (see rank.ts), and ever longer walks along the index
 *    answer instead. It orders by distance on a sphere, from which the spheroid's differs by less than 0.6 %: `leastRatio` says how
 *    far a walk reaches for sure.
 */
export interface Search {
  question: Question
  weights: Weights
  limit: number
  /** What the radius depends on beside the position: filters, weights, limit. */
  kind: string
  memory: RadiusMemory
  states: OpenStates
  rows: <Row extends object>(statement: NamedStatement) => Promise<Row[]>
  /** Share of free slots of places by id; undefined when no module tells. */
  freeShares: ((ids: number[]) => Promise<ReadonlyMap<number, number>>) | undefined
}

export interface Found {
  ranked: Ranked
  /** JSON object with all members of an item but distance and score. */
  body: string
}

/**
 * Smallest ratio of a distance on WGS84 to that on PostGIS's sphere (radius 6,371,008.77 m, same latitudes): the smallest radius of
 * curvature, a(1 − e²) = 6,335,439 m along the meridian at the equator, over the sphere's. Any way is a sum of such steps.
 */
export const leastRatio = 6_335_439 / 6_371_008.78

const farthestBoxMetres = 300_000
/** Entries of the index that are looked at before rare matches are fetched by the filters themselves. */
const scannedFirst = 2000
const fewMatches = 10_000
/**
 * From far away the index cannot tell near from far: its boxes are measured through the Earth, and at 9,000 km that is 700 km less
 * than around it, so that a walk looks at every place (minutes at a million). Measuring all of them once is then quicker.
 */
const farMetres = 1_000_000

export async function findNearest(search: Search): Promise<Found[]> {
  const { question, kind, memory } = search
  const remembered = memory.recall(question.lon, question.lat, kind)
  const answer = (remembered && (await within(search, remembered * 1.25))) || (await withoutMemory(search))
  if (answer.neededMetres !== null) memory.learn(question.lon, question.lat, kind, answer.neededMetres)
  return answer.found
}

interface Answer {
  found: Found[]
  /** Radius that the search needed at least; null when it was not bounded by one. */
  neededMetres: number | null
}

/** The answer when it lies within `metres` for sure, else null. */
async function within(search: Search, metres: number): Promise<Answer | null> {
  const { question, weights, limit } = search
  const isWhole = metres >= (question.maxDistanceMetres ?? Number.POSITIVE_INFINITY)
  if (metres > farthestBoxMetres) return null
  if (isByDistanceAlone(weights)) {
    const rows = await search.rows<DetailRow>(nearestWithin(question, metres, limit))
    if (rows.length < limit && !isWhole) return null
    const bodies = await bodiesOf(search, rows)
    const ranked = rank(rows.map(byDistance), weights, limit)
    return { found: withBodies(ranked, bodies), neededMetres: ranked[limit - 1]?.facts.distanceMetres ?? null }
  }
  const ranked = await rankRows(search, await search.rows<CandidateRow>(candidatesWithin(question, metres)))
  const needed = neededRadius(ranked, search)
  if (!isWhole && needed > metres) {
    // The score to beat is known now, and with it the radius.
    return needed <= farthestBoxMetres ? within(search, needed) : null
  }
  return { found: await present(search, ranked), neededMetres: Number.isFinite(needed) ? needed : null }
}

async function withoutMemory(search: Search): Promise<Answer> {
  const { question, limit } = search
  const isFiltered = Object.values(question.filter).some((value) => value !== undefined && value !== false)
  if (isFiltered) {
    const scan = { walked: limit, scanned: scannedFirst }
    const near = await search.rows<IndexRow>(nearestByIndex(question, limit, scan))
    if (near.length >= limit) {
      const answer = await boundedBy(search, near)
      if (answer) return answer
    } else {
      const all = await search.rows<CandidateRow>(candidatesByFilter(question, fewMatches))
      if (all.length <= fewMatches) {
        const most = question.maxDistanceMetres ?? Number.POSITIVE_INFINITY
        const near = all.filter((row) => row.metres <= most)
        return { found: await present(search, await rankRows(search, near)), neededMetres: null }
      }
    }
  }
  const [around] = await search.rows<{ count: number }>(countAround(question, farMetres, limit))
  if (around!.count < limit) {
    const { maxDistanceMetres = Number.POSITIVE_INFINITY } = question
    const few =
      maxDistanceMetres <= farMetres ? candidatesWithin(question, maxDistanceMetres) : nearestByScan(question, limit)
    const ranked = await rankRows(search, await search.rows<CandidateRow>(few))
    return { found: await present(search, ranked), neededMetres: null }
  }
  return alongIndex(search)
}

/**
 * Where k matches are near enough they bound a box. Where they are not, distance alone counts, and the walk along the index goes on
 * until what lies beyond is farther for sure.
 */
async function alongIndex(search: Search): Promise<Answer> {
  const { question, limit } = search
  for (let walked = limit; ; walked = Math.max(walked * 8, scannedFirst)) {
    const rows = await search.rows<IndexRow>(nearestByIndex(question, limit, { walked }))
    const answer = walked === limit && rows.length === limit ? await boundedBy(search, rows) : null
    if (answer) return answer
    const [{ met, reached_sphere_metres } = { met: 0, reached_sphere_metres: 0 }] = rows
    const lastMetres = Math.max(0, ...rows.map((row) => row.metres))
    const isSettled = lastMetres > localMetres && reached_sphere_metres * leastRatio > lastMetres
    if (met < walked || isSettled)
      return { found: await present(search, await rankRows(search, rows)), neededMetres: null }
  }
}

/** Any k matches bound how far the k best can be. */
async function boundedBy(search: Search, rows: IndexRow[]): Promise<Answer | null> {
  return within(search, neededRadius(await rankRows(search, rows), search))
}

/** Beyond this nothing can come before the k-th of `ranked`; infinite while they are fewer than k. */
export function neededRadius(ranked: readonly Ranked[], { weights, limit }: Pick<Search, 'weights' | 'limit'>): number {
  const last = ranked[limit - 1]
  return last ? radiusThatCouldOutrank(last, weights) : Number.POSITIVE_INFINITY
}

async function rankRows(search: Search, rows: readonly CandidateRow[]): Promise<Ranked[]> {
  const shares = rows.length > 0 ? await search.freeShares?.(rows.map(({ id }) => id)) : undefined
  const facts = rows.map(
    (row): Facts => ({
      id: row.id,
      distanceMetres: row.metres,
      rating: row.rating,
      ratingCount: row.rating_count,
      open: row.open,
      priceLevel: row.price_level,
      sportMatch: row.sport_match,
      freeShare: shares?.get(row.id) ?? null,
    }),
  )
  return rank(facts, search.weights, search.limit)
}

async function present(search: Search, ranked: readonly Ranked[]): Promise<Found[]> {
  if (ranked.length === 0) return []
  const wanted = ranked.map(({ facts }) => ({ id: facts.id, metres: facts.distanceMetres }))
  return withBodies(ranked, await bodiesOf(search, await search.rows<DetailRow>(details(search.question, wanted))))
}

async function bodiesOf({ question, states, rows }: Search, found: readonly DetailRow[]): Promise<Map<number, string>> {
  const keys = found.map((row) => row.hours_key)
  const hours = await states.of(keys, question.clock, question.at, rows)
  return new Map(found.map((row) => [row.id, bodyText(row, hours.get(row.hours_key) ?? hours.get('unknown')!)]))
}

/** Joined as text: what the database wrote as JSON is not parsed and written again. */
const bodyText = ({ id, geometry, near_lon, near_lat, place }: DetailRow, hours: string): string =>
  `{"id":${id},"layer":"places","geometry":${geometry},"nearestPoint":[${near_lon},${near_lat}],"place":{${hours},${place.slice(1)},"properties":{}}`

/** A place that was taken away between two statements is left out. */
const withBodies = (ranked: readonly Ranked[], bodies: ReadonlyMap<number, string>): Found[] =>
  ranked.flatMap((one) => {
    const body = bodies.get(one.facts.id)
    return body === undefined ? [] : [{ ranked: one, body }]
  })

/** Where distance alone ranks the other facts count for nothing. */
function byDistance({ id, metres }: DetailRow): Facts {
  const unknown = { rating: null, ratingCount: 0, open: null, priceLevel: null, sportMatch: null, freeShare: null }
  return { id, distanceMetres: metres, ...unknown }
}
