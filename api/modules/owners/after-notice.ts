import type { Core } from '../../core.ts'
import { dueClaims } from './claim-queries.ts'
import { carryOutClaim } from './claims.ts'
import { dueHandovers } from './handover-queries.ts'
import { carryOutHandover } from './handovers.ts'

/** Carries out the take-overs and transfers whose notice has ended without an objection; each in a transaction of its own. */
export async function carryOutAfterNotice({ database, bus, now, log }: Core): Promise<void> {
  const executing = { database, bus, person: null, clientAddress: null, now: now() }
  const work = [
    ...(await dueClaims(database, database.primary, executing.now)).map((id) => () => carryOutClaim(id, executing)),
    ...(await dueHandovers(database, database.primary, executing.now)).map(
      (id) => () => carryOutHandover(id, executing),
    ),
  ]
  // One that fails must not hold up those behind it.
  for (const carryOut of work)
    await carryOut().catch((error) => log.error({ err: error }, 'a handover could not be carried out'))
}
