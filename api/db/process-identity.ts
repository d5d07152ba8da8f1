import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Enough to tell one process from a later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number
  /** When the system started the process, as the system tells it; empty where it does not. */
  startedAt: string
  /** The machine and pid namespace in which `pid` means something. */
  place: string
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid), place: ownPlace() }
}

/** False when the process is certainly gone; `unknown` when this process cannot see it (another machine or container). */
export function isAlive(identity: ProcessIdentity): boolean | 'unknown' {
  if (identity.place !== ownPlace()) return 'unknown'
  try {
    process.kill(identity.pid, 0)
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedAt = startOf(identity.pid)
  return !startedAt || !identity.startedAt || startedAt === identity.startedAt
}

function startOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // proc(5): starttime is field 22; the name in field 2 may hold spaces and brackets.
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
    }
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

function ownPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
