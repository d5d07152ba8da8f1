import { Router } from 'express'
import { errors } from '../errors.ts'
import type { Metrics } from './metrics.ts'
import { isThisHost } from './this-host.ts'

export interface Readiness {
  /** Names what is not ready yet; empty when all is. */
  missing(): Promise<string[]>
}

/** /healthz (the process lives), /readyz (it can serve), /metrics (this host only, unless configured). */
export function operationRoutes(readiness: Readiness, metrics: Metrics, metricsPublic: boolean): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const missing = await readiness.missing()
    response
      .status(missing.length ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .json({ status: missing.length ? 'not ready' : 'ready', missing })
  })
  router.get('/metrics', async (request, response) => {
    if (!metricsPublic && !isThisHost(request.socket.remoteAddress ?? '', (name) => request.get(name))) {
      throw errors.forbidden('metrics-local', 'Metrics answer this host only; METRICS_PUBLIC=true opens them.')
    }
    response.type(metrics.contentType).send(await metrics.text())
  })
  return router
}
