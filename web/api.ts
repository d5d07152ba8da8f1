import type { Given, Parsed } from '../api/contract/route.ts'
import { offlineProblem, problemOf } from './client/problem.ts'
import { type Contract, type RouteName, routeTable } from './client/route-table.ts'
import { noteReply } from './client/stored-replies.ts'
import { noteWrite } from './client/written-version.ts'

/** The typed client of the contract: `call('getPlace', { params: { id } })`. */

type Part<K extends RouteName, P extends 'params' | 'query' | 'body'> = Contract[K] extends { [key in P]?: infer S }
  ? Given<Exclude<S, undefined>>
  : undefined

export interface CallOptions<K extends RouteName> {
  params?: Part<K, 'params'>
  query?: Part<K, 'query'>
  body?: Part<K, 'body'>
  /** Version of the record that the change was made from. */
  ifMatch?: number
  signal?: AbortSignal
  /** A new one for each wish that moves money or takes a place; the same one when it is sent again. */
  idempotencyKey?: string
}

export type ReplyOf<K extends RouteName> = Parsed<Contract[K]['reply']>

let csrfToken: string | null = null

/** Kept for the writes of a signed-in person; sign-in and `whoAmI` bring it. */
export function keepCsrfToken(token: string | null): void {
  csrfToken = token
}

/** For writes that go past `call`: uploads. */
export const writeHeaders = (): Record<string, string> => (csrfToken === null ? {} : { 'X-CSRF-Token': csrfToken })

/** Calls a route. @throws ApiProblem when it is refused or nothing answers; AbortError when `signal` is aborted. */
export async function call<K extends RouteName>(name: K, options: CallOptions<K> = {}): Promise<ReplyOf<K>> {
  const [method, path] = routeTable[name]
  const address = addressOf(path, options.params ?? {}, options.query ?? {})
  const headers = new Headers({ Accept: 'application/json' })
  if (options.body !== undefined) headers.set('Content-Type', 'application/json')
  if (options.ifMatch !== undefined) headers.set('If-Match', `"${options.ifMatch}"`)
  if (csrfToken !== null && method !== 'get') headers.set('X-CSRF-Token', csrfToken)
  if (options.idempotencyKey !== undefined) headers.set('Idempotency-Key', options.idempotencyKey)
  const response = await send(address, {
    method: method.toUpperCase(),
    headers,
    body: options.body === undefined ? null : JSON.stringify(options.body),
    signal: options.signal ?? null,
  })
  if (!response.ok) throw await problemOf(response)
  noteReply(response)
  if (method !== 'get') noteWrite(response)
  return (response.status === 204 ? null : await response.json()) as ReplyOf<K>
}

/** Sends a file as it is to a route that takes one; its reply as the contract has it. @throws ApiProblem. */
export async function sendFile<K extends 'uploadClaimProof' | 'uploadReportPhoto' | 'importFloors'>(
  name: K,
  placeId: number,
  file: File,
): Promise<ReplyOf<K>> {
  const [, path] = routeTable[name]
  const headers = new Headers({ Accept: 'application/json', 'Content-Type': 'application/octet-stream' })
  if (csrfToken !== null) headers.set('X-CSRF-Token', csrfToken)
  const response = await send(addressOf(path, { id: placeId }, { name: file.name }), {
    method: 'POST',
    headers,
    body: file,
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as ReplyOf<K>
}

/** Opens a file that a route writes while it is read; its name as the server says. @throws ApiProblem. */
export async function openFile(address: string, signal: AbortSignal) {
  const response = await send(address, { signal })
  if (!response.ok || !response.body) throw await problemOf(response)
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'download'
  return { body: response.body, name, type: response.headers.get('Content-Type') ?? '' }
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offlineProblem()
  }
}

/** Fills `:name` parts and writes the query: lists joined by commas, unset and empty values left out, keys in given order. */
export function addressOf(path: string, params: object, query: object): string {
  const filled = path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[key])),
  )
  const search = Object.entries(query).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '') return []
    if (Array.isArray(value) && value.length === 0) return []
    const text = Array.isArray(value) ? value.join(',') : String(value)
    // A comma is legal in a query; kept bare, addresses stay readable and equal for the caches.
    return [`${key}=${encodeURIComponent(text).replaceAll('%2C', ',')}`]
  })
  return search.length === 0 ? filled : `${filled}?${search.join('&')}`
}
