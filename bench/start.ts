import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../api/cli/private-postgres.ts'
import { type Bench, median, row } from './context.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Chengdu at zoom 10. */
const tile = '/tiles/places/10/808/420.mvt'

interface StartSeconds {
  tile: number
  page: number
}

/**
 * `npm start` in a copy of the sources with the packages installed and nothing else: no prepared database, no pages, no data.
 * Then the second start there, as after a Ctrl-C.
 */
export const run: Bench = async ({ quick, log }) => {
  const folder = copySources()
  try {
    const first = await measureStart(folder)
    log(`first start: first tile after ${first.tile.toFixed(1)} s, page after ${first.page.toFixed(1)} s`)
    const later: StartSeconds[] = []
    for (let round = 0; round < (quick ? 1 : 5); round++) later.push(await measureStart(folder))
    const fetched = (which: keyof StartSeconds) => median(later.map((one) => one[which]))
    return [
      row('start', 'first time after install, to the first tile', 's', first.tile, '≤ 30'),
      row('start', 'first time after install, to the page', 's', first.page, ''),
      row('start', 'second time, to the first tile', 's', fetched('tile'), '≤ 5', `median of ${later.length}`),
      row('start', 'second time, to the page', 's', fetched('page'), '', `median of ${later.length}`),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a clone would hold if all were committed, with the packages of this checkout. */
function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'venue-atlas-start-'))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  for (const path of listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(root, path), join(folder, path))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

async function measureStart(folder: string): Promise<StartSeconds> {
  const port = await freePort()
  const startedAt = performance.now()
  const launcher = spawn(process.execPath, ['api/cli/start.mjs'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', DATABASE_URL: '', DATA_DIR: '' },
  })
  try {
    const address = `http://127.0.0.1:${port}`
    const [tileAt, pageAt] = await Promise.all([
      answers(`${address}${tile}`, launcher),
      answers(`${address}/`, launcher),
    ])
    return { tile: (tileAt - startedAt) / 1000, page: (pageAt - startedAt) / 1000 }
  } finally {
    await stop(launcher)
  }
}

/** When an address first answered 200. */
async function answers(address: string, launcher: ChildProcess): Promise<number> {
  const giveUpAt = performance.now() + 180_000
  for (;;) {
    const answer = await fetch(address).catch(() => null)
    const length = (await answer?.arrayBuffer().catch(() => null))?.byteLength ?? 0
    if (answer?.status === 200 && length > 0) return performance.now()
    if (launcher.exitCode !== null) throw new Error(`npm start ended with ${launcher.exitCode}`)
    if (performance.now() > giveUpAt) throw new Error(`${address} answers ${answer?.status ?? 'nothing'} after 180 s`)
    await pause(25)
  }
}

async function stop(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null) return
  const gone = new Promise((resolve) => launcher.once('exit', resolve))
  launcher.kill('SIGINT')
  await gone
}
