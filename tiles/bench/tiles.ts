import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { migrate } from '../../api/db/migrate.ts'
import { openDatabase } from '../../api/db/open.ts'
import { type Bench, type BenchContext, interleave, type Row, row } from '../../bench/context.ts'
import { wrkLoad } from '../../bench/wrk-load.ts'
import { againstNginx } from './against-nginx.ts'
import { makePointLayers, makeTileList, makeTrails, rawTileSql } from './bench-layers.ts'
import { changeLatencies } from './change-latency.ts'
import { fillPoints } from './demo-points.ts'
import { percentile, runLoad } from './load-client.ts'
import { bytesOf, largestLowTile, lowTiles } from './low-tiles.ts'

/** The tile engine over HTTP against PostGIS's own encoder by pgbench, on the same rows and the same tiles. */
export const run: Bench = async (context) => {
  const { places, quick, log } = context
  const points = await database(context, 'tiles', places, [
    makeTileList({ table: 'bench_point', into: 'bench_tile', zooms: [10, 14] }),
    makeTrails(quick ? 1_000 : 20_000),
    makeTileList({ table: 'bench_trail', into: 'bench_trail_tile', zooms: [8, 14] }),
  ])
  const rows: Row[] = []
  const server = await serve(points, { layers: 'bench-points', cacheMegabytes: 0.001 })
  log(`${places} points loaded in ${server.loadSeconds.toFixed(1)} s`)
  const perMillion = 1_000_000 / places
  const megabytes = (server.figures.engine_bytes_bench_points! / 1e6) * perMillion
  rows.push(row('tiles', 'load 1,000,000 points', 's', server.loadSeconds * perMillion, '≤ 5'))
  rows.push(row('tiles', 'engine memory a million points, names included', 'MB', megabytes, '≤ 150'))
  try {
    rows.push(...(await uncached(context, points)))
    rows.push(...(await lowZoom(context, server.url)))
    const latencies = await changeLatencies(points, server.url, quick ? 5 : 30)
    const [middle, worst] = [latencies[Math.floor(latencies.length / 2)]!, latencies.at(-1)!]
    const note = `median ${middle.toFixed(0)} ms, worst of ${latencies.length} changes; by SQL from another process`
    rows.push(row('tiles', 'commit of a change to the first answer that has it', 'ms', worst, '≤ 1000', note))
  } finally {
    await server.stop()
  }
  rows.push(await trails(context, points))
  if (!quick) rows.push(...(await fiveTimes(context, points)))
  rows.push(await cached(context, points))
  return rows
}

const raw = { table: 'bench_point', tiles: 'bench_tile', columns: 'p.name, p.category, p.rating' }

/** As many processes of the server on one port as pgbench has backends of the database. */
const processes = 2

async function uncached(context: BenchContext, databaseUrl: string): Promise<Row[]> {
  const { quick, log } = context
  const [seconds, rounds] = quick ? [2, 1] : [5, 3]
  const pgbench = context.program('pgbench')
  const options = { cacheMegabytes: 0.001, processes }
  const clustered = await serve(databaseUrl, { layers: 'bench-points', ...options })
  const drawing = await serve(databaseUrl, { layers: 'bench-points-drawn', ...options })
  const alone = await serve(databaseUrl, { layers: 'bench-points-drawn', ...options, processes: 1 })
  try {
    const served = await tilePaths(databaseUrl, 'bench_tile', 'bench-points')
    const drawn = await tilePaths(databaseUrl, 'bench_tile', 'bench-points-drawn')
    const busy = { connections: 16, seconds }
    // The first round is the compiler's.
    await ask(context, clustered.url, served, busy)
    const { p99Ms } = await ask(context, clustered.url, served, busy)
    const latency = row('tiles', 'p99 at 16 connections, uncached z10–14', 'ms', p99Ms, '≤ 8', `${processes} processes`)
    if (!pgbench) return [latency, absent('uncached z10–14 against raw ST_AsMVT', '≥ 15', 'pgbench is not here')]
    const against = (url: string, paths: readonly string[]) =>
      interleave(rounds, {
        own: async () => (await ask(context, url, paths, { connections: 2, seconds })).requestsPerSecond,
        raw: () => pgbenchRate(pgbench, databaseUrl, rawTileSql(raw), { tiles: drawn.length, seconds }),
      })
    const compare = async (
      what: string,
      server: { url: string },
      paths: readonly string[],
      goal: Parameters<typeof row>[4] = '',
    ) => {
      const rates = await against(server.url, paths)
      const note = `${Math.round(median(rates.own))} against ${Math.round(median(rates.raw))} tiles/s, ${drawn.length} tiles, 2 clients, ${server === alone ? 'one process' : `${processes} processes`}, medians of ${rounds} rounds`
      log(note)
      return row('tiles', what, '×', ratio(rates), goal, note)
    }
    const rows = [
      await compare('uncached z10–14 over HTTP against raw ST_AsMVT', drawing, drawn, '≥ 15'),
      await compare('the same by one process', alone, drawn),
      await compare('the same as served: cells where a tile has over 2,000 points', clustered, served),
    ]
    const stopWriting = await writeSteadily(databaseUrl, 200)
    rows.push(await compare('drawn while 200 rows a second change', drawing, drawn, '≥ 10'))
    await stopWriting()
    return [...rows, latency]
  } finally {
    await Promise.all([clustered.stop(), drawing.stop(), alone.stop()])
  }
}

/** By wrk where it is present: a client in node takes as much of the machine as the server that it measures. */
async function ask(
  context: BenchContext,
  url: string,
  paths: readonly string[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<{ requestsPerSecond: number; p99Ms: number }> {
  const wrk = context.program('wrk')
  let next = 0
  if (wrk) return wrkLoad(wrk, { url, connections, seconds, nextPath: () => paths[next++ % paths.length]! })
  const { requestsPerSecond, latencies } = await runLoad(url, paths, { connections, seconds })
  return { requestsPerSecond, p99Ms: percentile(latencies, 0.99) }
}

async function lowZoom(context: BenchContext, url: string): Promise<Row[]> {
  const seconds = context.quick ? 2 : 5
  const filtered = ['6/50/26', '7/100/52', '8/201/105'].map(
    (tile) => `/tiles/bench-points/${tile}.mvt?type=gymnasium,fitness-path&region=510107`,
  )
  const rate = await ask(context, url, filtered, { connections: 2, seconds })
  const sizes = await Promise.all(filtered.map((path) => bytesOf(url + path)))
  const kilobytes = sizes.reduce((sum, { length }) => sum + length / 1000, 0) / sizes.length
  return [
    row(
      'tiles',
      'filtered low-zoom tile (2 of 30 types, one region), uncached',
      'tiles/s',
      rate.requestsPerSecond,
      '≥ 5000',
      `${kilobytes.toFixed(0)} kB a tile`,
    ),
    ...(await largestLowTile(url, 'largest z6 tile')),
  ]
}

async function trails(context: BenchContext, databaseUrl: string): Promise<Row> {
  const what = 'trails of 200 vertices, uncached z8–14, against raw ST_AsMVT'
  const pgbench = context.program('pgbench')
  if (!pgbench) return absent(what, '≥ 4', 'pgbench is not here')
  const seconds = context.quick ? 2 : 5
  const server = await serve(databaseUrl, { layers: 'bench-trails', cacheMegabytes: 0.001, processes })
  try {
    const paths = await tilePaths(databaseUrl, 'bench_trail_tile', 'bench-trails')
    const sql = rawTileSql({ table: 'bench_trail', tiles: 'bench_trail_tile', columns: 'p.name' })
    const rates = await interleave(context.quick ? 1 : 3, {
      own: async () => (await ask(context, server.url, paths, { connections: 2, seconds })).requestsPerSecond,
      raw: () => pgbenchRate(pgbench, databaseUrl, sql, { tiles: paths.length, seconds }),
    })
    const note = `${Math.round(median(rates.own))} against ${Math.round(median(rates.raw))} tiles/s, ${processes} processes`
    return row('tiles', what, '×', ratio(rates), '≥ 4', note)
  } finally {
    await server.stop()
  }
}

/** Cost of a z6 tile as the data grows fivefold; both servers hold their points at once and take turns. */
async function fiveTimes(context: BenchContext, databaseUrl: string): Promise<Row[]> {
  const large = await database(context, 'tiles_large', 5 * context.places)
  const small = await serve(databaseUrl, { layers: 'bench-points', cacheMegabytes: 0.001 })
  const big = await serve(large, { layers: 'bench-points', cacheMegabytes: 0.001 })
  try {
    const paths = lowTiles.map((tile) => `/tiles/bench-points/${tile}.mvt`)
    const rate = async (url: string) =>
      (await ask(context, url, paths, { connections: 1, seconds: 3 })).requestsPerSecond
    const rates = await interleave(3, { own: () => rate(small.url), raw: () => rate(big.url) })
    const note = `${Math.round(median(rates.own))} and ${Math.round(median(rates.raw))} tiles/s uncached`
    return [
      row('tiles', 'z6 tile with five times the points', '× slower', ratio(rates), '≤ 1.5', note),
      ...(await largestLowTile(big.url, 'largest z6 tile of five times the points')),
    ]
  } finally {
    await Promise.all([small.stop(), big.stop()])
  }
}

async function cached(context: BenchContext, databaseUrl: string): Promise<Row> {
  const what = 'cached gzipped tiles against nginx gzip_static'
  const nginx = context.program('nginx')
  const wrk = context.program('wrk')
  if (!nginx || !wrk) return absent(what, '≥ 0.65', `${nginx ? 'wrk' : 'nginx'} is not here`)
  // nginx has a worker for each core too.
  const server = await serve(databaseUrl, { layers: 'bench-points', cacheMegabytes: 256, processes })
  try {
    const paths = (await tilePaths(databaseUrl, 'bench_tile', 'bench-points')).slice(0, 200)
    const load = { seconds: context.quick ? 2 : 5, rounds: context.quick ? 1 : 3 }
    const rates = await againstNginx({ nginx, wrk }, { url: server.url, paths }, load)
    const note = `${Math.round(median(rates.own))} against ${Math.round(median(rates.raw))} tiles/s, wrk, 16 connections, ${processes} processes`
    return row('tiles', what, '×', ratio(rates), '≥ 0.65', note)
  } finally {
    await server.stop()
  }
}

const absent = (what: string, goal: string, note: string): Row => ({
  group: 'tiles',
  what,
  unit: '×',
  value: null,
  goal,
  met: null,
  note,
})

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!

const ratio = ({ own, raw: other }: { own: number[]; raw: number[] }): number =>
  median(own.map((rate, i) => rate / other[i]!))

/** A database with the product's schema, points, and the tables of these scripts. */
async function database(
  context: BenchContext,
  name: string,
  points: number,
  scripts: readonly string[] = [],
): Promise<string> {
  const databaseUrl = await context.createDatabase(name)
  const opened = await openDatabase({ databaseUrl, poolSize: 2, statementTimeoutMs: 0 })
  await migrate(opened)
  await fillPoints(opened, points, context.seed)
  await opened.close()
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await client.query('set search_path = app, public')
  for (const script of [makePointLayers, ...scripts]) await client.query(script)
  await client.query('vacuum analyze')
  await client.end()
  return databaseUrl
}

async function tilePaths(databaseUrl: string, table: string, layer: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query<{ z: number; x: number; y: number }>(
    `select z, x, y from app.${table} order by i`,
  )
  await client.end()
  return rows.map(({ z, x, y }) => `/tiles/${layer}/${z}/${x}/${y}.mvt`)
}

async function serve(databaseUrl: string, options: { layers: string; cacheMegabytes: number; processes?: number }) {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./serve.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BENCH_DATABASE_URL: databaseUrl,
      BENCH_LAYERS: options.layers,
      BENCH_CACHE_MB: String(options.cacheMegabytes),
      BENCH_PROCESSES: String(options.processes ?? 1),
    },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const line of createInterface({ input: child.stdout })) {
    const started = JSON.parse(line) as { port: number; loadSeconds: number; figures: Record<string, number> }
    const stop = async () => {
      child.kill('SIGTERM')
      await gone
    }
    return { ...started, url: `http://127.0.0.1:${started.port}`, stop }
  }
  throw new Error('the tile server ended before it served')
}

async function pgbenchRate(
  pgbench: string,
  databaseUrl: string,
  sql: string,
  { tiles, seconds }: { tiles: number; seconds: number },
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-bench-'))
  try {
    const script = join(folder, 'tile.sql')
    await writeFile(script, `\\set i random(1, ${tiles})\n${sql.trim()};\n`)
    const options = ['-n', '-M', 'prepared', '-c', '2', '-j', '1', '-T', String(seconds), '-f', script, databaseUrl]
    const { stdout } = await promisify(execFile)(pgbench, options)
    return Number(/tps = ([\d.]+)/.exec(stdout)![1])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Moves and renames rows, ten at a time, each batch with its row of the change feed. Returns the way to stop. */
async function writeSteadily(databaseUrl: string, rowsPerSecond: number): Promise<() => Promise<void>> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  let next = 1
  let running = true
  const write = async () => {
    while (running) {
      const due = performance.now() + 10_000 / rowsPerSecond
      await client.query(
        `with changed as (
           update app.bench_point set geom = st_translate(geom, 0.0001, 0), geom_mercator = st_translate(geom_mercator, 11, 0)
           where id % 9973 = $1 % 9973 and id < 100000 returning id
         ), noted as (
           insert into app.layer_change (layer, feature_id)
           select layer, id from changed, unnest(array['bench-points', 'bench-points-drawn']) layer
         )
         select pg_notify('layer_change', 'bench-points')`,
        [next++],
      )
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    }
  }
  const writing = write()
  return async () => {
    running = false
    await writing
    await client.end()
  }
}
