import { readFileSync } from 'node:fs'
import pg from 'pg'
import { exportFormats } from '../api/contract/exports.ts'
import { type Bench, type Row, row } from './context.ts'
import { untilIndexed } from './nearest.ts'

/** The whole registry as CSV and Chongqing in each format, as streams: rows a second, and by how much the server grows meanwhile. */
export const run: Bench = async ({ registry, startServer, quick, log }) => {
  const { databaseUrl } = await registry()
  const server = await startServer({ DATABASE_URL: databaseUrl, SERVICES: 'api' })
  const rows: Row[] = []
  try {
    await untilIndexed(server.url)
    const asked: [string, string][] = [
      ['csv, everything', 'format=csv'],
      ...(quick ? [] : exportFormats.map((format): [string, string] => [format, `format=${format}&region=500000`])),
    ]
    for (const [what, query] of asked) {
      const places = await countOf(databaseUrl, query.includes('region') ? '50' : '')
      const { bytes, seconds, grownMegabytes } = await download(
        `${server.url}/api/exports/places?${query}`,
        server.processId,
      )
      log(`${what}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s, ${grownMegabytes.toFixed(0)} MB more`)
      const note = `${places.toLocaleString('en')} places, ${(bytes / 1e6).toFixed(0)} MB`
      rows.push(
        row('export', what, 'rows/s', places / seconds, '', note),
        row('export', `${what}: growth of the server`, 'MB', grownMegabytes, '', note),
      )
    }
  } finally {
    await server.stop()
  }
  return rows
}

async function countOf(databaseUrl: string, regionPrefix: string): Promise<number> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::integer as count from app.place where region_code like $1',
    [`${regionPrefix}%`],
  )
  await client.end()
  return rows[0]!.count
}

async function download(url: string, processId: number) {
  const before = residentMegabytes(processId)
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, residentMegabytes(processId))
  }, 50)
  const started = performance.now()
  try {
    const reply = await fetch(url)
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`)
    let bytes = 0
    for await (const chunk of reply.body!) bytes += (chunk as Uint8Array).length
    return { bytes, seconds: (performance.now() - started) / 1000, grownMegabytes: most - before }
  } finally {
    clearInterval(watching)
  }
}

/** Pages of 4 kB, as /proc counts them. */
const residentMegabytes = (processId: number): number =>
  (Number(readFileSync(`/proc/${processId}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6
