import { existsSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

/**
 * The process that holds an embedded data folder answers on a socket beside the database, so that another process of the same account can
 * have a copy of it without stopping anybody. One line of JSON each way: `{"copyTo": folder}`, `{}` or `{"error": words}`.
 */
const socketOf = (dataDir: string) => join(dataDir, 'pglite.sock')
/** The system's limit for the path of a socket is 108 bytes with its end. */
const longestPath = 107

/** @returns the way to stop; on a path too long for a socket there is none, and whoever asks is refused. */
export async function answerForCopies(
  dataDir: string,
  copyTo: (folder: string) => Promise<void>,
): Promise<() => Promise<void>> {
  const path = socketOf(dataDir)
  if (Buffer.byteLength(path) > longestPath) return async () => {}
  // Left by a process that was killed: the folder's lock is ours.
  rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    lineFrom(socket)
      .then((line) => answer(line, copyTo))
      .then(
        (reply) => socket.end(`${JSON.stringify(reply)}\n`),
        () => socket.destroy(),
      )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  await chmod(path, 0o600)
  server.unref()
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}

async function answer(line: string, copyTo: (folder: string) => Promise<void>): Promise<{ error?: string }> {
  try {
    const asked = JSON.parse(line) as { copyTo?: unknown }
    if (typeof asked.copyTo !== 'string') throw new Error(`«${line.slice(0, 80)}» is not understood`)
    if (existsSync(asked.copyTo)) throw new Error(`${asked.copyTo} is there already`)
    await copyTo(asked.copyTo)
    return {}
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Asks the process that holds the data folder to copy its database into `folder`, which it makes.
 * @throws Error when nobody answers there, or the copy failed.
 */
export async function askForCopy(dataDir: string, folder: string): Promise<void> {
  const socket = connect(socketOf(dataDir))
  const line = lineFrom(socket)
  socket.write(`${JSON.stringify({ copyTo: folder })}\n`)
  try {
    const { error } = JSON.parse(await line) as { error?: string }
    if (error) throw new Error(`the server could not copy its database: ${error}`)
  } finally {
    socket.destroy()
  }
}

const longestLine = 10_000

function lineFrom(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > longestLine) reject(new Error('the line does not end'))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the other side ended before it said anything')))
  })
}
