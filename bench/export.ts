import { readFileSync } from 'node:fs'
import pg from 'pg'
import { exportFormats } from '../api/contract/exports.ts'
import { type Bench, type Row, row } from './context.ts'

/**
 * The whole registry in each format, read as fast as it comes: rows a second, what the server's memory is at most, and how that of the
 * second half compares with the first, which is what constant memory means. Each format has a server of its own without the ranking's index.
 */
export const run: Bench = async ({ registry, startServer, quick, log }) => {
  const { databaseUrl } = await registry()
  const rows: Row[] = []
  for (const format of quick ? (['csv', 'gpkg'] as const) : exportFormats) {
    const places = await countOf(databaseUrl, format === 'gpx')
    const server = await startServer({ DATABASE_URL: databaseUrl, SERVICES: 'api', NEAREST_INDEX_MB: '0' })
    try {
      const url = `${server.url}/api/exports/places?format=${format}`
      await warmUp(url)
      const { bytes, seconds, firstByte, before, first, second } = await download(url, server.processId)
      const note = `${places.toLocaleString('en')} ${format === 'gpx' ? 'trails' : 'places'}, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s`
      log(`${format}: ${note}; ${before.toFixed(0)} → ${first.toFixed(0)} → ${second.toFixed(0)} MB`)
      rows.push(
        row('export', format, 'rows/s', places / seconds, '', note),
        row('export', `${format}: first byte after`, 's', firstByte, ''),
        row('export', `${format}: most memory`, 'MB', Math.max(first, second), '', `${before.toFixed(0)} MB at rest`),
        row('export', `${format}: most memory, second half / first`, 'ratio', second / first, '≤ 1.2'),
      )
    } finally {
      await server.stop()
    }
  }
  return rows
}

async function countOf(databaseUrl: string, linesOnly: boolean): Promise<number> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from app.place
     where not $1::boolean or geometrytype(geom) in ('LINESTRING', 'MULTILINESTRING')`,
    [linesOnly],
  )
  await client.end()
  return rows[0]!.count
}

/** A program's heap grows in its first seconds of work whatever it does: that much is read of the file, and left. */
async function warmUp(url: string): Promise<void> {
  const until = performance.now() + 10_000
  while (performance.now() < until) {
    const reply = await fetch(url)
    for await (const _ of reply.body!) if (performance.now() > until) break
  }
}

/** Megabytes of the server at rest, and at most in either half of the time that the download took. */
async function download(url: string, processId: number) {
  const before = residentMegabytes(processId)
  const seen: { at: number; megabytes: number }[] = []
  const started = performance.now()
  const look = () => seen.push({ at: performance.now() - started, megabytes: residentMegabytes(processId) })
  const watching = setInterval(look, 50)
  try {
    const reply = await fetch(url)
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`)
    let [bytes, firstByte] = [0, 0]
    for await (const chunk of reply.body!) {
      firstByte ||= (performance.now() - started) / 1000
      bytes += (chunk as Uint8Array).length
    }
    look()
    const took = performance.now() - started
    const most = (from: number, until: number) =>
      seen.reduce((sum, { at, megabytes }) => (at >= from && at < until ? Math.max(sum, megabytes) : sum), before)
    return {
      bytes,
      seconds: took / 1000,
      firstByte,
      before,
      first: most(0, took / 2),
      second: most(took / 2, Infinity),
    }
  } finally {
    clearInterval(watching)
  }
}

/** Pages of 4 kB, as /proc counts them. */
const residentMegabytes = (processId: number): number =>
  (Number(readFileSync(`/proc/${processId}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6
