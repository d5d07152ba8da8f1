import { fileURLToPath } from 'node:url'
import { ensureInstalled, ensureNode } from './ensure-installed.mjs'
import { runChild } from './run-child.mjs'

/* `npm test`: the set-up of a fresh clone, then every suite that this machine can run. */

const folder = fileURLToPath(new URL('../..', import.meta.url))
ensureNode()
ensureInstalled(folder)
process.exit(await runChild(['--import', 'tsx', 'api/cli/test-run.ts', ...process.argv.slice(2)], { folder }).ended)
