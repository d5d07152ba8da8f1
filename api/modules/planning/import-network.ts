import { rm } from 'node:fs/promises'
import type { z } from 'zod'
import type { importNetwork } from '../../contract/planning-reach.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { receive } from '../../files/receive.ts'
import { insertNetwork, listNetworksOf } from './network-queries.ts'
import type { Planner } from './planner.ts'

type Wish = z.output<NonNullable<(typeof importNetwork)['query']>>

const mostBytes = 200_000_000

/** Takes a network of paths: read in the thread, kept packed. @throws 422 network-unreadable, 413 file-too-large. */
export async function importNetworkBy(
  { database, planner, incoming }: { database: Database; planner: Planner; incoming: string },
  body: AsyncIterable<Buffer>,
  { name, system }: Wish,
  personId: string,
) {
  const { path } = await receive(body, { incoming, mostBytes })
  try {
    const outcome = await planner.thread.ask('readNetwork', { path, system })
    if ('unreadable' in outcome) throw errors.invalid('network-unreadable', outcome.unreadable)
    const id = await insertNetwork(database, { ...outcome.read, name, system, importedBy: personId })
    return (await listNetworksOf(database, database.primary)).find((network) => network.id === id)!
  } finally {
    await rm(path, { force: true })
  }
}
