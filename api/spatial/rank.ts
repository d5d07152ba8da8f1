/**
 * Ranking: a score is the sum of six parts, each a value in 0…1 times its weight. Pure; SQL only brings the facts.
 *
 * The distance value falls with the logarithm of distance: beyond the first few hundred metres, each doubling of the way costs
 * the same wherever one stands, in a city block or on the plateau. The other parts add up to at most 1 − weights.distance, so
 * however good a place is, it is never put before one that is `reach` times nearer. That also bounds the search: with the k-th best
 * score known, nothing beyond `radiusThatCouldOutrank` can matter.
 */

export const parts = ['distance', 'rating', 'openNow', 'price', 'sport', 'freeSlots'] as const
export type Part = (typeof parts)[number]
export type Weights = Readonly<Record<Part, number>>
export type Preset = 'nearest' | 'best' | 'cheapest' | 'open-now'

/** Below about this distance nearer is hardly better. */
const nearMetres = 300
/**
 * Beyond this distance counts alone: nobody goes to another city for a better rating. It also keeps a search from far away from
 * weighing every place of a province against every other.
 */
export const localMetres = 100_000
/** Half of the equator's circumference: nothing is farther away. */
const farthestMetres = 20_037_508
const span = Math.log1p(farthestMetres / nearMetres)

/**
 * A perfect place goes before a plain one (all other values 0) up to this many times as far away: nearest 1 (distance alone),
 * best 2.6, cheapest and open-now 4.5; farther than that it cannot, by exp(span × (1 − distance) / distance).
 */
export const presetWeights: Readonly<Record<Preset, Weights>> = {
  nearest: { distance: 1, rating: 0, openNow: 0, price: 0, sport: 0, freeSlots: 0 },
  best: { distance: 0.92, rating: 0.035, openNow: 0.015, price: 0.005, sport: 0.015, freeSlots: 0.01 },
  cheapest: { distance: 0.88, rating: 0.01, openNow: 0.01, price: 0.08, sport: 0.015, freeSlots: 0.005 },
  'open-now': { distance: 0.88, rating: 0.01, openNow: 0.085, price: 0.005, sport: 0.01, freeSlots: 0.01 },
}

/** What is known of a feature; null where it is not known, which counts as the middle of what it could be. */
export interface Facts {
  id: number
  distanceMetres: number
  rating: number | null
  ratingCount: number
  open: boolean | null
  /** 0 free … 4 dear. */
  priceLevel: number | null
  /** Whether it offers the wanted sport; null when none was wanted. */
  sportMatch: boolean | null
  /** Share of the day's slots that are free, 0…1; null where nobody knows. */
  freeShare: number | null
}

export interface Ranked<F extends Facts = Facts> {
  facts: F
  score: number
  scoreParts: Record<Part, number>
}

/** Voices of a middling 3.5 that each rating is mixed with, so that one five-star voice does not beat two hundred of 4.8. */
const lentVoices = 5

export function distanceValue(metres: number): number {
  return Math.max(0, 1 - Math.log1p(metres / nearMetres) / span)
}

export function scoreOf<F extends Facts>(facts: F, weights: Weights): Ranked<F> {
  const local = facts.distanceMetres <= localMetres ? 1 : 0
  const scoreParts = {
    distance: weights.distance * distanceValue(facts.distanceMetres),
    rating: local * weights.rating * ratingValue(facts),
    openNow: local * weights.openNow * openValue(facts),
    price: local * weights.price * priceValue(facts),
    sport: local * weights.sport * sportValue(facts),
    freeSlots: local * weights.freeSlots * (facts.freeShare ?? 0),
  }
  return { facts, score: parts.reduce((sum, part) => sum + scoreParts[part], 0), scoreParts }
}

const ratingValue = ({ rating, ratingCount }: LocalFacts): number =>
  ((rating === null ? 3.5 : (rating * ratingCount + 3.5 * lentVoices) / (ratingCount + lentVoices)) - 1) / 4
const openValue = ({ open }: LocalFacts): number => (open === null ? 0.5 : Number(open))
const priceValue = ({ priceLevel }: LocalFacts): number => (4 - (priceLevel ?? 2)) / 4
const sportValue = ({ sportMatch }: LocalFacts): number => Number(sportMatch ?? false)

type LocalFacts = Pick<Facts, 'rating' | 'ratingCount' | 'open' | 'priceLevel' | 'sportMatch'>

/** What counts nearby beside distance, but for free slots. */
export const localPart = (weights: Weights, facts: LocalFacts): number =>
  weights.rating * ratingValue(facts) +
  weights.openNow * openValue(facts) +
  weights.price * priceValue(facts) +
  weights.sport * sportValue(facts)

/** The score at a distance that may not be the true one, of a feature whose other parts are `local`. */
export const scoreAt = (metres: number, local: number, weights: Weights): number =>
  weights.distance * distanceValue(metres) + (metres <= localMetres ? local : 0)

/** Best first: by score, equal scores by distance, equal distances by id. */
export function rank<F extends Facts>(candidates: readonly F[], weights: Weights, limit: number): Ranked<F>[] {
  return candidates
    .map((facts) => scoreOf(facts, weights))
    .sort((a, b) => b.score - a.score || a.facts.distanceMetres - b.facts.distanceMetres || a.facts.id - b.facts.id)
    .slice(0, limit)
}

/** Whether only distance counts, so that the order by distance is the ranking. */
export const isByDistanceAlone = (weights: Weights): boolean =>
  parts.every((part) => part === 'distance' || weights[part] === 0)

/**
 * The distance in metres beyond which no feature, however good, can come before `ranked`; with rounding on the safe side.
 */
export function radiusThatCouldOutrank({ score, facts }: Ranked, weights: Weights): number {
  const { distanceMetres } = facts
  if (distanceMetres > localMetres || isByDistanceAlone(weights)) return distanceMetres
  const leastDistanceValue = (score - mostOfOthers(weights)) / weights.distance
  const metres = nearMetres * Math.expm1((1 - leastDistanceValue) * span)
  return Math.min(localMetres, Math.max(distanceMetres, metres) * (1 + 1e-9) + 1e-3)
}

/** The distance in metres beyond which no feature, however good, has that score; with rounding on the safe side. */
export function radiusOfScore(score: number, weights: Weights): number {
  const byDistance = metresOfValue(score / weights.distance)
  if (byDistance > localMetres || isByDistanceAlone(weights)) return byDistance
  return Math.min(localMetres, metresOfValue((score - mostOfOthers(weights)) / weights.distance))
}

/** The inverse of `distanceValue`, a little more. */
const metresOfValue = (value: number): number =>
  value <= 0 ? Number.POSITIVE_INFINITY : nearMetres * Math.expm1((1 - value) * span) * (1 + 1e-9) + 1e-3

export const mostOfOthers = (weights: Weights): number =>
  parts.reduce((sum, part) => (part === 'distance' ? sum : sum + weights[part]), 0)

/** How many times as far as a plain place a perfect one may be and still go before it (beyond the first few hundred metres). */
export const reach = (weights: Weights): number => Math.exp((span * mostOfOthers(weights)) / weights.distance)

/** Weights with what nobody can know left out: sport when none is wanted, free slots when no module tells them. */
export function weightsFor(preset: Preset, known: { sport: boolean; freeSlots: boolean }): Weights {
  const weights = presetWeights[preset]
  return {
    ...weights,
    sport: known.sport ? weights.sport : 0,
    freeSlots: known.freeSlots ? weights.freeSlots : 0,
  }
}
