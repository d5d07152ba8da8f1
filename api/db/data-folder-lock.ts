import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** Two processes on one embedded data folder lose data silently (measured: 30 committed rows became 6), so there is one. */
export class DataFolderInUse extends Error {
  constructor(
    readonly folder: string,
    readonly holder: ProcessIdentity,
  ) {
    super(
      `data folder ${folder} is in use by process ${holder.pid}: stop that process, or set DATA_DIR to another folder, or use PostgreSQL by DATABASE_URL`,
    )
  }
}

interface Held extends ProcessIdentity {
  /** Tells this holding from any other, so that two processes cannot take over different holdings in the belief it is one. */
  nonce: string
}

const heartbeatMs = 5000
/** A holder in another container or on another machine can only be judged by its heartbeat. */
const silentMs = 30_000

/** Takes the lock of a data folder or throws `DataFolderInUse`; returns the way to let it go. */
export async function lockDataFolder(folder: string, lockPath: string): Promise<() => void> {
  const own = await acquire(folder, lockPath)
  const heartbeat = setInterval(() => touch(lockPath), heartbeatMs)
  heartbeat.unref()
  return () => {
    clearInterval(heartbeat)
    release(lockPath, own)
  }
}

async function acquire(folder: string, path: string): Promise<Held> {
  for (;;) {
    const own: Held = { ...ownIdentity(), nonce: randomUUID() }
    if (createComplete(path, own)) return own
    const holder = read(path)
    if (holder === undefined) continue
    if (!isStale(path, holder)) {
      // A guard (see below) is held for milliseconds; the folder's own lock for a process's life.
      if (!path.includes('.takeover-')) throw new DataFolderInUse(folder, holder)
      await pause(20)
      continue
    }
    // Only the holder of the guard named after this very holding may remove it: two starters cannot both remove, one of
    // them the other's fresh lock. A guard left by a killed process is itself taken over in the same way.
    const guardPath = `${path}.takeover-${holder.nonce}`
    const guard = await acquire(folder, guardPath)
    if (read(path)?.nonce === holder.nonce) rmSync(path, { force: true })
    release(guardPath, guard)
  }
}

/** Creates the file with its whole content in one step, or returns false when it exists. */
function createComplete(path: string, held: Held): boolean {
  const draft = `${path}.${held.nonce}`
  writeFileSync(draft, JSON.stringify(held), { flag: 'wx' })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(path: string): Held | undefined {
  try {
    const held = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof held?.pid === 'number' && typeof held.nonce === 'string') return held
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  // Complete files are all that is ever linked here: an unreadable one was cut by a power failure, and its holder with it.
  return existsSync(path) ? { pid: 0, startedAt: '', place: ownIdentity().place, nonce: 'unreadable' } : undefined
}

function isStale(path: string, holder: Held): boolean {
  if (holder.pid === 0) return true
  const alive = isAlive(holder)
  if (alive !== 'unknown') return !alive
  try {
    return Date.now() - statSync(path).mtimeMs > silentMs
  } catch {
    return false
  }
}

function release(path: string, own: Held): void {
  if (read(path)?.nonce === own.nonce) rmSync(path, { force: true })
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Removed by hand: the release then finds nothing to remove.
  }
}
