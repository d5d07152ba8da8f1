import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Bench, type BenchContext, interleave, median, percentile, row } from './context.ts'
import { httpLoad } from './http-load.ts'
import { wrkLoad } from './wrk-load.ts'

/** Origins of both sides, evenly over the basin and its rim: cities, hills and empty valleys alike. */
const area = { west: 103, east: 107, south: 28.5, north: 31.5 }
const connections = 16
const group = 'nearest'

/**
 * Nearest 20 with ranking over HTTP against the bare KNN statement in PostgreSQL, in turn on the same machine. Both have 16 clients;
 * the server, its database and the load share the cores, as pgbench and the database do. The reply is the whole one that the page gets.
 */
export const run: Bench = async (context) => {
  const { databaseUrl, places } = await context.registry()
  const note = `${places.toLocaleString('en')} places, ${connections} connections`
  const pgbench = context.program('pgbench')
  if (!pgbench) return [row(group, 'ranked over HTTP / raw KNN', 'ratio', null, '≥ 0.7', 'pgbench is missing')]
  const wrk = context.program('wrk')
  const env = {
    DATABASE_URL: databaseUrl,
    SERVICES: 'api',
    NODE_ENV: 'production',
    SIGN_IN_CODES: 'off',
    SEARCH_RATE: '0',
    LOG_LEVEL: 'warn',
  }
  const startedAt = performance.now()
  const server = await context.startServer(env)
  try {
    const figure = await untilIndexed(server.url)
    const indexedAfter = (performance.now() - startedAt) / 1000
    const seconds = context.quick ? 1 : 4
    const latencies: Record<string, number[]> = { nearest: [], best: [] }
    const random = seeded(context.seed)
    const over = (preset: string) => async () => {
      const load = { url: server.url, connections, seconds, nextPath: () => pathOf(preset, random) }
      const { requestsPerSecond, p99Ms } = wrk ? await wrkLoad(wrk, load) : await bareLoad(load)
      latencies[preset]!.push(p99Ms)
      return requestsPerSecond
    }
    const figures = await interleave(context.quick ? 2 : 7, {
      raw: () => rawKnn(context, pgbench, databaseUrl, seconds),
      nearest: over('nearest'),
      best: over('best'),
    })
    const ratio = (name: 'nearest' | 'best') => median(figures[name].map((rate, n) => rate / figures.raw[n]!))
    const load = `load by ${wrk ? 'wrk' : 'our own client, since wrk is missing'}`
    const p99 = (preset: string) => median(latencies[preset]!.slice(1))
    return [
      row(group, 'preset nearest over HTTP / raw KNN by pgbench', 'ratio', ratio('nearest'), '≥ 0.7', note),
      row(group, 'preset best over HTTP / raw KNN by pgbench', 'ratio', ratio('best'), '≥ 0.7', note),
      row(group, 'preset nearest p99', 'ms', p99('nearest'), '≤ 40', `${note}, median of the rounds`),
      row(group, 'preset best p99', 'ms', p99('best'), '≤ 40', `${note}, median of the rounds`),
      row(group, 'preset nearest', 'requests/s', median(figures.nearest), '', load),
      row(group, 'preset best', 'requests/s', median(figures.best), '', load),
      row(group, 'raw KNN', 'statements/s', median(figures.raw), '', 'pgbench -M prepared -c 16 -j 2'),
      row(group, 'from the Pacific, preset best', 'ms', await alone(server.url, 'lon=-160&lat=0&preset=best'), ''),
      row(group, 'from the Pacific, open now', 'ms', await alone(server.url, 'lon=-160&lat=0&openNow=true'), ''),
      row(group, 'memory of the index', 'MB', figure('bytes_places') / 1e6, '', note),
      row(
        group,
        'start of the server until it is indexed',
        's',
        indexedAfter,
        '',
        'answered by the database until then',
      ),
    ]
  } finally {
    await server.stop()
  }
}

/** Resolves when ranking is from memory, with a way to read the figures of the index. */
export async function untilIndexed(url: string): Promise<(name: string) => number> {
  for (const giveUpAt = performance.now() + 300_000; performance.now() < giveUpAt; ) {
    const text = await (await fetch(`${url}/metrics`)).text()
    const figure = (name: string) => Number(new RegExp(`^venue_atlas_nearest_${name} (\\S+)`, 'm').exec(text)?.[1])
    if (figure('ready_places') === 1) return figure
    await pause(250)
  }
  throw new Error('the places were not indexed within five minutes')
}

/** Median of one request after another. */
async function alone(url: string, query: string): Promise<number> {
  const milliseconds: number[] = []
  for (let n = 0; n < 10; n++) {
    const from = performance.now()
    const reply = await fetch(`${url}/api/nearest?limit=20&${query}`)
    await reply.arrayBuffer()
    if (reply.status !== 200) throw new Error(`${query} was answered by ${reply.status}`)
    milliseconds.push(performance.now() - from)
  }
  return median(milliseconds)
}

async function bareLoad(options: Parameters<typeof httpLoad>[0]) {
  const { requestsPerSecond, latenciesMs } = await httpLoad(options)
  return { requestsPerSecond, p99Ms: percentile(latenciesMs, 0.99) }
}

function pathOf(preset: string, random: () => number): string {
  const lon = area.west + random() * (area.east - area.west)
  const lat = area.south + random() * (area.north - area.south)
  return `/api/nearest?lon=${lon.toFixed(5)}&lat=${lat.toFixed(5)}&limit=20&preset=${preset}`
}

async function rawKnn({ seed }: BenchContext, pgbench: string, databaseUrl: string, seconds: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-bench-'))
  try {
    const script = join(folder, 'knn.sql')
    await writeFile(
      script,
      `\\set x random(${area.west * 1e5}, ${area.east * 1e5})
\\set y random(${area.south * 1e5}, ${area.north * 1e5})
select id from app.place order by geom::geography <-> st_setsrid(st_makepoint(:x / 1e5, :y / 1e5), 4326)::geography limit 20;
`,
    )
    const options = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-T', String(seconds)]
    const { stdout } = await promisify(execFile)(pgbench, [
      ...options,
      `--random-seed=${seed}`,
      '-f',
      script,
      databaseUrl,
    ])
    return Number(/tps = ([\d.]+)/.exec(stdout)![1])
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A linear congruential generator (Numerical Recipes): the same requests for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
