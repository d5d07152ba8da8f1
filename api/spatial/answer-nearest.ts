import type { nearest } from '../contract/nearest.ts'
import { type PlaceFilter, placeFilterShape } from '../contract/place-filter.ts'
import type { Core } from '../core.ts'
import { errors } from '../errors.ts'
import { type Call, Reply } from '../http/handle.ts'
import { convertPosition } from './datum.ts'
import { layerFilterSql } from './filter.ts'
import { withFreePlaces } from './free-between.ts'
import { type Found, findNearest, type Search } from './nearest.ts'
import { answerInMemory } from './nearest-index/answer-in-memory.ts'
import { findNearestInLayer } from './nearest-layer.ts'
import type { Clock, openClock } from './open-clock.ts'
import type { OpenStates } from './open-states.ts'
import type { RadiusMemory } from './radius-memory.ts'
import { weightsFor } from './rank.ts'

declare module '../bus/bus.ts' {
  interface Questions {
    /** Share (0…1) of the slots of the day of `at` that are still free, by place id; places without bookings are left out. */
    'free-slots': { question: { placeIds: number[]; at: Date }; answer: ReadonlyMap<number, number> }
  }
}

/** What is kept from one request to the next. */
export interface Kept {
  memory: RadiusMemory
  clockOf: ReturnType<typeof openClock>
  /** Of the moments of the filter `openAt`, apart: they would push out the one of now. */
  openAtClockOf: ReturnType<typeof openClock>
  states: OpenStates
}

type Query = Call<typeof nearest>['query']

/**
 * GET /api/nearest, from memory (nearest-index) where the layer is there and up to date, else from the database, by the same rule. Either way
 * items are joined as text or bytes, never parsed here.
 */
export async function answerNearest(
  { database, bus, layers, nearest: indexes, now }: Pick<Core, 'database' | 'bus' | 'layers' | 'nearest' | 'now'>,
  { memory, clockOf, openAtClockOf, states }: Kept,
  { query, atLeast, signal }: Pick<Call<typeof nearest>, 'query' | 'atLeast' | 'signal'>,
): Promise<Reply<string | Buffer>> {
  const layer = layers.get(query.layer)
  if (!layer) {
    throw errors.notFound(
      'layer-not-found',
      `There is no layer «${query.layer}»; known: ${[...layers.keys()].join(', ')}.`,
    )
  }
  const at = query.at ? new Date(query.at) : now()
  const [lon, lat] = convertPosition([query.lon, query.lat].map(withoutDust), query.datum, 'WGS84') as [number, number]
  const { preset, limit, wantedSport, maxDistanceMetres } = query
  const isPlaces = layer.name === 'places'
  if (!isPlaces) layerFilterSql(filterOf(query), layer, { from: 1, now: at })
  const filter = await withFreePlaces(bus, filterOf(query))
  const knowsSlots = isPlaces && preset !== 'nearest' && (await bus.ask('free-slots', { placeIds: [], at })).length > 0
  const weights = weightsFor(preset, { sport: wantedSport !== undefined, freeSlots: knowsSlots })
  const freeShares = knowsSlots
    ? async (placeIds: number[]) => merged(await bus.ask('free-slots', { placeIds, at }))
    : undefined
  const asked = { lon, lat, filter, wantedSport, maxDistanceMetres, weights, limit, freeShares }
  const reader = database.reader(atLeast)
  const clock = isPlaces ? await clockOf(reader, at, signal) : noClock

  // What a box holds is decided by PostGIS alone: it compares them as single floats.
  const searched = filter.bbox || filter.freeIds ? null : ((await indexes?.upTo(layer.name, atLeast)) ?? null)
  if (searched) {
    const openAtClock = filter.openAt ? await openAtClockOf(reader, new Date(filter.openAt), signal) : null
    const question = { ...asked, layer: layer.name, preset, clock: isPlaces ? clock : null, openAtClock }
    return new Reply(await answerInMemory(searched, question), json)
  }
  const search: Search = {
    ...asked,
    question: { lon, lat, at, clock, filter, wantedSport, maxDistanceMetres },
    kind: JSON.stringify([preset, limit, wantedSport, maxDistanceMetres, filter]),
    memory,
    states,
    rows: (statement) => database.rows(reader, statement, { signal }),
  }
  const found = isPlaces ? await findNearest(search) : await findNearestInLayer(search, layer)
  const head = JSON.stringify({ origin: [lon, lat], preset, weights })
  return new Reply(`${head.slice(0, -1)},"items":[${found.map(itemText).join(',')}]}`, json)
}

const json = { contentType: 'application/json' }
const noClock: Clock = { minutes: [], days: '' }

function itemText({ ranked: { facts, score, scoreParts }, body }: Found): string {
  const head = JSON.stringify({ distanceMetres: facts.distanceMetres, score, scoreParts })
  return `${head.slice(0, -1)},${body.slice(1)}`
}

function filterOf(query: Query): PlaceFilter {
  return Object.fromEntries(
    Object.keys(placeFilterShape).flatMap((name) => {
      const value = query[name as keyof typeof placeFilterShape]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Degrees next to nothing underflow in the database’s trigonometry. */
const withoutDust = (degrees: number): number => (Math.abs(degrees) < 1e-12 ? 0 : degrees)

const merged = (answers: ReadonlyMap<number, number>[]): ReadonlyMap<number, number> =>
  new Map(answers.flatMap((answer) => [...answer]))
