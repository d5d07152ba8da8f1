import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { cached } from './cache-folder.ts'
import { keepEntries, postgisBundle } from './postgis-bundle.ts'

it('makes a thing once for everyone, whole, whoever finishes first', async () => {
  const name = `trial-${randomUUID()}`
  let made = 0
  const make = (waitMs: number) =>
    cached(name, async (path) => {
      made++
      mkdirSync(path)
      await pause(waitMs)
      writeFileSync(join(path, 'content'), 'whole')
    })
  const paths = await Promise.all([make(60), make(20), make(40)])
  expect(new Set(paths).size).toBe(1)
  expect(made).toBe(3)
  expect(await make(0)).toBe(paths[0])
  expect(made).toBe(3)
  expect(readFileSync(join(paths[0]!, 'content'), 'utf8')).toBe('whole')
  expect(readdirSync(dirname(paths[0]!)).filter((entry) => entry.startsWith(name))).toEqual([name])
  rmSync(paths[0]!, { recursive: true })
})

it('leaves nothing when making fails', async () => {
  const name = `trial-${randomUUID()}`
  let draft = ''
  const failing = cached(name, async (path) => {
    draft = path
    writeFileSync(path, 'half')
    throw new Error('no space')
  })
  await expect(failing).rejects.toThrow('no space')
  expect(existsSync(draft)).toBe(false)
})

it('keeps of the PostGIS package what the embedded server loads', async () => {
  const archive = gunzipSync(readFileSync(await postgisBundle()))
  expect(archive.includes('lib/postgresql/postgis-3.so')).toBe(true)
  expect(archive.includes('share/proj/proj.db')).toBe(true)
  expect(archive.includes('lib/postgresql/postgis_raster-3.so')).toBe(false)
  expect(() => keepEntries(archive, () => false)).toThrow('was the package changed?')
})
