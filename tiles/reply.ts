import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '../api/contract/shapes.ts'

/** Replies of the tile service: open to every origin, HEAD without a body, problems as RFC 9457. */

export const openHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-Data-Version',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const

export function replyProblem(
  exchange: Exchange,
  problem: { status: number; code: string; title: string; detail: string; headers?: Record<string, string> },
): void {
  const { headers, ...members } = problem
  const body: Problem = { type: `urn:venue-atlas:problem:${problem.code}`, ...members }
  replyBytes(exchange, {
    status: problem.status,
    body: Buffer.from(JSON.stringify(body)),
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}

export function replyJson(exchange: Exchange, value: unknown, cacheControl = 'public, max-age=60'): void {
  replyBytes(exchange, {
    status: 200,
    body: Buffer.from(JSON.stringify(value)),
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': cacheControl },
  })
}

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

export function replyBytes(
  { request, response }: Exchange,
  reply: { status: number; body: Buffer; headers: Record<string, string | number> },
): void {
  if (response.destroyed) return
  response.writeHead(reply.status, { ...openHeaders, ...reply.headers, 'Content-Length': reply.body.length })
  if (request.method === 'HEAD') response.end()
  else response.end(reply.body)
}

/** Name, value, name, value, …: what node writes quickest. */
export type HeaderList = string[]

export function replyBody({ request, response }: Exchange, headers: HeaderList, body: Buffer): void {
  if (response.destroyed) return
  headers.push('Content-Length', String(body.length))
  response.writeHead(200, headers)
  if (request.method === 'HEAD') response.end()
  else response.end(body)
}

export function replyWithoutBody({ response }: Exchange, status: number, headers: HeaderList): void {
  response.writeHead(status, headers)
  response.end()
}

/** Whether one of the client's tags is this one; compared weakly, as If-None-Match wants. */
export function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  if (ifNoneMatch === tag) return true
  return ifNoneMatch.split(',').some((given) => {
    const trimmed = given.trim()
    return trimmed === '*' || trimmed.replace(/^W\//, '') === tag
  })
}

export const tileFailure = {
  status: 500,
  code: 'tile-failed',
  title: 'Internal error',
  detail: 'the tile could not be made; the fault is in the log',
}
