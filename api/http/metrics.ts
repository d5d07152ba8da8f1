import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
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
 * Prometheus metrics of this process. `figures` of a part are read at each scrape and shown as `venue_atlas_<part>_<figure>`.
 */
export function createMetrics(
  database: () => Database | undefined,
  parts: Readonly<Record<string, () => Figures>>,
): Metrics {
  const registry = new Registry()
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
  const gauges = new Map<string, Gauge>()
  const gauge = (name: string) => {
    const known = gauges.get(name) ?? new Gauge({ name, help: name.replaceAll('_', ' '), registers: [registry] })
    gauges.set(name, known)
    return known
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
    async text() {
      for (const [part, figures] of Object.entries(parts)) {
        for (const [name, value] of Object.entries(figures())) gauge(`venue_atlas_${part}_${name}`).set(value)
      }
      return registry.metrics()
    },
  }
}

function routeOf(request: Request): string {
  const path: unknown = request.route?.path
  return typeof path === 'string' ? path : 'other'
}
