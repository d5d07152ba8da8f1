import type { z } from 'zod'
import type { PlannedRecord } from '../../bus/planning.ts'
import type { recordSite } from '../../contract/planning-reach.ts'
import type { ScenarioChange } from '../../contract/planning-scenarios.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Person, requireAccess } from '../../http/auth.ts'
import { readScenario, updateScenario } from './scenario-queries.ts'

type Wish = z.output<NonNullable<(typeof recordSite)['body']>>
type Site = Extract<Wish, { site: unknown }>['site']

/**
 * A site as a record with status planned. A scenario's place remembers its record, in the same transaction, so that it is made once.
 * @throws 404 scenario-not-found, change-not-found; 403 scenario-not-own, role-missing; 409 already-recorded; what the registry refuses.
 */
export async function recordSiteBy(core: Core, wish: Wish, person: Person): Promise<{ placeId: number }> {
  if ('site' in wish) return record(core, wish.site, person, async () => {})
  const { scenarioId, position } = wish
  const scenario = await readScenario(core.database, core.database.primary, scenarioId, person.id)
  if (!scenario.isOwn)
    throw errors.forbidden(
      'scenario-not-own',
      `The scenario ${scenarioId} is somebody else’s; copy its changes into your own.`,
    )
  const change = scenario.changes[position]
  if (change?.kind !== 'add')
    throw errors.notFound('change-not-found', `The change ${position} of the scenario ${scenarioId} adds no place.`)
  if (change.placeId !== null)
    throw errors.conflict('already-recorded', `The record ${change.placeId} was made of it already.`)
  return record(core, change, person, (trx, placeId) => {
    const changes = scenario.changes.map((one, i): ScenarioChange => (i === position ? { ...change, placeId } : one))
    return updateScenario(core.database, scenario, { ...scenario, changes }, trx)
  })
}

async function record(
  { bus }: Core,
  { nameZh, type, lon, lat, areaM2, fee }: Site,
  person: Person,
  alsoWrite: PlannedRecord['alsoWrite'],
): Promise<{ placeId: number }> {
  const [answer] = await bus.ask('record-planned-place', {
    account: person.account,
    personId: person.id,
    fields: { nameZh, type, geometry: { type: 'Point', coordinates: [lon, lat] }, areaM2, fee },
    reason: '规划选址',
    requireAt: (target) => requireAccess(person, ['planner', 'operator', 'administrator'], target),
    alsoWrite,
  })
  return answer!
}
