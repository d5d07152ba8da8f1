import type { z } from 'zod'
import type { Role } from './access.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Shape = z.ZodType | undefined

/** A route as every side sees it: the server validates by it, the web client is typed by it, OpenAPI is generated from it. */
export interface Route<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  R extends z.ZodType = z.ZodType,
> {
  method: Method
  /** Express style path under /api, for example `/api/places/:id`. */
  path: string
  summary: string
  /** Groups routes in the documentation. */
  tag: string
  /** Who may call it; `public` is said, never forgotten. */
  roles: readonly [Role, ...Role[]]
  /**
   * The path parameter that names what the act touches: a grant must cover it. A route whose target stands elsewhere (a draft's
   * place, a file's place) asks `requireAccess` itself.
   */
  target?: { place: string } | { region: string }
  params?: P
  query?: Q
  body?: B
  reply: R
  /** Stable codes of the problems that this route itself may answer, beside the general ones. */
  errors?: readonly string[]
  /** Status of a good reply; 200 unless said. */
  status?: 200 | 201 | 202 | 204
  /** Calls a minute are limited by address and by account, as SEARCH_RATE or UPLOAD_RATE say. */
  pace?: 'search' | 'upload'
  /** The body is a file and not JSON: the action reads it from `call.incoming`. */
  upload?: boolean
  /** `If-Match` must carry the record's ETag. */
  ifMatch?: boolean
}

export const route = <
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  R extends z.ZodType = z.ZodType,
>(
  definition: Route<P, Q, B, R>,
): Route<P, Q, B, R> => definition

/** Output of a shape, `undefined` where a route has none. */
export type Parsed<S> = [Exclude<S, undefined>] extends [never] ? undefined : z.output<Exclude<S, undefined>>

/** What a caller hands over for a shape: every key of the parsed form that it wants to set. */
export type Given<S> = [Exclude<S, undefined>] extends [never] ? undefined : Partial<z.output<Exclude<S, undefined>>>
