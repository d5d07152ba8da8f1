import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ConversionMessage, ConversionTask, ConvertedPlan } from './conversion-messages.ts'
import type { OnProgress } from './convert.ts'
import { Refusal } from './refusal.ts'

export interface ConversionLimits {
  seconds: number
  megabytes: number
}

export interface ConversionOutcome {
  plan: ConvertedPlan
  artifacts: { name: string; path: string; bytes: number; sha256: string }[]
  seconds: number
  /** The most that its process ever had in memory. */
  megabytes: number
}

/** As the program runs it: what a file may cost. Ended a little before the minute, so that none takes more than it. */
export const usualLimits: ConversionLimits = { seconds: 58, megabytes: 1024 }

const child = fileURLToPath(new URL('./convert-thread.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const watchMilliseconds = 50

/**
 * Converts one file in a process of its own, so that a file that traps, hangs or fills memory costs that process and nothing else. It is dead when
 * this returns or throws.
 * @throws Refusal; the signal's reason when aborted.
 */
export async function runConversion(
  task: ConversionTask,
  {
    limits = usualLimits,
    onProgress = () => {},
    signal,
  }: { limits?: ConversionLimits; onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<ConversionOutcome> {
  const startedAt = performance.now()
  const running = start(task, limits)
  const abort = () => running.kill(signal!.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    signal?.throwIfAborted()
    const done = await lastWord(running, onProgress)
    const plan = JSON.parse(await readFile(join(task.folder, 'plan.json'), 'utf8')) as ConvertedPlan
    return {
      plan,
      artifacts: done.artifacts.map((artifact) => ({ ...artifact, path: join(task.folder, artifact.name) })),
      seconds: (performance.now() - startedAt) / 1000,
      megabytes: running.megabytes(),
    }
  } finally {
    signal?.removeEventListener('abort', abort)
    await running.end()
  }
}

function start(task: ConversionTask, limits: ConversionLimits) {
  const process = spawn(
    globalThis.process.execPath,
    [`--max-old-space-size=${Math.floor(limits.megabytes * 0.6)}`, '--import', 'tsx', child, JSON.stringify(task)],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: globalThis.process.env.PATH ?? '' } },
  )
  const exited = new Promise<void>((resolve) => {
    process.once('exit', () => resolve())
    process.once('error', () => resolve())
  })
  let [peak, reason] = [0, null as unknown]
  const kill = (why: unknown) => {
    reason ??= why
    process.kill('SIGKILL')
  }
  const timer = setTimeout(
    () => kill(new Refusal('took-too-long', `Reading it took more than ${limits.seconds} s.`)),
    limits.seconds * 1000,
  )
  const watch = setInterval(async () => {
    const { now, most } = await memoryOf(process.pid)
    peak = Math.max(peak, most)
    if (now > limits.megabytes)
      kill(new Refusal('took-too-much', `Reading it took more than ${limits.megabytes} MB of memory.`))
  }, watchMilliseconds)
  return {
    process,
    exited,
    kill,
    reason: () => reason,
    megabytes: () => Math.round(peak),
    async end() {
      clearTimeout(timer)
      clearInterval(watch)
      process.kill('SIGKILL')
      await exited
    },
  }
}

type Running = ReturnType<typeof start>

async function lastWord(running: Running, onProgress: OnProgress) {
  for await (const line of createInterface({ input: running.process.stdout })) {
    const message = messageOf(line)
    if (!message) continue
    if ('progress' in message) onProgress(message.progress.state, message.progress.share)
    else if ('done' in message) return message.done
    else throw new Refusal(message.refused.code, message.refused.detail)
  }
  await running.exited
  // Without a word: killed for a reason that is known, or the wasm took the process with it.
  throw (
    running.reason() ??
    new Refusal('damaged', 'Reading it ended the process: the file is damaged, or larger than can be read.')
  )
}

function messageOf(line: string): ConversionMessage | null {
  try {
    return JSON.parse(line) as ConversionMessage
  } catch {
    return null
  }
}

/** Resident memory now and at most, in megabytes. Other systems than Linux are left with the time limit and that of the script's own memory. */
async function memoryOf(pid: number | undefined): Promise<{ now: number; most: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
  return { now: kilobytes('VmRSS') / 1024, most: kilobytes('VmHWM') / 1024 }
}
