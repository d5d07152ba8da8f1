import { randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const unusedForMs = 7 * 24 * 3600_000

/**
 * The path of something made once and kept under `name`, which carries what it was made from; `make` fills the path it is given. It appears whole or
 * not at all. Several processes may make it at once: the first to finish wins.
 */
export async function cached(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const folder = cacheFolder()
  const path = join(folder, name)
  if (existsSync(path)) {
    utimesSync(path, new Date(), new Date())
    return path
  }
  const draft = `${path}.draft-${randomUUID()}`
  try {
    await make(draft)
    if (!existsSync(path)) renameSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  removeUnused(folder)
  return path
}

/** Version of an installed package, read from its file: not every package exports its package.json. */
export function packageVersion(name: string): string {
  const entry = require.resolve(name)
  const folder = join('node_modules', ...name.split('/'))
  const packageFolder = entry.slice(0, entry.lastIndexOf(folder) + folder.length)
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version
}

/** `.cache` in the project, or the system's temporary folder where the project is read-only (an image run by another user). */
function cacheFolder(): string {
  const inProject = join(projectFolder, '.cache')
  try {
    mkdirSync(inProject, { recursive: true })
    accessSync(inProject, constants.W_OK)
    return inProject
  } catch {
    const elsewhere = join(tmpdir(), 'venue-atlas-cache')
    mkdirSync(elsewhere, { recursive: true })
    return elsewhere
  }
}

/** Drafts of killed processes go with them. Only our own names: others may keep theirs in .cache. */
function removeUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^(pglite|postgis)-/.test(name)) continue
    const path = join(folder, name)
    if (Date.now() - statSync(path).mtimeMs > unusedForMs) rmSync(path, { recursive: true, force: true })
  }
}
