import type { IncomingMessage } from 'node:http'
import 'pino-http'
import type { NextFunction, Request, Response } from 'express'
import { isUnavailable } from '../db/unavailable.ts'
import { errors, ProblemError } from '../errors.ts'
import { constraintProblems } from './constraint-problems.ts'

/** Turns whatever a route threw into an RFC 9457 problem; unknown errors are logged with the request id and hidden. */
export function errorHandler() {
  return (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    if (response.destroyed || response.headersSent) {
      if (!response.writableEnded) response.destroy()
      return
    }
    const problem = asProblem(error)
    logProblem(request, problem, error)
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value)
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(problemText(problem, String(request.id ?? '')))
  }
}

/** The body of a problem (RFC 9457); `instance` is the request's id. */
export const problemText = (problem: Presentable, instance: string): string =>
  JSON.stringify({
    type: `/api/docs#problem-${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail ?? problem.message,
    instance,
    ...(problem.faults ? { faults: problem.faults } : {}),
  })

export function logProblem(request: IncomingMessage, problem: Presentable, error: unknown): void {
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed')
}

interface Presentable {
  status: number
  code: string
  title: string
  message: string
  detail?: string
  faults?: readonly unknown[] | undefined
  headers: Readonly<Record<string, string>>
}

/** The problem that stands for an error: itself, a constraint's, a lost database, an over-long statement, a bad body, or the unknown. */
export function asProblem(error: unknown): Presentable {
  if (error instanceof ProblemError) return error
  const { code, constraint, type } = error as { code?: string; constraint?: string; type?: string }
  const byConstraint = constraint ? constraintProblems[constraint] : undefined
  if (byConstraint) return byConstraint()
  if (code === '57014')
    return errors.tookTooLong(
      'The question took longer than allowed and was stopped. Narrow it (region, type, smaller area) and try again.',
    )
  if (isUnavailable(error)) {
    return errors.unavailable(
      'database-unavailable',
      'The database does not answer for the moment; nothing was changed. Try again in a few seconds.',
    )
  }
  if (type === 'entity.too.large') return errors.tooLarge('The body is larger than 2 MB.')
  if (type === 'entity.parse.failed') return errors.badRequest('body-not-json', 'The body is not valid JSON.')
  if (type?.startsWith('entity.') || type?.startsWith('encoding.') || type?.startsWith('charset.')) {
    return errors.badRequest('body-unreadable', 'The body could not be read; send JSON in UTF-8.')
  }
  if (error instanceof URIError)
    return errors.badRequest('path-invalid', 'The address is not correctly percent-encoded.')
  return {
    status: 500,
    code: 'internal',
    title: 'Something went wrong here',
    message:
      'The error was written down under this request’s id; nothing else is known to be lost. Try again, and tell the operator the id if it persists.',
    headers: {},
  }
}
