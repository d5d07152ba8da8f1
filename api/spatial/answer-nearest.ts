import type { nearest } from '../contract/nearest.ts'
import { type PlaceFilter, placeFilterShape } from '../contract/place-filter.ts'
import type { Core } from '../core.ts'
import { errors } from '../errors.ts'
import { type Call, Reply } from '../http/handle.ts'
import { convertPosition } from './datum.ts'
import { type Found, findNearest, type Search } from './nearest.ts'
import { findNearestInLayer } from './nearest-layer.ts'
import type { openClock } from './open-clock.ts'
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
  states: OpenStates
}

type Query = Call<typeof nearest>['query']

/** GET /api/nearest: items come as JSON from the database and are joined as text, never parsed here. */
export async function answerNearest(
  { database, bus, layers, now }: Pick<Core, 'database' | 'bus' | 'layers' | 'now'>,
  { memory, clockOf, states }: Kept,
  { query, atLeast, signal }: Pick<Call<typeof nearest>, 'query' | 'atLeast' | 'signal'>,
): Promise<Reply<string>> {
  const layer = layers.get(query.layer)
  if (!layer) {
    throw errors.notFound(
      'layer-not-found',
      `There is no layer «${query.layer}»; known: ${[...layers.keys()].join(', ')}.`,
    )
  }
  const at = query.at ? new Date(query.at) : now()
  const [lon, lat] = convertPosition([query.lon, query.lat].map(withoutDust), query.datum, 'WGS84') as [number, number]
  const filter = filterOf(query)
  const isPlaces = layer.name === 'places'
  const knowsSlots =
    isPlaces && query.preset !== 'nearest' && (await bus.ask('free-slots', { placeIds: [], at })).length > 0
  const weights = weightsFor(query.preset, { sport: query.wantedSport !== undefined, freeSlots: knowsSlots })
  const reader = database.reader(atLeast)
  const search: Search = {
    question: {
      lon,
      lat,
      at,
      clock: await clockOf(reader, at, signal),
      filter,
      wantedSport: query.wantedSport,
      maxDistanceMetres: query.maxDistanceMetres,
    },
    weights,
    limit: query.limit,
    kind: JSON.stringify([query.preset, query.limit, query.wantedSport, query.maxDistanceMetres, filter]),
    memory,
    states,
    rows: (statement) => database.rows(reader, statement, { signal }),
    freeShares: knowsSlots ? async (placeIds) => merged(await bus.ask('free-slots', { placeIds, at })) : undefined,
  }
  const found = isPlaces ? await findNearest(search) : await findNearestInLayer(search, layer)
  const head = JSON.stringify({ origin: [lon, lat], preset: query.preset, weights })
  return new Reply(`${head.slice(0, -1)},"items":[${found.map(itemText).join(',')}]}`, {
    contentType: 'application/json',
  })
}

function itemText({ ranked: { facts, score, scoreParts }, body }: Found): string {
  const head = JSON.stringify({ distanceMetres: facts.distanceMetres, score, scoreParts })
  return `${head.slice(0, -1)},${body.slice(1)}`
}

function filterOf(query: Query): PlaceFilter {
  return Object.fromEntries(
    Object.keys(placeFilterShape).flatMap((name) => {
      const value = query[name as keyof PlaceFilter]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Degrees next to nothing underflow in the database’s trigonometry. */
const withoutDust = (degrees: number): number => (Math.abs(degrees) < 1e-12 ? 0 : degrees)

const merged = (answers: ReadonlyMap<number, number>[]): ReadonlyMap<number, number> =>
  new Map(answers.flatMap((answer) => [...answer]))
