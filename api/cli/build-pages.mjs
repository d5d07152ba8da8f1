import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/* The web pages as the server serves them: web/dist, with a note of the sources that they were made from. */

/** @returns whether web/dist was made from the sources as they are now */
export function pagesAreFresh(folder) {
  const note = notePath(folder)
  return existsSync(note) && readFileSync(note, 'utf8') === sourcesHash(folder)
}

/**
 * Builds beside web/dist and swaps at the end, so that a running server has the old pages or the new ones, never half of them.
 * @returns a promise that rejects with the builder's words, and a way to stop
 */
export function buildPages(folder) {
  const draft = join(folder, '.cache', `pages-${process.pid}`)
  const hash = sourcesHash(folder)
  mkdirSync(join(folder, '.cache'), { recursive: true })
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', join('web', 'vite.config.ts'), '--outDir', draft, '--emptyOutDir']
  const builder = spawn(process.execPath, [...args, '--logLevel', 'warn'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The pages are always the production ones, whatever the server runs as.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let words = ''
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (chunk) => (words += chunk))
  const done = new Promise((resolve, reject) => {
    builder.once('error', reject)
    builder.once('close', (status) => {
      if (status !== 0) {
        rmSync(draft, { recursive: true, force: true })
        reject(new Error(`Building the pages failed:\n${words}`))
        return
      }
      writeFileSync(join(draft, noteName), hash)
      swap(folder, draft)
      resolve()
    })
  })
  return { done, stop: () => builder.kill() }
}

function swap(folder, draft) {
  const dist = join(folder, 'web', 'dist')
  const old = `${draft}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(draft, dist)
  rmSync(old, { recursive: true, force: true })
}

const noteName = '.sources'
const notePath = (folder) => join(folder, 'web', 'dist', noteName)
const leftOut = /^(dist|e2e|node_modules|test-results)$|\.test\.tsx?$/

function sourcesHash(folder) {
  const hash = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json')))
  for (const part of ['web', join('api', 'contract'), 'bim-viewer']) addFolder(hash, join(folder, part), part)
  return hash.digest('hex')
}

function addFolder(hash, path, name) {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (leftOut.test(entry.name)) continue
    if (entry.isDirectory()) addFolder(hash, join(path, entry.name), `${name}/${entry.name}`)
    else hash.update(`${name}/${entry.name}\0`).update(readFileSync(join(path, entry.name)))
  }
}
