import { type fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { DataFolderInUse, lockDataFolder } from './data-folder-lock.ts'
import { ownIdentity } from './process-identity.ts'
import { makeTestFolder } from './testing.ts'

const children: ReturnType<typeof fork>[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that tries to take the lock at the moment `go` appears, tells the outcome and stays. */
async function contender(folder: string): Promise<ReturnType<typeof fork>> {
  const program = `
    import { existsSync } from 'node:fs'
    const { lockDataFolder } = await import(${JSON.stringify(fileURLToPath(new URL('./data-folder-lock.ts', import.meta.url)))})
    process.send('ready')
    while (!existsSync(${JSON.stringify(join(folder, 'go'))})) {}
    lockDataFolder(${JSON.stringify(folder)}, ${JSON.stringify(join(folder, 'lock'))}).then(
      () => process.send('held'), (error) => process.send(error.message))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  expect((await once(child, 'message'))[0]).toBe('ready')
  return child
}

it('refuses a second holder by the pid of the first, and lets go', async () => {
  const folder = makeTestFolder()
  const path = join(folder, 'lock')
  const release = await lockDataFolder(folder, path)
  await expect(lockDataFolder(folder, path)).rejects.toThrow(
    `data folder ${folder} is in use by process ${process.pid}`,
  )
  release()
  expect(existsSync(path)).toBe(false)
  ;(await lockDataFolder(folder, path))()
})

it('takes over after a process was killed, by exactly one of several starters', async () => {
  const folder = makeTestFolder()
  const path = join(folder, 'lock')
  writeFileSync(join(folder, 'go'), '')
  const first = await contender(folder)
  expect((await once(first, 'message'))[0]).toBe('held')
  await expect(lockDataFolder(folder, path)).rejects.toThrow(`process ${first.pid}`)
  first.kill('SIGKILL')
  await once(first, 'exit')

  const stale = readFileSync(path)
  for (let round = 0; round < 2; round++) {
    const again = makeTestFolder()
    writeFileSync(join(again, 'lock'), stale)
    const starters = await Promise.all([contender(again), contender(again), contender(again)])
    const outcomes = starters.map(async (child) => (await once(child, 'message'))[0] as string)
    writeFileSync(join(again, 'go'), '')
    const told = await Promise.all(outcomes)
    expect(told.filter((outcome) => outcome === 'held')).toHaveLength(1)
    expect(told.filter((outcome) => outcome.includes('is in use by process'))).toHaveLength(2)
    // Neither drafts nor guards stay behind.
    expect(readdirSync(again).sort()).toEqual(['go', 'lock'])
  }
})

it('recognises a pid that was given to another process since', async () => {
  const folder = makeTestFolder()
  const path = join(folder, 'lock')
  writeFileSync(path, JSON.stringify({ ...ownIdentity(), startedAt: 'another start', nonce: 'old' }))
  ;(await lockDataFolder(folder, path))()
})

it('takes over a lock file cut by a power failure, and one whose takeover was itself killed', async () => {
  const folder = makeTestFolder()
  const path = join(folder, 'lock')
  writeFileSync(path, '{"pid": 12')
  ;(await lockDataFolder(folder, path))()
  const dead = { ...ownIdentity(), startedAt: 'another start' }
  writeFileSync(path, JSON.stringify({ ...dead, nonce: 'first' }))
  writeFileSync(`${path}.takeover-first`, JSON.stringify({ ...dead, nonce: 'second' }))
  ;(await lockDataFolder(folder, path))()
  expect(readdirSync(folder)).toEqual([])
})

it('judges a holder in another container by its heartbeat', async () => {
  const folder = makeTestFolder()
  const path = join(folder, 'lock')
  writeFileSync(path, JSON.stringify({ ...ownIdentity(), place: 'elsewhere', nonce: 'far' }))
  await expect(lockDataFolder(folder, path)).rejects.toBeInstanceOf(DataFolderInUse)
  utimesSync(path, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000))
  ;(await lockDataFolder(folder, path))()
})
