import { fileURLToPath } from 'node:url'
import { ensureInstalled, ensureNode } from './ensure-installed.mjs'
import { runChild } from './run-child.mjs'

/* `node api/cli/run.mjs FILE …`: runs a program of the project after making sure that its dependencies are there. */

const folder = fileURLToPath(new URL('../..', import.meta.url))
ensureNode()
ensureInstalled(folder)
process.exit(await runChild(['--import', 'tsx', ...process.argv.slice(2)], { folder }).ended)
