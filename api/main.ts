import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { type Config, ConfigError, readConfig } from './config.ts'
import { DataFolderInUse } from './db/data-folder-lock.ts'
import { adminPasswordFile } from './modules/people/administrator.ts'
import { openConfigured } from './open-configured.ts'
import { isFirst, isOneOfSeveral, serveUnderSupervision, superviseProcesses } from './processes.ts'
import type { RunningServer } from './server.ts'

/** The program: configuration → server (or several processes of it) → address printed; SIGINT and SIGTERM drain and stop. */
async function main(): Promise<void> {
  const config = readConfig({ ...process.env, ...servicesArgument(process.argv) })
  if (config.PROCESSES > 1 && !isOneOfSeveral) {
    process.exit(await superviseProcesses(config.PROCESSES, (text) => process.stdout.write(text)))
  }
  const log = pino({ level: config.LOG_LEVEL })
  const started = performance.now()
  // The embedded database opens on its own thread while this one reads the rest of the program: a second saved at start.
  const opening = openConfigured(config, log)
  opening.catch(() => {})
  const { startServer } = await import('./server.ts')
  const server = await startServer(config, log, opening)
  if (isFirst) process.stdout.write(banner(server, config, (performance.now() - started) / 1000))
  if (isOneOfSeveral) return serveUnderSupervision(() => void server.stop().then(() => process.exit(0)))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopOnce(server, signal))
}

/** `--services=api,tiles` on the command line wins over SERVICES. */
function servicesArgument(args: readonly string[]): Record<string, string> {
  const given = args.find((argument) => argument.startsWith('--services='))
  return given === undefined ? {} : { SERVICES: given.slice('--services='.length) }
}

async function stopOnce(server: RunningServer, signal: string): Promise<void> {
  process.stdout.write(`\n${signal}: finishing requests and closing the database…\n`)
  // A second signal ends at once.
  process.once(signal, () => process.exit(130))
  await server.stop()
  process.exit(0)
}

function banner(server: RunningServer, config: Config, seconds: number): string {
  const { engine } = server.core.database
  const lines = [
    '',
    `  场馆一张图 Venue Atlas   ${server.url}`,
    `  ${engine === 'pglite' ? `embedded PostGIS in ${resolve(config.DATA_DIR)}` : 'PostgreSQL'} · ready in ${seconds.toFixed(1)} s · stop with Ctrl-C`,
  ]
  const passwordFile = adminPasswordFile(config.DATA_DIR)
  if (!config.ADMIN_PASSWORD && !config.DATABASE_URL && existsSync(passwordFile)) {
    lines.push(
      `  sign in at ${server.url}/admin as ${config.ADMIN_ACCOUNT}; the password is in ${resolve(passwordFile)}`,
    )
  }
  return `${lines.join('\n')}\n\n`
}

/** What went wrong in words for the person who started it, where it is a known thing; else the error itself. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataFolderInUse) return error.message
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') {
    return `Port ${port} is already in use, perhaps by another Venue Atlas. Stop that one, or choose another: PORT=8081 npm start`
  }
  if (code === 'EACCES' && port)
    return `Port ${port} may not be used by this account; choose one above 1023: PORT=8080 npm start`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

main().catch((error) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
})
