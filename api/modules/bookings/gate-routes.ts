import { createHash } from 'node:crypto'
import * as contract from '../../contract/gate-scans.ts'
import type { Core } from '../../core.ts'
import type { Bind } from '../../http/handle.ts'
import { insideNow, lastScans, ticketsAround } from './gate-queries.ts'
import { takeScan } from './gate-scan.ts'
import { signingKey, ticketOf } from './signing.ts'

/** The way of a message explains so much of a difference of clocks. */
const tolerableErrorMs = 2_000

export function gateRoutes({ database, bus, now }: Core, bind: Bind): void {
  bind(contract.scanAtGate, async ({ params, body, person }) => {
    const error = Date.parse(body.sentAt) - now().getTime()
    const clockErrorMs = Math.abs(error) < tolerableErrorMs ? 0 : error
    const gate = {
      database,
      bus,
      placeId: params.id,
      device: body.device,
      checkedBy: person!.id,
      now: now(),
      clockErrorMs,
    }
    const results = []
    // One after the other: an exit follows its entry.
    for (const scan of [...body.scans].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)))
      results.push(await takeScan(gate, scan))
    return { clockErrorMs, inside: (await insideNow(database, database.primary, params.id, now())).inside, results }
  })
  bind(contract.gateList, async ({ params }) => {
    const key = await signingKey(database, 'ticket')
    const tickets = await ticketsAround(database, database.primary, params.id, now())
    return {
      asOf: now().toISOString(),
      tickets: tickets.map(({ id, ...ticket }) => ({
        ...ticket,
        hash: createHash('sha256').update(ticketOf(key, id)).digest('hex'),
      })),
    }
  })
  bind(contract.gateState, async ({ params }) => ({
    ...(await insideNow(database, database.primary, params.id, now())),
    scans: await lastScans(database, database.primary, params.id),
  }))
}
