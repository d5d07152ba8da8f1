import { spawn } from 'node:child_process'

/* A long-running child of a launcher: stops when the launcher is told to, and its end is the launcher's. */

/**
 * Runs Node on `args` in `folder`. A Ctrl-C reaches the launcher up to twice (from the terminal, and once more handed on by
 * npm), so the child has a process group of its own and hears each deliberate signal once.
 */
export function runChild(args, { folder, env = process.env }) {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  let lastAt = 0
  /** Asks it to end, unless a person has done so already: a second signal would end it at once. */
  const stop = () => lastAt === 0 && child.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (Date.now() - lastAt < 500) return
      lastAt = Date.now()
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
  })
  return { ended, stop }
}
