import * as contract from '../../contract/visits.ts'
import type { Core } from '../../core.ts'
import { requireAccess } from '../../http/auth.ts'
import type { Bind } from '../../http/handle.ts'
import { takeCounts } from './count-visits.ts'
import { readFigures } from './figures.ts'
import { addHall } from './halls.ts'
import { opennessOf } from './openness.ts'
import { readCounts, readPlaceVisits } from './place-figures.ts'
import { regionOf } from './region-of.ts'
import { localDayOf } from './rules.ts'
import { visitedPlaces } from './visited-places.ts'

export function visitRoutes({ database, bus, now }: Core, bind: Bind): void {
  bind(contract.postVisits, async ({ body, person }) => {
    const { placeId } = body
    requireAccess(person, contract.postVisits.roles, { placeId, regionCode: await regionOf(database, placeId) })
    return takeCounts(database, body, now())
  })
  bind(contract.addVisitHall, ({ params, body }) => addHall(database, params.id, body))
  bind(contract.visitFigures, ({ query, atLeast, signal }) =>
    readFigures(database, database.reader(atLeast), { ...query, now: now() }, signal),
  )
  bind(contract.listVisitedPlaces, ({ query, atLeast, signal }) =>
    visitedPlaces(database, database.reader(atLeast), { ...query, now: now() }, signal),
  )
  bind(contract.placeVisits, ({ params, query, atLeast, signal }) =>
    readPlaceVisits(
      database,
      database.reader(atLeast),
      { ...query, placeId: params.id, day: query.day, now: now() },
      signal,
    ),
  )
  bind(contract.placeVisitCounts, ({ params, query, atLeast }) =>
    readCounts(database, database.reader(atLeast), { ...query, placeId: params.id }),
  )
  const yearOf = (asked: number | undefined) => asked ?? Number(localDayOf(now().getTime()).slice(0, 4))
  bind(contract.placeOpenness, async ({ params, query }) => {
    const year = yearOf(query.year)
    const { opening, rules } = await opennessOf(bus, params.id, year)
    const { nameZh, nameEn, isDemo, ownership } = opening
    const isPublic = ownership === 'public'
    return { placeId: params.id, nameZh, nameEn, isDemo, isPublic, year, rules: rules.map(({ rows, ...rule }) => rule) }
  })
  bind(contract.opennessEvidence, async ({ params, query }) => {
    const { rules } = await opennessOf(bus, params.id, yearOf(query.year))
    return { rows: rules.find(({ rule }) => rule === params.rule)!.rows }
  })
}
