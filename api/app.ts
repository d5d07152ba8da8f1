import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import compression from 'compression'
import cors from 'cors'
import express, { type Express, Router } from 'express'
import { configuredBaseMaps } from './base-maps.ts'
import { contract } from './contract/index.ts'
import type { Route } from './contract/route.ts'
import type { Core, Module } from './core.ts'
import { errors } from './errors.ts'
import type { Authenticate, RegionOfPlace } from './http/auth.ts'
import { clientConfigRoute } from './http/client-config.ts'
import type { DirectRoutes } from './http/direct-routes.ts'
import { docs } from './http/docs.ts'
import { errorHandler } from './http/error-handler.ts'
import { binder } from './http/handle.ts'
import type { Metrics } from './http/metrics.ts'
import { operationRoutes, type Readiness } from './http/operation-routes.ts'
import { addressThrough, type KeepPace, paceOf } from './http/pace.ts'
import { pages } from './http/pages.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'

export interface AppParts {
  modules: readonly Module[]
  authenticate: Authenticate
  readiness: Readiness
  metrics: Metrics
  /** Where routes are put that are answered before Express as well. */
  direct?: DirectRoutes
}

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The Express application: operation routes, contract routes, pages, errors.
 * @throws when a route of the contract has no handler, or a handler's route is not in the contract.
 */
export function createApp(core: Core, parts: AppParts): Express {
  const { readiness, metrics, direct } = parts
  const { config, log } = core
  const baseMaps = configuredBaseMaps(config)
  const production = config.NODE_ENV === 'production'
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxy(config.TRUST_PROXY))
  app.set('query parser', 'simple')
  const logged = requestLog(log, production)
  const secured = securityHeaders(baseMaps, config.PUBLIC_URL?.startsWith('https:') ?? false)
  const open = crossOrigin(config.CORS_ORIGINS)
  const keepPace = paceOf(config)
  if (direct) {
    direct.before.push(logged, secured, open)
    direct.keepPace = (route, request) => keepPace(route, addressThrough(app.get('trust proxy fn'), request), null)
  }
  app.use(logged, metrics.middleware)
  app.use(secured)
  app.use(operationRoutes(readiness, metrics, config.METRICS_PUBLIC))
  if (config.SERVICES.includes('api')) {
    // Signed word for word: not parsed before it is checked.
    app.use('/api/booking/payments/notify', express.text({ type: () => true, limit: '64kb' }))
    app.use('/api', open, express.json({ limit: '2mb' }))
    app.use(compression(), docs(), contractRoutes(core, parts, baseMaps, keepPace))
    app.use('/api', (request) => {
      throw errors.notFound(
        'address-unknown',
        `There is no ${request.method} ${request.baseUrl}${request.path}; see /api/docs.`,
      )
    })
    app.use(pages(join(root, 'web/dist'), join(root, 'seed-data/demo/illustrations')))
  }
  app.use((request) => {
    throw errors.notFound('address-unknown', `There is nothing at ${request.path}.`)
  })
  app.use(errorHandler())
  return app
}

function contractRoutes(
  core: Core,
  { modules, authenticate, direct }: AppParts,
  baseMaps: ReturnType<typeof configuredBaseMaps>,
  keepPace: KeepPace,
): Router {
  const router = Router()
  const checkReplies = core.config.NODE_ENV !== 'production'
  const bound = new Set<Route>()
  const onBound = (route: Route) => {
    if (bound.has(route)) throw new Error(`${route.method} ${route.path} is bound twice`)
    bound.add(route)
  }
  const bind = binder(router, {
    authenticate,
    regionOfPlace: regionOfPlace(core.database),
    checkReplies,
    publicUrl: core.config.PUBLIC_URL,
    keepPace,
    onBound,
    onDirect: direct?.add,
  })
  for (const module of modules) module.routes?.(core, bind)
  clientConfigRoute(core, bind, baseMaps)
  assertAllBound(bound)
  return router
}

const regionOfPlace =
  (database: Core['database']): RegionOfPlace =>
  async (placeId) => {
    const { rows } = await database.primary.raw(
      'select region_code as "regionCode" from app.place where id = :placeId',
      {
        placeId,
      },
    )
    return rows[0]?.regionCode ?? null
  }

function assertAllBound(bound: ReadonlySet<Route>): void {
  const wanted = new Set(Object.values(contract))
  const missing = [...wanted].filter((route) => !bound.has(route))
  const unknown = [...bound].filter((route) => !wanted.has(route))
  const named = (routes: Route[]) => routes.map((route) => `${route.method} ${route.path}`).join(', ')
  if (missing.length) throw new Error(`routes of the contract without a handler: ${named(missing)}`)
  if (unknown.length) throw new Error(`handlers whose route is not in the contract: ${named(unknown)}`)
}

/** Hops as a number, addresses as they are; nothing is trusted unless configured. */
function trustProxy(setting: string | undefined): number | string | boolean {
  if (setting === undefined) return false
  return /^\d+$/.test(setting) ? Number(setting) : setting
}

function crossOrigin(origins: readonly string[]) {
  const any = origins.includes('*')
  return cors({
    origin: any ? '*' : [...origins],
    credentials: !any && origins.length > 0,
    exposedHeaders: ['ETag', 'X-Request-Id', 'X-Write-Position', 'X-Data-Version', 'Retry-After'],
    maxAge: 600,
  })
}
