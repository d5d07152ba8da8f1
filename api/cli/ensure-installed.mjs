import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/* What must hold before anything else runs. Plain Node without packages, as there may be none yet. */

/** Ends the process with a plain message on a Node that is too old. */
export function ensureNode(version = process.versions.node) {
  const needed = [20, 20]
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return
  console.error(`Venue Atlas needs Node ${needed.join('.')} or newer; this is ${version}. See https://nodejs.org`)
  process.exit(1)
}

/**
 * Installs the dependencies when they are missing or are not those of package-lock.json.
 * @returns whether it installed
 */
export function ensureInstalled(folder, log = console.log) {
  const reason = whyInstall(folder)
  if (!reason) return false
  log(`Installing the dependencies (${reason}) …`)
  // Inside a production environment npm would leave out what builds the pages.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const [command, commandArgs] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args]
  const { status, error } = spawnSync(command, commandArgs, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (status !== 0) {
    console.error(`Installing failed${error ? `: ${error.message}` : ''}. Check the network, then start again.`)
    process.exit(1)
  }
  record(folder)
  return true
}

/** Why the dependencies must be installed; null when they are in place. */
export function whyInstall(folder) {
  if (!existsSync(join(folder, 'node_modules'))) return 'there are none yet'
  const recorded = recordPath(folder)
  if (existsSync(recorded) && readFileSync(recorded, 'utf8') === lockHash(folder)) return null
  const reason = whyStale(folder)
  if (!reason) record(folder)
  return reason
}

/** Compares with the list that npm writes last of all, so that an interrupted install counts as none. */
function whyStale(folder) {
  const installedList = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(installedList)) return 'the last installation was not finished'
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages
  for (const [path, { version, optional, peer }] of Object.entries(wanted)) {
    if (path === '') continue
    // Optional packages of other platforms are not installed.
    if (!installed[path] && !optional && !peer) return `${path} is missing`
    if (installed[path] && installed[path].version !== version) return `${path} should be ${version}`
  }
  return null
}

const record = (folder) => writeFileSync(recordPath(folder), lockHash(folder))
const recordPath = (folder) => join(folder, 'node_modules', '.installed-lock')
const lockHash = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex')
