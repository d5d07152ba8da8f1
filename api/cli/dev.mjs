import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, ensureNode } from './ensure-installed.mjs'
import { runChild } from './run-child.mjs'

/* `npm run dev`: the server, started again at each change of its sources, and the pages by Vite, which hands /api and /tiles on. */

const folder = fileURLToPath(new URL('../..', import.meta.url))
ensureNode()
ensureInstalled(folder)

if (existsSync(`${folder}.env`)) process.loadEnvFile(`${folder}.env`)
const port = process.env.PORT ?? '8080'
const env = { ...process.env, PORT: port, API_URL: process.env.API_URL ?? `http://127.0.0.1:${port}` }
const tsx = 'node_modules/tsx/dist/cli.mjs'
// Pages and tests are not the server's sources.
const watch = ['watch', '--clear-screen=false', '--exclude', 'web/**', '--exclude', '**/*.test.ts']
const server = runChild([tsx, ...watch, 'api/main.ts', ...process.argv.slice(2)], { folder, env })
const pages = runChild(['node_modules/vite/bin/vite.js', '--config', 'web/vite.config.ts'], { folder, env })
const code = await Promise.race([server.ended, pages.ended])
server.stop()
pages.stop()
await Promise.all([server.ended, pages.ended])
process.exit(code)
