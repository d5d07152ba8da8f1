import { createHash, randomUUID } from 'node:crypto'
import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Log } from './pool.ts'

const require = createRequire(import.meta.url)
const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The project's migrations. */
export const migrationsFolder = join(projectFolder, 'migrations')

