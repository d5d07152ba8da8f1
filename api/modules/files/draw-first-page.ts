import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export interface FirstPage {
  png: Buffer | null
  pages: number | null
  /** Why there is no picture: `locked`, `unreadable`, `too-much`. */
  fault: string | null
}

const child = fileURLToPath(new URL('./first-page-thread.mjs', import.meta.url))
const mostMemoryMegabytes = 700
const mostSeconds = 45

/**
 * The first page of a PDF as a PNG of 1,600 pixels width, drawn in a process of its own: a document that takes more than 700 MB or
 * 45 s costs that process and nothing else.
 */
export async function drawFirstPage(path: string, signal: AbortSignal): Promise<FirstPage> {
  const process = spawn(globalThis.process.execPath, ['--max-old-space-size=384', child, path], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: mostSeconds * 1000,
    killSignal: 'SIGKILL',
    signal,
    env: { PATH: globalThis.process.env.PATH ?? '' },
  })
  const watch = setInterval(async () => {
    const megabytes = await residentMegabytes(process.pid)
    if (megabytes > mostMemoryMegabytes) process.kill('SIGKILL')
  }, 200)
  try {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdout) chunks.push(chunk as Buffer)
    const code = process.exitCode ?? (await new Promise<number | null>((resolve) => process.once('exit', resolve)))
    signal.throwIfAborted()
    return answerOf(code, Buffer.concat(chunks))
  } finally {
    clearInterval(watch)
    process.kill('SIGKILL')
  }
}

/** First a line of JSON, then the picture. */
function answerOf(code: number | null, output: Buffer): FirstPage {
  const lineEnd = output.indexOf('\n')
  if (code !== 0 || lineEnd < 0) return { png: null, pages: null, fault: 'too-much' }
  const { pages, fault } = JSON.parse(output.toString('utf8', 0, lineEnd)) as Omit<FirstPage, 'png'>
  return { png: fault ? null : output.subarray(lineEnd + 1), pages, fault }
}

async function residentMegabytes(pid: number | undefined): Promise<number> {
  // Other systems than Linux are left with the time limit and the limit of the script's own memory.
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return (Number(text.split(' ')[1] ?? 0) * 4096) / 1_000_000
}
