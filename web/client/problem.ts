import type { Problem } from '../../api/contract/shapes.ts'
import { type Language, languages } from '../i18n/language.ts'
import { translator } from '../i18n/translate.ts'

type Told = Pick<Problem, 'status' | 'code' | 'detail' | 'faults'>

/**
 * A refused or failed call: the server's RFC 9457 problem, or `code: 'offline'` with status 0 when nothing answered. Its message is for
 * people, in the language of the page where the code has words; `detail` is the server's, for developers, and may name particulars.
 */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly faults: NonNullable<Problem['faults']>
  /** Null where the code has none. */
  readonly words: string | null

  constructor({ status, code, detail, faults }: Told, words: string | null = null) {
    super(words ?? detail)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.detail = detail
    this.faults = faults ?? []
    this.words = words
  }
}

/** Reads a bad response; a proxy's page of HTML becomes a problem too. */
export const problemOf = async (response: Response): Promise<ApiProblem> =>
  problemFrom(response.status, await response.text().catch(() => ''), response.statusText)

/** The problem that a body tells; one that is no problem's is told by the status alone. */
export async function problemFrom(status: number, body: string, statusText: string): Promise<ApiProblem> {
  try {
    const problem = JSON.parse(body) as Problem
    if (typeof problem.code === 'string') return inWords(problem)
  } catch {
    // Not JSON.
  }
  return new ApiProblem({ status, code: `http-${status}`, detail: statusText })
}

/** Nothing answered, so nothing can be loaded either: these words are in the first load. */
export function offlineProblem(): ApiProblem {
  const language = pageLanguage()
  return new ApiProblem(
    { status: 0, code: 'offline', detail: 'The server did not answer.' },
    language && translator(language)('console.noAnswer'),
  )
}

async function inWords(problem: Told): Promise<ApiProblem> {
  return new ApiProblem(problem, await wordsOf(problem.code))
}

/** The words come with the first problem, so that a map without one goes without; null too where they cannot be loaded. */
export async function wordsOf(code: string): Promise<string | null> {
  const language = pageLanguage()
  if (!language) return null
  const loaded = await import('../i18n/problem-words.ts').catch(() => null)
  return loaded?.wordsOfCode(code, language) ?? null
}

/** As TextProvider says it; none outside a page. */
const pageLanguage = (): Language | null =>
  typeof document === 'undefined' ? null : (languages.find((one) => one === document.documentElement.lang) ?? null)
