import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pdf } from './testing-files.ts'
import { type FilesFixture, openFilesFixture } from './testing-fixture.ts'

let fixture: FilesFixture
beforeAll(async () => {
  fixture = await openFilesFixture()
}, 60_000)
afterAll(() => fixture?.close())

/** A valid PDF of a little over 24 MB: bytes after the comment sign are a comment. */
const large = () => Buffer.concat([pdf(), Buffer.from('%'), Buffer.alloc(24_000_000, 'x'), Buffer.from('\n%%EOF\n')])
const begin = (more = {}, as = fixture.owner) =>
  fixture.server.send('POST', '/api/uploads', {
    ...as,
    body: { placeId: fixture.places[0], kind: 'drawing', name: '总图.pdf', bytes: large().length, ...more },
  })

/** Sends parts with the protocol's own client, up to `stopAfter` bytes. */
function send(url: string, content: Buffer, stopAfter = Number.POSITIVE_INFINITY): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(content, {
      uploadUrl: fixture.server.url + url,
      chunkSize: 4_000_000,
      retryDelays: null,
      headers: { 'X-Test-Roles': fixture.owner.roles.join(), 'X-Test-Person': fixture.owner.person },
      onError: reject,
      onSuccess: () => resolve(),
      onChunkComplete: (_size, sent) => {
        if (sent < stopAfter) return
        void upload.abort().then(resolve)
      },
    })
    upload.start()
  })
}

it('a large file goes up in parts, stops, goes on where it was, and is there byte for byte', async () => {
  const content = large()
  const { status, body } = await begin()
  expect(status).toBe(201)
  await send(body.url, content, 8_000_000)
  const early = await fixture.server.send('POST', `${body.url}/finish`, fixture.owner)
  expect([early.status, early.body.code]).toEqual([409, 'upload-incomplete'])
  const headers = { 'X-Test-Roles': fixture.owner.roles.join(), 'X-Test-Person': fixture.owner.person }
  const state = await fetch(fixture.server.url + body.url, {
    method: 'HEAD',
    headers: { ...headers, 'Tus-Resumable': '1.0.0' },
  })
  expect(Number(state.headers.get('upload-offset'))).toBeGreaterThanOrEqual(8_000_000)
  expect(Number(state.headers.get('upload-offset'))).toBeLessThan(content.length)
  await send(body.url, content)
  const done = await fixture.server.send('POST', `${body.url}/finish`, fixture.owner)
  expect(done.body).toMatchObject({ name: '总图.pdf', bytes: content.length, visibility: 'private' })
  const kept = Buffer.from(await (await fetch(fixture.server.url + done.body.url)).arrayBuffer())
  expect(kept.equals(content)).toBe(true)
  expect((await fixture.stored()).incoming).toBe(0)
  const again = await fixture.server.send('POST', `${body.url}/finish`, fixture.owner)
  expect(again.body.code).toBe('upload-not-found')
}, 60_000)

it('only who began it may go on, and only who keeps the place may begin', async () => {
  expect((await begin({}, fixture.citizen)).status).toBe(403)
  expect((await begin({ placeId: fixture.places[1] })).status).toBe(403)
  const { body } = await begin()
  for (const [method, path] of [
    ['PATCH', body.url],
    ['DELETE', body.url],
    ['POST', `${body.url}/finish`],
  ] as const) {
    const reply = await fixture.server.send(method, path, fixture.citizen)
    expect([method, reply.status]).toEqual([method, 404])
  }
  const gone = await fixture.server.send('DELETE', body.url, {
    ...fixture.owner,
    headers: { 'Tus-Resumable': '1.0.0' },
  })
  expect(gone.status).toBe(204)
  expect((await fixture.stored()).incoming).toBe(0)
})

it('what is too large, empty or of the wrong kind is refused before a byte is sent', async () => {
  const refusals = await Promise.all([
    begin({ bytes: 300_000_001 }),
    begin({ bytes: 0 }),
    begin({ name: 'a.exe' }),
    begin({ kind: 'claim-proof' }),
    begin({ placeId: 987_654 }),
  ])
  expect(refusals.map(({ body }) => body.code)).toEqual([
    'file-too-large',
    'file-empty',
    'file-kind-unfit',
    'file-kind-unfit',
    'place-not-found',
  ])
})

it('content that is not what it said is refused at the end, and nothing stays', async () => {
  const content = Buffer.alloc(21_000_000, 'y')
  const { body } = await begin({ bytes: content.length })
  await send(body.url, content)
  const reply = await fixture.server.send('POST', `${body.url}/finish`, fixture.owner)
  expect([reply.status, reply.body.code]).toEqual([415, 'file-type-unknown'])
  expect((await fixture.stored()).incoming).toBe(0)
}, 60_000)
