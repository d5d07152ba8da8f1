import type { PlaceFilter } from '../../contract/place-filter.ts'
import type { Clock } from '../open-clock.ts'
import { type Preset, rank, type Weights } from '../rank.ts'
import { type Asked, rowsToRank, type Searched } from './rank-rows.ts'
import type { RowStore } from './row-store.ts'
import { type OpenStates, openOf, openStatesAt } from './row-tests.ts'
import { writeReply } from './write-items.ts'

export interface MemoryQuestion {
  layer: string
  lon: number
  lat: number
  preset: Preset
  weights: Weights
  limit: number
  filter: PlaceFilter
  wantedSport: string | undefined
  maxDistanceMetres: number | undefined
  /** Null for a layer without hours. */
  clock: Clock | null
  /** Of the moment of the filter `openAt`. */
  openAtClock: Clock | null
  /** Share of free slots of places by id; undefined when no module tells. */
  freeShares: ((ids: number[]) => Promise<ReadonlyMap<number, number>>) | undefined
}

/** The whole reply from memory: the rows that can matter, ranked by the same pure rule as rows from the database. */
export async function answerInMemory(searched: Searched, question: MemoryQuestion): Promise<Buffer> {
  const { store } = searched
  const { layer, lon, lat, preset, weights, limit, wantedSport, clock, openAtClock } = question
  const openNow = clock && statesOf(store, clock)
  const asked: Asked = { ...question, openNow, openAt: openAtClock && statesOf(store, openAtClock) }
  const rows = rowsToRank(searched, asked)
  const shares = rows.length > 0 ? await question.freeShares?.(rows.map(({ row }) => store.id[row]!)) : undefined
  const facts = rows.map((found) => ({
    found,
    id: store.id[found.row]!,
    distanceMetres: found.metres,
    rating: store.rating.value(found.row),
    ratingCount: store.ratingCount[found.row]!,
    open: openOf(store, found.row, openNow),
    priceLevel: store.priceLevel[found.row]! < 0 ? null : store.priceLevel[found.row]!,
    sportMatch: wantedSport === undefined ? null : store.sports.value(found.row).includes(wantedSport),
    freeShare: shares?.get(store.id[found.row]!) ?? null,
  }))
  const head = JSON.stringify({ origin: [lon, lat], preset, weights }).slice(0, -1)
  return writeReply(store, { head, layer, openNow }, rank(facts, weights, limit))
}

/** A clock lasts a minute, and the states with it. */
const statesByClock = new WeakMap<Clock, WeakMap<RowStore, OpenStates>>()

function statesOf(store: RowStore, clock: Clock): OpenStates {
  const ofClock = statesByClock.get(clock) ?? new WeakMap<RowStore, OpenStates>()
  statesByClock.set(clock, ofClock)
  const states = ofClock.get(store) ?? openStatesAt(store, clock)
  ofClock.set(store, states)
  return states
}
