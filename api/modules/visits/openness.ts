import type { Bus } from '../../bus/bus.ts'
import type {} from '../../bus/visits.ts'
import { errors } from '../../errors.ts'
import { fitnessDayOf, type Judged, judgeOpenness, type OpennessFacts } from './openness-rules.ts'

export interface Openness extends Pick<OpennessFacts, 'opening'> {
  rules: Judged[]
}

/** Gathers what other modules know of a place's year and judges it. @throws 404 place-not-found */
export async function opennessOf(bus: Bus, placeId: number, year: number): Promise<Openness> {
  const span = { placeId, from: `${year}-01-01`, to: `${year}-12-31` }
  const [openings, fees, activities] = await Promise.all([
    bus.ask('published-opening', span),
    bus.ask('booking-fees', { placeId, day: fitnessDayOf(year) }),
    bus.ask('public-activities', span),
  ])
  const opening = openings.find((answer) => answer !== null)
  if (!opening) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  const facts = {
    opening,
    fees: fees.find((answer) => answer !== null) ?? null,
    activities: activities.find((answer) => answer !== null) ?? null,
  }
  return { opening, rules: judgeOpenness(facts) }
}
