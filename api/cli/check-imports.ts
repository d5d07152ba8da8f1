import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = ['api', 'tiles', 'web', 'bim-viewer', 'seed-data', 'bench']

export interface ImportReport {
  filesRead: number
  /** `rule: from → to` */
  violations: string[]
  /** Source files that the rules were not applied to; anything here is a fault of the check itself. */
  unread: string[]
}

/** Applies `.dependency-cruiser.cjs` to every source file below `folder` (the project, or a fixture laid out like it). */
export function checkImports(folder: string = root): ImportReport {
  const present = folders.filter((name) => existsSync(join(folder, name)))
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      ...present,
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  if (!stdout) throw new Error(`dependency-cruiser said nothing: ${stderr}`)
  const { modules, summary } = JSON.parse(stdout) as Cruise
  const read = new Set(modules.map(({ source }) => source))
  const sources = present.flatMap((name) => sourceFiles(join(folder, name))).map((path) => relative(folder, path))
  return {
    filesRead: sources.filter((path) => read.has(path)).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    unread: sources.filter((path) => !read.has(path)),
  }
}

interface Cruise {
  modules: { source: string }[]
  summary: { violations: { rule: { name: string }; from: string; to: string }[] }
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return ['dist', 'node_modules', 'test-results'].includes(entry.name) ? [] : sourceFiles(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.d\.m?ts$/.test(entry.name) ? [path] : []
  })
}
