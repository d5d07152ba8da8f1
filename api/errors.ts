/** Problems that routes answer: one factory a kind, RFC 9457 members, a stable code, and a detail that says what to do next. */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly faults: readonly Fault[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, title: string, detail: string, more: ProblemDetails = {}) {
    super(detail, { cause: more.cause })
    this.name = 'ProblemError'
    this.status = status
    this.code = code
    this.title = title
    this.faults = more.faults
    this.headers = more.headers ?? {}
  }
}

export interface Fault {
  path: string
  message: string
}

interface ProblemDetails {
  faults?: readonly Fault[]
  headers?: Readonly<Record<string, string>>
  cause?: unknown
}

export const errors = {
  badRequest: (code: string, detail: string, faults?: readonly Fault[]) =>
    new ProblemError(400, code, 'Bad request', detail, faults ? { faults } : {}),
  invalid: (code: string, detail: string, faults?: readonly Fault[]) =>
    new ProblemError(422, code, 'Not valid', detail, faults ? { faults } : {}),
  notSignedIn: () => new ProblemError(401, 'not-signed-in', 'Not signed in', 'Sign in first: POST /api/session.'),
  keyRefused: () =>
    new ProblemError(
      401,
      'key-refused',
      'Key refused',
      'The key is unknown, ended, or not good for its place any more. Ask the owner of the place for a new one.',
    ),
  forbidden: (code: string, detail: string) => new ProblemError(403, code, 'Not allowed', detail),
  notFound: (code: string, detail: string) => new ProblemError(404, code, 'Not found', detail),
  conflict: (code: string, detail: string) => new ProblemError(409, code, 'Conflict', detail),
  stale: (code: string, detail: string) => new ProblemError(412, code, 'Changed meanwhile', detail),
  preconditionRequired: (detail: string) => new ProblemError(428, 'if-match-required', 'Precondition required', detail),
  tooLarge: (detail: string) => new ProblemError(413, 'body-too-large', 'Too large', detail),
  fileTooLarge: (detail: string) => new ProblemError(413, 'file-too-large', 'Too large', detail),
  wrongMediaType: (code: string, detail: string) => new ProblemError(415, code, 'Not a kind of file for this', detail),
  rangeNotThere: (bytes: number) =>
    new ProblemError(
      416,
      'range-not-there',
      'No such range',
      `The file has ${bytes} bytes; ask for a range of these.`,
      {
        headers: { 'Content-Range': `bytes */${bytes}` },
      },
    ),
  stalled: (seconds: number) =>
    new ProblemError(
      408,
      'upload-stalled',
      'Stalled',
      `No byte came for ${seconds} seconds; nothing was stored. Send it again, larger files in resumable parts (POST /api/uploads).`,
      { headers: { Connection: 'close' } },
    ),
  tooManyRequests: (detail: string, retryAfterSeconds: number) =>
    new ProblemError(429, 'too-many-requests', 'Too many requests', detail, {
      headers: { 'Retry-After': String(retryAfterSeconds) },
    }),
  unavailable: (code: string, detail: string, retryAfterSeconds = 5) =>
    new ProblemError(503, code, 'Not available for the moment', detail, {
      headers: { 'Retry-After': String(retryAfterSeconds) },
    }),
  tookTooLong: (detail: string) =>
    new ProblemError(503, 'took-too-long', 'Took too long', detail, { headers: { 'Retry-After': '5' } }),
}
