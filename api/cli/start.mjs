import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildPages, pagesAreFresh } from './build-pages.mjs'
import { ensureInstalled, ensureNode } from './ensure-installed.mjs'
import { runChild } from './run-child.mjs'

/* `npm start`: everything from a fresh clone to a running server. The server opens its database while the pages are built. */

const folder = fileURLToPath(new URL('../..', import.meta.url))
ensureNode()
ensureInstalled(folder)

// Variables of the environment win over the file's.
if (existsSync(`${folder}.env`)) process.loadEnvFile(`${folder}.env`)
const server = runChild(['--import', 'tsx', 'api/main.ts', ...process.argv.slice(2)], { folder })
let failed = false
let builder = null
if (!pagesAreFresh(folder)) {
  console.log('Building the pages …')
  builder = buildPages(folder)
  builder.done.then(
    () => console.log('The pages are built.'),
    (error) => {
      if (builder === null) return
      failed = true
      console.error(error.message)
      server.stop()
    },
  )
}
const code = await server.ended
// Nobody waits for pages of a server that has stopped or never started.
const unfinished = builder
builder = null
unfinished?.stop()
process.exit(code || (failed ? 1 : 0))
