import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { makeTestFolder } from '../db/testing.ts'
import { openFileStore } from './open-store.ts'
import { receive } from './receive.ts'
import { readS3Address } from './s3-store.ts'
import { ContentMissing, type FileStore } from './store.ts'
import { type S3Double, s3Keys, startS3Double } from './testing-s3.ts'
import { hasSwift, type S3Service, startSwift, swiftKeys } from './testing-swift.ts'

const folder = makeTestFolder()
const stores: Record<string, FileStore> = {}
const named = {
  folder: 'folder',
  double: 'S3 test double of the protocol (signatures, multipart, ranges, pages)',
  swift: 'S3 API of OpenStack Swift, a real server (without it: not run, install python3-swift)',
} as const
const withSwift = hasSwift()
let double: S3Double
let swift: S3Service | null = null

beforeAll(async () => {
  double = await startS3Double('atlas')
  stores[named.folder] = await openFileStore(readConfig({ DATA_DIR: join(folder, 'plain') }))
  stores[named.double] = await openFileStore(s3Config())
  if (!withSwift) return
  swift = await startSwift(join(folder, 'swift'), 'atlas')
  stores[named.swift] = await openFileStore(s3Config({ url: swift.url, keys: swiftKeys }))
}, 60_000)
afterAll(async () => {
  for (const store of Object.values(stores)) store.close()
  await double.close()
  await swift?.stop()
  rmSync(folder, { recursive: true })
})

const s3Config = ({ url = double.url, keys = s3Keys } = {}) =>
  readConfig({
    DATA_DIR: join(folder, 's3'),
    FILES_URL: `s3://atlas/some/prefix?endpoint=${url}`,
    FILES_ACCESS_KEY: keys.accessKeyId,
    FILES_SECRET_KEY: keys.secretAccessKey,
  })

for (const name of Object.values(named)) {
  describe.skipIf(name === named.swift && !withSwift)(`content in the ${name}`, () => {
    it('comes back byte for byte, whole and in ranges, and is kept once', async () => {
      const store = stores[name]!
      const bytes = randomBytes(20_000_000)
      const sha256 = await keep(store, bytes)
      expect((await buffer(await store.read(sha256))).equals(bytes)).toBe(true)
      const middle = await buffer(await store.read(sha256, { start: 9_000_000, end: 9_000_099 }))
      expect(middle.equals(bytes.subarray(9_000_000, 9_000_100))).toBe(true)
      await keep(store, bytes)
      expect((await listed(store)).filter((other) => other === sha256)).toHaveLength(1)
      expect(readdirSync(store.incoming)).toEqual([])
    }, 20_000)

    it('is listed in full, and gone when deleted', async () => {
      const store = stores[name]!
      const kept = await Promise.all([1, 2, 3, 4, 5].map((n) => keep(store, Buffer.from(`content ${n}`))))
      expect(await listed(store)).toEqual(expect.arrayContaining(kept))
      await store.delete(kept[0]!)
      expect(await store.has(kept[0]!)).toBe(false)
      expect(await store.has(kept[1]!)).toBe(true)
      await expect(store.read(kept[0]!)).rejects.toBeInstanceOf(ContentMissing)
    })

    it('is asked for by nothing but a SHA-256', async () => {
      await expect((async () => stores[name]!.read('../../../etc/passwd'))()).rejects.toThrow('is not a SHA-256')
    })
  })
}

describe('a bucket', () => {
  it('takes large content in parts', () => {
    expect(double.seen.filter((operation) => operation === 'PUT part').length).toBeGreaterThanOrEqual(3)
    expect([...double.objects.keys()].every((key) => /^some\/prefix\/..\/..\/[0-9a-f]{64}$/.test(key))).toBe(true)
  })

  it('refuses the wrong secret, and nothing is there', async () => {
    const services = [{ url: double.url, keys: s3Keys }, ...(swift ? [{ url: swift.url, keys: swiftKeys }] : [])]
    for (const { url, keys } of services) {
      const store = await openFileStore(s3Config({ url, keys: { ...keys, secretAccessKey: 'another secret' } }))
      await expect(keep(store, Buffer.from('refused'))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
      store.close()
    }
  })

  it('is named by an address', () => {
    expect(readS3Address('s3://atlas/a/b/?region=cn-north-1')).toEqual({
      bucket: 'atlas',
      prefix: 'a/b/',
      endpoint: undefined,
      region: 'cn-north-1',
    })
    expect(() => readConfig({ FILES_URL: 's3://atlas' })).toThrow('needs FILES_ACCESS_KEY and FILES_SECRET_KEY')
  })
})

describe('a body', () => {
  const incoming = join(folder, 'incoming')
  mkdirSync(incoming)

  it('over the limit is refused at the limit, with nothing left behind', async () => {
    let made = 0
    const endless = async function* () {
      for (;;) {
        made += 65_536
        yield Buffer.alloc(65_536)
      }
    }
    await expect(receive(endless(), { incoming, mostBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'file-too-large',
    })
    expect(made).toBeLessThan(3_000_000)
    expect(readdirSync(incoming)).toEqual([])
  })

  it('that stalls is given up', async () => {
    const body = new PassThrough()
    body.write('a beginning')
    await expect(receive(body, { incoming, mostBytes: 1_000, stallMs: 100 })).rejects.toMatchObject({ status: 408 })
    expect(readdirSync(incoming)).toEqual([])
  })

  it('that is cut off leaves nothing', async () => {
    const body = new PassThrough()
    body.write('a beginning')
    setTimeout(() => body.destroy(), 20)
    await expect(receive(body, { incoming, mostBytes: 1_000 })).rejects.toMatchObject({ code: 'upload-cut-off' })
    expect(readdirSync(incoming)).toEqual([])
  })

  it('is known by its hash', async () => {
    const received = await receive(Readable.from([Buffer.from('ab'), Buffer.from('c')]), { incoming, mostBytes: 10 })
    expect(received).toMatchObject({ bytes: 3, sha256: createHash('sha256').update('abc').digest('hex') })
    expect(existsSync(received.path)).toBe(true)
  })
})

async function keep(store: FileStore, bytes: Buffer): Promise<string> {
  const { path, sha256 } = await receive(Readable.from([bytes]), { incoming: store.incoming, mostBytes: 1e9 })
  await store.keep(path, sha256)
  return sha256
}

async function listed(store: FileStore): Promise<string[]> {
  const found: string[] = []
  for await (const { sha256 } of store.list()) found.push(sha256)
  return found
}
