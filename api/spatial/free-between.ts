import type { PlaceFilter } from '../contract/place-filter.ts'
import type { Core } from '../core.ts'
import { errors } from '../errors.ts'

declare module '../bus/bus.ts' {
  interface Questions {
    /** Places that have something free for the whole of a time; the filters narrow where it is looked for. */
    'free-between': { question: FreeBetween; answer: number[] }
  }
}

export interface FreeBetween {
  from: Date
  to: Date
  region?: string | undefined
  sports?: readonly string[] | undefined
  bbox?: readonly [number, number, number, number] | undefined
}

const longestMs = 24 * 3_600_000

/**
 * Turns the filter «free between» into the places that are, asked of whoever sells times, so that the conditions below know ids alone.
 * @throws 400 free-between-incomplete
 */
export async function withFreePlaces<F extends PlaceFilter>(bus: Core['bus'], filter: F): Promise<F> {
  const { freeFrom, freeTo } = filter
  if (freeFrom === undefined && freeTo === undefined) return filter
  const from = new Date(freeFrom ?? Number.NaN)
  const to = new Date(freeTo ?? Number.NaN)
  const length = to.getTime() - from.getTime()
  if (!(length > 0 && length <= longestMs)) {
    throw errors.badRequest('free-between-incomplete', 'Give freeFrom and a later freeTo, at most a day apart.')
  }
  // A box over the antimeridian is looked for everywhere; the box itself is asked again below.
  const bbox = filter.bbox && filter.bbox[0] <= filter.bbox[2] ? filter.bbox : undefined
  const answers = await bus.ask('free-between', { from, to, region: filter.region, sports: filter.sport, bbox })
  return { ...filter, freeIds: answers.flat() }
}
