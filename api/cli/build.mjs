import { fileURLToPath } from 'node:url'
import { buildPages } from './build-pages.mjs'
import { ensureInstalled, ensureNode } from './ensure-installed.mjs'

/* `npm run build`: the pages, from scratch. */

const folder = fileURLToPath(new URL('../..', import.meta.url))
ensureNode()
ensureInstalled(folder)
try {
  await buildPages(folder).done
  console.log('The pages are in web/dist.')
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
