import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import {
  addUp,
  countPlaywright,
  countVitest,
  failedFiles,
  failuresOfPlaywright,
  failuresOfVitest,
  inWords,
  withSecondTry,
} from './test-report.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Inside the project, so that the files find vitest.
mkdirSync(join(root, '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, '.cache', 'test-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function runVitest(source: string) {
  writeFileSync(join(folder, 'one.test.mjs'), `import { beforeAll, expect, test } from 'vitest'\n${source}`)
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--config', 'none.mjs']
  writeFileSync(join(folder, 'none.mjs'), 'export default {}')
  const { status } = spawnSync(process.execPath, [...args, '--reporter=json', `--outputFile=${report}`], {
    cwd: folder,
    stdio: 'ignore',
  })
  return countVitest(JSON.parse(readFileSync(report, 'utf8')), status ?? 1)
}

test('passed, failed, skipped and planned tests of a real run are told apart', () => {
  const counts = runVitest(`
    test('good', () => {})
    test('bad', () => expect(1).toBe(2))
    test.skip('later', () => {})
    test.todo('planned')`)
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 2 })
})

test('a file that does not load is a failure', () => {
  expect(runVitest('throw new Error("at load")').failed).toBe(1)
})

test('a failed hook is a failure although its tests never ran', () => {
  const counts = runVitest('beforeAll(() => { throw new Error("no") })\ntest("never", () => {})')
  expect(counts.failed).toBe(1)
  expect(counts.passed).toBe(0)
})

test('an error outside any test is a failure although every test passed', () => {
  const counts = runVitest(
    'test("good", () => { setTimeout(() => { throw new Error("late") }, 0); return new Promise((r) => setTimeout(r, 50)) })',
  )
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('a runner without a report has failed', () => {
  expect(countVitest(null, 1).failed).toBe(1)
  expect(countPlaywright(null, 0).failed).toBe(1)
})

test('a browser test that needed a second try is told from one that failed, and both are named', () => {
  const spec = (title: string, status: string) => ({
    title,
    file: 'one.spec.ts',
    tests: [
      { projectName: 'phone', status, results: [{ errors: [{ message: '\u001b[31mno pin\u001b[39m\nat line 3' }] }] },
    ],
  })
  const report = {
    stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [],
    suites: [
      { specs: [spec('bad', 'unexpected')], suites: [{ specs: [spec('shaky', 'flaky'), spec('good', 'expected')] }] },
    ],
  }
  expect(countPlaywright(report, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  expect(failuresOfPlaywright(report)).toEqual({
    failed: ['web/e2e/one.spec.ts › bad (phone): no pin'],
    unsteady: ['web/e2e/one.spec.ts › shaky (phone): no pin'],
  })
})

test('files that were run a second time count as they ended then', () => {
  const file = (name: string, ...statuses: string[]) => ({
    name: `/atlas/${name}`,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, index) => ({
      status,
      fullName: `${index + 1}`,
      failureMessages: status === 'failed' ? ['Error: late\n  at x'] : [],
    })),
  })
  const reportOf = (...testResults: ReturnType<typeof file>[]) => ({
    numPassedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
  })
  const first = reportOf(file('a', 'passed', 'failed'), file('b', 'failed'), file('c', 'passed', 'pending'))
  expect(failedFiles(first)).toEqual(['/atlas/a', '/atlas/b'])
  expect(failuresOfVitest(first, '/atlas')).toEqual(['a › 2: Error: late', 'b › 1: Error: late'])
  const last = withSecondTry(first, reportOf(file('a', 'passed', 'passed'), file('b', 'failed')))
  expect(countVitest(last, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 })
  expect(failedFiles(last)).toEqual(['/atlas/b'])
})

test('suites add up to one line', () => {
  const total = addUp([
    { passed: 3, failed: 0, skipped: 1 },
    { passed: 4, failed: 1, skipped: 0 },
  ])
  expect(inWords(total)).toBe('7 passed, 1 failed, 1 skipped')
})
