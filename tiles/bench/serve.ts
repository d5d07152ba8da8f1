import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../api/db/open.ts'
import { layerRegistry } from '../../api/spatial/layers.ts'
import { createTileService } from '../service.ts'
import { benchPoints, benchPointsDrawn, benchTrails } from './bench-layers.ts'

/**
 * The tile service alone for the benchmark, in a process of its own or in several on one port (BENCH_PROCESSES): prints one line of figures
 * when all serve.
 */
const processes = Number(process.env.BENCH_PROCESSES ?? 1)
if (processes > 1 && cluster.isPrimary) await supervise()
else await serve()

interface Started {
  port: number
  loadSeconds: number
  figures: Record<string, number>
}

async function supervise(): Promise<void> {
  const workers = Array.from({ length: processes }, () => cluster.fork())
  const started = await Promise.all(
    workers.map((worker) => new Promise<Started>((resolve) => worker.once('message', resolve))),
  )
  console.log(JSON.stringify(started[0]))
  process.once('SIGTERM', async () => {
    await Promise.all(
      workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve).process.kill('SIGTERM'))),
    )
    process.exit(0)
  })
}

async function serve(): Promise<void> {
  const layers = layerRegistry(
    [benchPoints, benchPointsDrawn, benchTrails].filter(({ name }) =>
      process.env.BENCH_LAYERS!.split(',').includes(name),
    ),
  )
  const database = await openDatabase({
    databaseUrl: process.env.BENCH_DATABASE_URL!,
    poolSize: 2,
    statementTimeoutMs: 0,
  })
  const service = createTileService({
    database,
    layers,
    log: { info: () => {}, warn: (details, message) => console.error(message, details) },
    cacheMegabytes: Number(process.env.BENCH_CACHE_MB),
  })
  const from = performance.now()
  await service.start()
  const loadSeconds = (performance.now() - from) / 1000
  const server = createServer((request, response) => {
    if (!service.handle(request, response)) response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    console.log(JSON.stringify({ port, loadSeconds, figures: service.metrics() }))
  })
  process.once('SIGTERM', async () => {
    server.closeAllConnections()
    server.close()
    await service.stop()
    await database.close()
    process.exit(0)
  })
}
