import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkImports } from './check-imports.ts'
import { lockfileFaults } from './check-lockfile.ts'
import { findProgram } from './find-program.ts'
import { compareWithCommitted, generatedFiles, root } from './generated-files.ts'

/** `npm run check`: everything that can be said of the sources without running the product. Ends with one line of counts. */

interface Outcome {
  result: 'passed' | 'failed' | 'skipped'
  words: string
}

const checks: [name: string, run: () => Outcome | Promise<Outcome>][] = [
  [
    'types',
    () => tool('typescript/bin/tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo'),
  ],
  ['format and lint', () => tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off', '.')],
  ['imports', imports],
  [
    'unused files, exports and packages',
    () => tool('knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'),
  ],
  ['lockfile', () => fromFaults(lockfileFaults(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))))],
  ['generated files', generated],
  ['docker compose config', composeConfig],
]

function tool(program: string, ...args: string[]): Outcome {
  return ran(process.execPath, [join(root, 'node_modules', program), ...args], process.env)
}

function imports(): Outcome {
  const { filesRead, violations, unread } = checkImports()
  const outcome = fromFaults([...violations, ...unread.map((path) => `${path} was not read by the check`)])
  if (filesRead === 0) return { result: 'failed', words: 'no file was read' }
  return outcome.result === 'passed' ? { ...outcome, words: `${filesRead} files` } : outcome
}

async function generated(): Promise<Outcome> {
  const faults: string[] = []
  for (const file of generatedFiles) {
    if (!(await compareWithCommitted(file)).isSame) faults.push(`${file.path} is not what npm run bless makes`)
  }
  return fromFaults(faults)
}

function composeConfig(): Outcome {
  const compose = findCompose()
  if (!compose) return { result: 'skipped', words: 'this machine has no docker compose' }
  const [program = '', ...args] = compose
  // Values such as an operator writes into .env; without them the configuration refuses, which is wanted.
  const env = { ...process.env, POSTGRES_PASSWORD: 'for-this-check-only', ADMIN_PASSWORD: 'for-this-check-only' }
  return ran(program, [...args, '--profile', 'objects', '--file', 'docker-compose.yml', 'config', '--quiet'], env)
}

function findCompose(): string[] | null {
  const docker = findProgram(['docker'])
  if (docker && spawnSync(docker, ['compose', 'version'], { stdio: 'ignore' }).status === 0) return [docker, 'compose']
  const alone = findProgram(['docker-compose'])
  return alone ? [alone] : null
}

function ran(program: string, args: string[], env: NodeJS.ProcessEnv): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status === 0) return { result: 'passed', words: '' }
  return { result: 'failed', words: shortened(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd()) }
}

const mostLines = 120

function shortened(words: string): string {
  const lines = words.split('\n')
  if (lines.length <= mostLines) return words
  return [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more lines`].join('\n')
}

const fromFaults = (faults: readonly string[]): Outcome =>
  faults.length === 0 ? { result: 'passed', words: '' } : { result: 'failed', words: faults.join('\n') }

const counts = { passed: 0, failed: 0, skipped: 0 }
for (const [name, run] of checks) {
  const startedAt = performance.now()
  const { result, words } = await run()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  counts[result]++
  if (result === 'failed') console.log(`✗ ${name} (${seconds} s)\n${words}\n`)
  else console.log(`${result === 'passed' ? '✓' : '–'} ${name}${words ? `: ${words}` : ''} (${seconds} s)`)
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed > 0 ? 1 : 0)
