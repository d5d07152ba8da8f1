import type { Problem } from '../../api/contract/shapes.ts'

/** A refused or failed call: the server's RFC 9457 problem, or `code: 'offline'` with status 0 when nothing answered. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly faults: NonNullable<Problem['faults']>

  constructor(problem: Pick<Problem, 'status' | 'code' | 'detail' | 'faults'>) {
    super(problem.detail)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code
    this.faults = problem.faults ?? []
  }
}

/** Reads a bad response; a proxy's page of HTML becomes a problem too. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const problem = (await response.json()) as Problem
    if (typeof problem.code === 'string') return new ApiProblem(problem)
  } catch {
    // Not JSON: told by the status alone.
  }
  return new ApiProblem({ status: response.status, code: `http-${response.status}`, detail: response.statusText })
}
