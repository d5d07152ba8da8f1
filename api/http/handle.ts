import type { IncomingMessage } from 'node:http'
import 'pino-http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { NextFunction, Request, Response, Router } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Parsed, Route } from '../contract/route.ts'
import { errors } from '../errors.ts'
import { type Authenticate, checkAccess, type Person, type RegionOfPlace, targetOf } from './auth.ts'
import { clientSignal } from './client-signal.ts'

/** A parsed call of a route: what an action needs and no Express. */
export interface Call<R extends Route> {
  params: Parsed<R['params']>
  query: Parsed<R['query']>
  body: Parsed<R['body']>
  person: Person | null
  /** Aborted when the client leaves; hand it to statements. */
  signal: AbortSignal
  /** Version from `If-Match`, on routes that ask for it. */
  ifMatch: number
  /** `If-None-Match` as sent. */
  ifNoneMatch: string | undefined
  /** WAL position the client must at least see (read-your-writes). */
  atLeast: string | undefined
  header: (name: string) => string | undefined
  clientAddress: string
  /** Scheme, host and port that links may be built on: configured, else the address that this server was reached at. Never the Host header. */
  origin: string
  /** The body of an upload route, still to be read. Left half read, the connection is closed after the reply. */
  incoming: AsyncIterable<Buffer>
  requestId: string
  log: Logger
}

/** A reply with more than a body. `etag` is unquoted; `writtenAt` and `dataVersion` are where a write stands (`api/db/commit.ts`). */
export class Reply<Body> {
  readonly body: Body
  readonly options: ReplyOptions
  constructor(body: Body, options: ReplyOptions) {
    this.body = body
    this.options = options
  }
}

/** A file that was made elsewhere as a reply. */
export const replyOf = <Body>({ body, options }: { body: Body; options: ReplyOptions }): Reply<Body> =>
  new Reply(body, options)

export interface ReplyOptions {
  status?: number
  etag?: string
  headers?: Record<string, string | string[]>
  writtenAt?: string
  dataVersion?: number
  contentType?: string
  /** For a body whose first byte may take minutes: the head goes before, so that nobody between gives up on it. */
  headAtOnce?: boolean
  /** Writes the reply itself: files and protocols of their own. */
  send?: (request: Request, response: Response) => Promise<void>
}

export type Action<R extends Route> = (call: Call<R>) => Promise<z.input<R['reply']> | Reply<unknown>>
export type Bind = <R extends Route>(route: R, action: Action<R>, how?: { direct: boolean }) => void

export interface BindOptions {
  authenticate: Authenticate
  regionOfPlace: RegionOfPlace
  /** Checks replies against the contract; on outside production. */
  checkReplies: boolean
  /** `PUBLIC_URL`, where configured. */
  publicUrl?: string | undefined
  /** @throws 429 too-many-requests for a route with a pace. */
  keepPace: (route: Route, clientAddress: string, person: Person | null) => void
  /** Called for each bound route, so that start-up can tell what is missing. */
  onBound: (route: Route) => void
  /** Called for routes that are answered before Express as well. */
  onDirect?: ((route: Route, action: Action<Route>) => void) | undefined
}

/** Binds contract routes to an Express router: gate → parse → act → check → present. */
export function binder(router: Router, options: BindOptions): Bind {
  return (route, action, how) => {
    options.onBound(route)
    if (how?.direct) options.onDirect?.(route, action as unknown as Action<Route>)
    router[route.method](route.path, async (request: Request, response: Response, next: NextFunction) => {
      try {
        const person = await options.authenticate(request)
        const target = person
          ? await targetOf(route, request.params as Record<string, string>, options.regionOfPlace)
          : undefined
        checkAccess(route, person, request, target)
        options.keepPace(route, request.ip ?? '', person)
        if (route.upload) prepareUpload(request, response)
        const call = {
          params: parse(route.params, request.params, 'path'),
          query: parse(route.query, request.query, 'query'),
          body: parse(route.body, request.body ?? {}, 'body'),
          incoming: request.iterator({ destroyOnReturn: false }),
          person,
          signal: clientSignal(response),
          ifMatch: route.ifMatch ? ifMatchVersion(request) : 0,
          ifNoneMatch: request.get('if-none-match'),
          atLeast: writePositionOf(request),
          header: (name: string) => request.get(name),
          clientAddress: request.ip ?? '',
          origin: options.publicUrl ?? localOrigin(request),
          requestId: String(request.id),
          log: request.log,
        } as Call<typeof route>
        const outcome = await action(call)
        if (outcome instanceof Reply && outcome.options.send) await outcome.options.send(request, response)
        else await present(route, outcome, request, response, options.checkReplies)
      } catch (error) {
        next(error)
      }
    })
  }
}

/**
 * Forms are refused: one file is one body. A client that goes on sending after the answer has a second to read it.
 * @throws 415 upload-form
 */
function prepareUpload(request: Request, response: Response): void {
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => request.socket.destroy(), 1_000).unref()
  })
  if (/json|form/i.test(request.get('content-type') ?? '')) {
    throw errors.wrongMediaType(
      'upload-form',
      'The body must be the file itself, as application/octet-stream; not a form and not JSON.',
    )
  }
}

export function parse(shape: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!shape) return undefined
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }))
  const first = faults[0]
  throw errors.badRequest(
    'request-invalid',
    `${first?.path}: ${first?.message}. See /api/docs for what this address takes.`,
    faults,
  )
}

function ifMatchVersion(request: Request): number {
  const header = request.get('if-match')
  if (header === undefined) {
    throw errors.preconditionRequired(
      'Send If-Match with the ETag of the record that you read, so that nobody’s change is lost.',
    )
  }
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (version === undefined)
    throw errors.badRequest('if-match-invalid', `If-Match «${header.slice(0, 60)}» is not an ETag such as "3".`)
  return Number(version)
}

function localOrigin({ socket, protocol }: Request): string {
  const { localAddress = '127.0.0.1', localPort = 80 } = socket
  const host = localAddress.replace(/^::ffff:/, '')
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${localPort}`
}

const positionPattern = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/

/** The position comes back in a short-lived cookie (browsers) or a header (programs). */
export function writePositionOf({ headers }: IncomingMessage): string | undefined {
  const cookie = /(?:^|;\s*)written=([0-9A-F]+%2F[0-9A-F]+)/.exec(headers.cookie ?? '')?.[1]
  const position = (headers['x-at-least'] as string | undefined) ?? (cookie ? decodeURIComponent(cookie) : undefined)
  return position && positionPattern.test(position) ? position : undefined
}

async function present(
  route: Route,
  outcome: unknown,
  request: Request,
  response: Response,
  checkReplies: boolean,
): Promise<void> {
  if (response.headersSent || response.destroyed) return
  const { body, options } = outcome instanceof Reply ? outcome : new Reply(outcome, {})
  if (checkReplies && options.contentType === undefined) route.reply.parse(body)
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value)
  if (options.writtenAt) {
    response.setHeader('X-Write-Position', options.writtenAt)
    response.cookie('written', options.writtenAt, { maxAge: 60_000, sameSite: 'lax', httpOnly: true })
  }
  if (options.dataVersion) response.setHeader('X-Data-Version', options.dataVersion)
  if (!response.hasHeader('Cache-Control')) {
    response.setHeader('Cache-Control', route.roles.includes('public') ? 'no-cache' : 'no-store')
  }
  if (options.etag) {
    response.setHeader('ETag', `"${options.etag}"`)
    if (route.method === 'get' && request.fresh) {
      response.status(304).end()
      return
    }
  }
  const status = options.status ?? route.status ?? 200
  if (status === 204) response.status(204).end()
  else if (body instanceof Readable) await stream(body, response.status(status), options)
  else if (options.contentType) response.status(status).type(options.contentType).send(body)
  else response.status(status).json(body)
}

/** A body of any length, as fast as the client takes it. What fails after the first bytes breaks the connection off: half is not whole. */
async function stream(body: Readable, response: Response, { contentType, headAtOnce }: ReplyOptions): Promise<void> {
  response.setHeader('Content-Type', contentType ?? 'application/octet-stream')
  if (headAtOnce) response.flushHeaders()
  try {
    await pipeline(body, response)
  } catch (error) {
    if (!response.destroyed && !response.headersSent) throw error
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      response.req.log.warn({ err: error }, 'a stream broke off')
    response.destroy()
  }
}
