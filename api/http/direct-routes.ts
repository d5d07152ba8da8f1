import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse as parseQuery } from 'node:querystring'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import 'pino-http'
import type { Route } from '../contract/route.ts'
import { clientSignal } from './client-signal.ts'
import { asProblem, logProblem, problemText } from './error-handler.ts'
import { type Action, type Call, parse, Reply, writePositionOf } from './handle.ts'
import type { Metrics } from './metrics.ts'

type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

export interface DirectRoutes {
  /** Lets a public GET route without parameters be answered here as well as by Express, by the same action. */
  add(route: Route, action: Action<Route>): void
  /** Answers on node's http. False when the request is none of these routes. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** What each request passes first: log, security headers, cross-origin rules. */
  before: Middleware[]
  /** Limits of a route with a pace, as everywhere. @throws 429 too-many-requests. */
  keepPace: (route: Route, request: IncomingMessage) => void
}

const compress = promisify(gzip)
/** A reply in one packet is not worth compressing. */
const compressFrom = 1_400

/**
 * The few routes that are asked so often that Express (0.5 ms a request, more than ranking) is left out. Contract, action, headers,
 * problems, log and metrics are those of every route; HEAD, OPTIONS and everything else go to Express.
 */
export function createDirectRoutes(metrics: Pick<Metrics, 'time'>): DirectRoutes {
  const routes = new Map<string, { route: Route; action: Action<Route> }>()
  const before: Middleware[] = []

  const answer = async (request: IncomingMessage, response: ServerResponse, query: string, path: string) => {
    const { route, action } = routes.get(path)!
    try {
      direct.keepPace(route, request)
      const call = {
        params: undefined,
        query: parse(route.query, parseQuery(query), 'query'),
        body: undefined,
        person: null,
        signal: clientSignal(response),
        ifMatch: 0,
        ifNoneMatch: undefined,
        atLeast: writePositionOf(request),
        header: (name: string) => request.headers[name.toLowerCase()] as string | undefined,
        clientAddress: request.socket.remoteAddress ?? '',
        requestId: String(request.id),
        log: request.log,
      } as Call<Route>
      await send(request, response, await action(call))
    } catch (error) {
      sendProblem(request, response, error)
    }
  }

  const direct: DirectRoutes = {
    before,
    keepPace: () => {},
    add(route, action) {
      if (route.method !== 'get' || !route.roles.includes('public') || route.params || route.path.includes(':'))
        throw new Error(`${route.method} ${route.path} is not a public GET route without parameters`)
      routes.set(route.path, { route, action })
    },
    handle(request, response) {
      if (request.method !== 'GET') return false
      const url = request.url ?? ''
      const mark = url.indexOf('?')
      const path = mark < 0 ? url : url.slice(0, mark)
      if (!routes.has(path)) return false
      metrics.time(request, response, () => path)
      for (const middleware of before) middleware(request, response, failed)
      void answer(request, response, mark < 0 ? '' : url.slice(mark + 1), path)
      return true
    },
  }
  return direct
}

/** None of them ends a GET; an error would be a fault of the program. */
function failed(error?: unknown): void {
  if (error) throw error
}

async function send(request: IncomingMessage, response: ServerResponse, outcome: unknown): Promise<void> {
  const { body, options } = outcome instanceof Reply ? outcome : new Reply(outcome, {})
  const text = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body)
  let bytes = typeof text === 'string' ? Buffer.from(text) : text
  const zipped = bytes.length >= compressFrom && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (zipped) bytes = await compress(bytes)
  if (response.headersSent || response.destroyed) return
  response.setHeader('Vary', varyOf(response))
  if (zipped) response.setHeader('Content-Encoding', 'gzip')
  response.writeHead(options.status ?? 200, {
    'Content-Type': `${options.contentType ?? 'application/json'}; charset=utf-8`,
    'Cache-Control': 'no-cache',
    ...options.headers,
    'Content-Length': bytes.length,
  })
  response.end(bytes)
}

function varyOf(response: ServerResponse): string {
  const given = response.getHeader('Vary')
  return given ? `${given}, Accept-Encoding` : 'Accept-Encoding'
}

function sendProblem(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    if (!response.writableEnded) response.destroy()
    return
  }
  const problem = asProblem(error)
  logProblem(request, problem, error)
  const bytes = Buffer.from(problemText(problem, String(request.id ?? '')))
  response.writeHead(problem.status, {
    ...problem.headers,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': bytes.length,
  })
  response.end(bytes)
}
