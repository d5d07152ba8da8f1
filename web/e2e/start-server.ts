import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const adminPassword = 'e2e-only-password'

/**
 * Global setup of the browser tests: builds the pages when there are none, starts the real server on a free port with the
 * demo registry in a temporary folder, and stops it at the end. `E2E_URL` names a running server instead.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  if (process.env.E2E_URL) return async () => {}
  if (!existsSync(join(root, 'web/dist/index.html'))) {
    await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  }
  const atlas = await serveAtlas()
  process.env.E2E_URL = atlas.url
  return atlas.stop
}

/** The real server on a free port with a data folder of its own. */
export async function serveAtlas(env: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'venue-atlas-e2e-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataFolder,
      LOG_LEVEL: 'error',
      ADMIN_PASSWORD: adminPassword,
      DATABASE_URL: '',
      NODE_ENV: 'test',
      ...env,
    },
  })
  const killed = (): void => void child.kill('SIGKILL')
  process.once('exit', killed)
  const url = await addressOf(child)
  return {
    url,
    async stop() {
      process.removeListener('exit', killed)
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** The address that the server prints when it is ready. @throws when it ends before, or after two minutes. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server printed no address within 120 s')), 120_000)
    let printed = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(printed)?.[0]
      if (!address) return
      clearTimeout(timer)
      resolve(address.replace('localhost', '127.0.0.1'))
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the server ended with ${code} before it was ready:\n${printed}`))
    })
  })
}
