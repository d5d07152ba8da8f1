import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** What the runners' own reports add up to. A runner that ended badly without a failed test counts as one failure. */

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

export interface VitestReport {
  numPassedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: VitestFile[]
}

interface VitestFile {
  name: string
  status: string
  /** Why the file itself failed. */
  message?: string
  assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[]
}

export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: { message?: string }[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: {
    title: string
    file: string
    tests: { projectName: string; status: string; results: { errors?: { message?: string }[] }[] }[]
  }[]
}

/** A file that did not load, or whose hooks failed, is a failure although none of its tests is. */
export function countVitest(report: VitestReport | null, exitCode: number): Counts {
  if (!report) return crashed
  const failures = report.testResults.map(({ status, assertionResults }) => {
    const failedTests = assertionResults.filter((one) => one.status === 'failed').length
    return status === 'failed' ? Math.max(1, failedTests) : failedTests
  })
  return withExit(
    {
      passed: report.numPassedTests,
      failed: sum(failures),
      skipped: report.numPendingTests + report.numTodoTests,
    },
    exitCode,
  )
}

/** What passed only when it was tried again has passed; `failuresOfPlaywright` names it. */
export function countPlaywright(report: PlaywrightReport | null, exitCode: number): Counts {
  if (!report) return crashed
  const { expected, unexpected, flaky, skipped } = report.stats
  return withExit({ passed: expected + flaky, failed: unexpected + report.errors.length, skipped }, exitCode)
}

/** The report with the files of a second run in place of the same files of the first. */
export function withSecondTry(first: VitestReport, second: VitestReport): VitestReport {
  const again = new Map(second.testResults.map((file) => [file.name, file]))
  const testResults = first.testResults.map((file) => again.get(file.name) ?? file)
  const count = (...statuses: string[]) =>
    sum(testResults.map((file) => file.assertionResults.filter(({ status }) => statuses.includes(status)).length))
  return {
    numPassedTests: count('passed'),
    numPendingTests: count('pending', 'skipped'),
    numTodoTests: count('todo'),
    testResults,
  }
}

/** Files with a failure, as the report names them. */
export const failedFiles = (report: VitestReport): string[] =>
  report.testResults.filter((file) => failuresOfFile(file).length > 0).map(({ name }) => name)

/** A line for each failure: file, test and the first line of what went wrong. */
export const failuresOfVitest = (report: VitestReport, root: string): string[] =>
  report.testResults.flatMap((file) => failuresOfFile(file).map((words) => `${relative(root, file.name)} › ${words}`))

function failuresOfFile({ status, message, assertionResults }: VitestFile): string[] {
  const failures = assertionResults
    .filter((one) => one.status === 'failed')
    .map((one) => `${one.fullName}: ${firstLine(one.failureMessages?.[0])}`)
  return status === 'failed' && failures.length === 0 ? [firstLine(message)] : failures
}

/** As `failuresOfVitest`, those that failed for good and those that passed when they were tried again. */
export function failuresOfPlaywright(report: PlaywrightReport): { failed: string[]; unsteady: string[] } {
  const specs = (suites: readonly PlaywrightSuite[]): PlaywrightSuite['specs'] =>
    suites.flatMap((suite) => [...suite.specs, ...specs(suite.suites ?? [])])
  const tests = specs(report.suites ?? []).flatMap(({ file, title, tests }) =>
    tests.map(({ projectName, status, results }) => {
      const message = results.flatMap(({ errors }) => errors ?? [])[0]?.message
      return { status, words: `web/e2e/${file} › ${title} (${projectName}): ${firstLine(message)}` }
    }),
  )
  const withStatus = (wanted: string) => tests.filter(({ status }) => status === wanted).map(({ words }) => words)
  return {
    failed: [...withStatus('unexpected'), ...report.errors.map(({ message }) => firstLine(message))],
    unsteady: withStatus('flaky'),
  }
}

/** Without the colours of a terminal, and no longer than a line should be. */
const firstLine = (message = 'it says nothing more'): string =>
  (stripVTControlCharacters(message).trim().split('\n')[0] ?? '').slice(0, 200)

export function addUp(all: readonly Counts[]): Counts {
  return {
    passed: sum(all.map(({ passed }) => passed)),
    failed: sum(all.map(({ failed }) => failed)),
    skipped: sum(all.map(({ skipped }) => skipped)),
  }
}

export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

const crashed: Counts = { passed: 0, failed: 1, skipped: 0 }
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const withExit = (counts: Counts, exitCode: number): Counts =>
  exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
