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
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
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

/** A test that passed only when it was tried again has not passed. */
export function countPlaywright(report: PlaywrightReport | null, exitCode: number): Counts {
  if (!report) return crashed
  const { expected, unexpected, flaky, skipped } = report.stats
  return withExit({ passed: expected, failed: unexpected + flaky + report.errors.length, skipped }, exitCode)
}

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
