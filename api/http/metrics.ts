import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../db/types.ts'

export interface Metrics {
  /** Times each request under its route pattern, so that the number of series stays bounded. */
  middleware: (request: Request, response: Response, next: NextFunction) => void
  /** The same for a request that Express does not see. */
  time(request: IncomingMessage, response: ServerResponse, route: () => string): void
  text(): Promise<string>
  contentType: string
}

export type Figures = Readonly<Record<string, number>>

/**
 * Prometheus metrics of this process; `ofAll` gives those of all processes on its port, where there are several. `figures` of a part are read
 * at each scrape and shown as `venue_atlas_<part>_<figure>`.
 */
export function createMetrics(
  database: () => Database | undefined,
  parts: Readonly<Record<string, () => Figures>>,
  ofAll: (() => Promise<string>) | null = null,
): Metrics {
  const registry = new FigureRegistry(parts)
  collectDefaultMetrics({ register: registry })
  const latency = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const pool = new Gauge({
    name: 'venue_atlas_pool_connections',
    help: 'Database connections by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(database()?.poolFigures() ?? {})) this.set({ state }, count)
    },
  })
  void pool
  if (ofAll) {
    AggregatorRegistry.setRegistries(registry)
    new AggregatorRegistry()
  }
  const time: Metrics['time'] = (request, response, route) => {
    const stop = latency.startTimer()
    response.once('finish', () => {
      stop({ route: route(), method: request.method ?? '', status: String(response.statusCode) })
    })
  }
  return {
    contentType: registry.contentType,
    time,
    middleware(request, response, next) {
      time(request, response, () => routeOf(request))
      next()
    },
    text: () => (ofAll ? ofAll() : registry.metrics()),
  }
}

/** Reads the parts' figures at each scrape: what there is may grow, such as the layers that are loaded. */
class FigureRegistry extends Registry {
  readonly #parts: Readonly<Record<string, () => Figures>>
  readonly #gauges = new Map<string, Gauge>()

  constructor(parts: Readonly<Record<string, () => Figures>>) {
    super()
    this.#parts = parts
  }

  override metrics(): Promise<string> {
    this.#read()
    return super.metrics()
  }

  override getMetricsAsJSON(): ReturnType<Registry['getMetricsAsJSON']> {
    this.#read()
    return super.getMetricsAsJSON()
  }

  #read(): void {
    for (const [part, figures] of Object.entries(this.#parts)) {
      for (const [figure, value] of Object.entries(figures())) {
        const name = `venue_atlas_${part}_${figure}`
        const options = { name, help: name.replaceAll('_', ' '), aggregator: aggregatorOf(figure), registers: [this] }
        const gauge = this.#gauges.get(name) ?? new Gauge(options)
        this.#gauges.set(name, gauge)
        gauge.set(value)
      }
    }
  }
}

/** How figures of several processes become one. */
function aggregatorOf(name: string): 'sum' | 'average' | 'max' {
  if (/_(ratio|mean)$/.test(name)) return 'average'
  return /total|bytes|entries|listeners/.test(name) ? 'sum' : 'max'
}

function routeOf(request: Request): string {
  const path: unknown = request.route?.path
  return typeof path === 'string' ? path : 'other'
}
