import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareWithCommitted, generatedFiles, root } from './generated-files.ts'

/**
 * `npm run bless`: makes the generated files and the golden files of the tests anew and says which changed. Look at the
 * difference before committing it: that is what the blessing is.
 */
async function main(): Promise<void> {
  for (const file of generatedFiles) {
    const { made, isSame } = await compareWithCommitted(file)
    if (!isSame) writeFileSync(join(root, file.path), made)
    console.log(`${isSame ? 'same   ' : 'CHANGED'} ${file.path}`)
  }
  blessGoldenFiles()
}

/** Golden files are vitest’s file snapshots, the schema among them; only the tests that have them run. */
function blessGoldenFiles(): void {
  const found = spawnSync(
    'git',
    ['grep', '-l', '--untracked', 'toMatchFileSnapshot(', '--', '*.test.ts', '*.test.tsx'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  const files = found.stdout.split('\n').filter((path) => path !== '')
  if (files.length === 0) return
  // Last, since a name after --update would be taken for its value.
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files, '--update'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_ENGINE: 'pglite' },
  })
  if (status !== 0) process.exitCode = 1
}

await main()
