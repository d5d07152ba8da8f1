import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export interface PrivatePostgres {
  /** A superuser's address. */
  url: string
  /** As on a restart of the machine's service: connections are cut. */
  halt(): void
  resume(): void
  stop(): Promise<void>
}

/** Why there is none: said to the person who runs the tests. */
export class NoPostgres extends Error {}

const throwAway = {
  fsync: 'off',
  synchronous_commit: 'on',
  full_page_writes: 'off',
  shared_buffers: '256MB',
  max_connections: '100',
}

/**
 * Starts a PostgreSQL of its own in a temporary folder on a free port of 127.0.0.1 and leaves nothing behind after `stop`, also when this
 * process is killed. Root may not run a server: then it runs as `postgres` or `nobody`. Throws `NoPostgres` where the programs are not installed.
 */
export function startPrivatePostgres(settings: Record<string, string> = {}): Promise<PrivatePostgres> {
  return start(settings, (run, data) => {
    run('initdb', ['-D', data, '-U', 'venue', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
  })
}

/** A streaming replica of another one that was started with wal_level = replica. */
export function startReplica(primary: PrivatePostgres): Promise<PrivatePostgres> {
  return start({ hot_standby: 'on' }, (run, data) => {
    run('pg_basebackup', ['-D', data, '-d', primary.url, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'])
  })
}

type Run = (program: string, args: string[]) => void

async function start(
  settings: Record<string, string>,
  makeData: (run: Run, data: string) => void,
): Promise<PrivatePostgres> {
  const programs = findPrograms()
  const account = process.getuid?.() === 0 ? serverAccount() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'venue-atlas-pg-'))
  if (account) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const log = join(folder, 'server.log')
  const port = await freePort()
  const run: Run = (program, args) => {
    const env = { ...process.env, LC_ALL: 'C' }
    execFileSync(join(programs, program), args, { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env })
  }
  const resume = () => run('pg_ctl', ['start', '-w', '-t', '60', '-s', '-D', data, '-l', log])
  const clear = () => rmSync(folder, { recursive: true, force: true })
  try {
    makeData(run, data)
    const ours = {
      ...throwAway,
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: folder,
      ...settings,
    }
    const lines = Object.entries(ours).map(([name, value]) => `${name} = '${value}'\n`)
    appendFileSync(join(data, 'postgresql.conf'), lines.join(''))
    resume()
  } catch (error) {
    const told = existsSync(log) ? readFileSync(log, 'utf8') : String((error as { stderr?: Buffer }).stderr ?? error)
    clear()
    throw new Error(`a private PostgreSQL did not start: ${told}`)
  }
  const forget = stopWithThisProcess(join(programs, 'pg_ctl'), data, folder, account)
  return {
    url: `postgres://venue@127.0.0.1:${port}/postgres`,
    halt: () => run('pg_ctl', ['stop', '-w', '-m', 'fast', '-s', '-D', data]),
    resume,
    async stop() {
      forget()
      try {
        run('pg_ctl', ['stop', '-w', '-m', 'immediate', '-s', '-D', data])
      } catch {
        // Already stopped by `halt`.
      }
      clear()
    },
  }
}

/** Folder of initdb: in PATH, or where Debian and Fedora keep it, the newest first. */
function findPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    '/usr/pgsql/bin',
  ]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (!found)
    throw new NoPostgres(
      'PostgreSQL is not installed (initdb was not found); on Debian: apt-get install postgresql-postgis',
    )
  // A link in PATH stands for one program; the others are beside the program itself.
  return dirname(realpathSync(join(found, 'initdb')))
}

function serverAccount(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (!found)
    throw new NoPostgres('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** A killed test run must not leave a server behind: a watcher outlives this process and stops it. */
function stopWithThisProcess(
  pgCtl: string,
  data: string,
  folder: string,
  account?: { uid: number; gid: number },
): () => void {
  // Its standard input ends with this process. It runs as the server's account, which owns all but the folder itself.
  const script = 'trap "" INT TERM HUP; read _; "$1" stop -m immediate -s -D "$2"; rm -rf "$3"'
  const watcher = spawn('sh', ['-c', script, 'watch', pgCtl, data, folder], {
    ...account,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.unref()
  ;(watcher.stdin as Socket).unref()
  return () => void watcher.kill('SIGKILL')
}
