import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockDataFolder } from '../db/data-folder-lock.ts'
import { makeTestFolder } from '../db/testing.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string

beforeAll(() => {
  folder = makeTestFolder()
  mkdirSync(join(folder, 'pglite'))
  writeFileSync(join(folder, 'pglite', 'PG_VERSION'), '18\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]) {
  const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '' }
  const program = ['--import', 'tsx', 'api/cli/export-tiles.ts', ...args]
  const { status, stderr } = spawnSync(process.execPath, program, { cwd: root, env, encoding: 'utf8' })
  return { status, said: stderr.trim() }
}

test('while a server has the embedded database it refuses and writes nothing', async () => {
  const unlock = await lockDataFolder(folder, join(folder, 'pglite.lock'))
  const out = join(folder, 'map.pmtiles')
  try {
    const { status, said } = run(`--out=${out}`)
    expect(status).toBe(1)
    expect(said).toContain(`is in use by process ${process.pid}: stop that process`)
    expect(existsSync(out)).toBe(false)
  } finally {
    unlock()
  }
})

test('wrong options are told in words, and a file that is there is kept', () => {
  const out = join(folder, 'kept.pmtiles')
  writeFileSync(out, 'mine')
  expect(run().said).toMatch(/^--out=FILE.pmtiles is missing/)
  expect(run(`--out=${out}`, '--zooms=4-40').said).toMatch(/expected a zoom or a range inside 0-16/)
  expect(run(`--out=${out}`).said).toMatch(/is there already: add --replace/)
  expect(readFileSync(out, 'utf8')).toBe('mine')
})
