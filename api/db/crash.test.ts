import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openDatabase } from './open.ts'
import { makeTestFolder, testEngine } from './testing.ts'

// A PostgreSQL answers for its own crashes; the embedded engine runs without fsync inside a process that may be killed.
describe.runIf(testEngine() === 'pglite')('the embedded database and kill -9', () => {
  it('keeps every acknowledged row, three times in a row, and refuses a second process meanwhile', async () => {
    const dataDir = makeTestFolder()
    const setUp = await openDatabase({ dataDir })
    await setUp.primary.raw('create table acknowledged (id int primary key, filling text)')
    await setUp.close()
    let last = 0
    for (let round = 0; round < 3; round++) {
      const writer = startWriter(dataDir)
      const lines = createInterface({ input: writer.stdout! })[Symbol.asyncIterator]()
      const target = last + 40
      while (last < target) {
        const line = await lines.next()
        if (line.done) throw new Error('the writer ended early')
        last = Number(line.value)
      }
      if (round === 0) await expect(openDatabase({ dataDir })).rejects.toThrow(`in use by process ${writer.pid}`)
      writer.kill('SIGKILL')
      await once(writer, 'exit')
      for (let line = await lines.next(); !line.done; line = await lines.next()) last = Number(line.value)

      const database = await openDatabase({ dataDir })
      const { rows } = await database.primary.raw('select count(*) as total, max(id) as last from acknowledged')
      // One more may have been committed whose acknowledgement the kill cut off.
      expect(rows[0].last - last).toBeGreaterThanOrEqual(0)
      expect(rows[0].last - last).toBeLessThanOrEqual(1)
      expect(rows[0].total).toBe(rows[0].last)
      last = rows[0].last
      await database.close()
    }
  }, 120_000)
})

/** Writes rows one by one and prints the number of each after its commit. */
function startWriter(dataDir: string) {
  const program = `
    import { writeSync } from 'node:fs'
    const { openDatabase } = await import(${JSON.stringify(fileURLToPath(new URL('./open.ts', import.meta.url)))})
    const database = await openDatabase({ dataDir: ${JSON.stringify(dataDir)} })
    const { rows } = await database.primary.raw('select coalesce(max(id), 0) as last from acknowledged')
    for (let id = rows[0].last + 1; ; id++) {
      await database.primary('acknowledged').insert({ id, filling: 'x'.repeat(id % 3000) })
      writeSync(1, id + '\\n')
    }`
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
