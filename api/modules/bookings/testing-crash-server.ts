import { openDatabase } from '../../db/open.ts'
import { startTestServer } from '../../http/testing.ts'

/** A server of its own process for tests that kill it: takes the database's address, says its own. */
const database = await openDatabase(JSON.parse(process.argv[2]!) as Parameters<typeof openDatabase>[0])
const clock = process.argv[3]!
const server = await startTestServer(database, { now: () => new Date(clock) })
process.stdout.write(`${server.url}\n`)
