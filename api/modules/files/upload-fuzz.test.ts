import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FileKind } from '../../contract/file-kinds.ts'
import { cleanName } from './rules.ts'
import { bombPng, dwg, dxf, pdf, picture, sidewaysPhoto } from './testing-files.ts'
import { type FilesFixture, openFilesFixture, post } from './testing-fixture.ts'

let fixture: FilesFixture
let before: Awaited<ReturnType<FilesFixture['stored']>>
beforeAll(async () => {
  fixture = await openFilesFixture()
}, 60_000)
afterAll(() => fixture?.close())
beforeEach(async () => {
  before = await fixture.stored()
})

type Case = [
  what: string,
  kind: FileKind,
  name: string,
  content: () => Promise<Buffer> | Buffer,
  status: number,
  code: string,
]

const half = (content: Buffer) => content.subarray(0, Math.floor(content.length / 2))
const html = Buffer.from('<!doctype html><html><script>alert(1)</script></html>')
const zip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])
const mixed = async (first: Promise<Buffer> | Buffer, second: Buffer) => Buffer.concat([await first, second])

const refused: Case[] = [
  ['nothing at all', 'photo', 'a.jpg', () => Buffer.alloc(0), 422, 'file-empty'],
  ['a photo cut in half', 'photo', 'a.jpg', async () => half(await sidewaysPhoto(4)), 422, 'file-damaged'],
  ['a PNG cut in half', 'photo', 'a.png', async () => half(await noise('png')), 422, 'file-damaged'],
  ['a WebP cut in half', 'photo', 'a.webp', async () => half(await noise('webp')), 422, 'file-damaged'],
  ['a PDF cut in half', 'drawing', 'a.pdf', () => half(pdf(20)), 422, 'file-damaged'],
  ['a DXF cut in half', 'drawing', 'a.dxf', () => half(dxf()), 422, 'file-damaged'],
  ['an IFC cut off', 'building-model', 'a.ifc', () => Buffer.from('ISO-10303-21;\nHEADER;\n'), 422, 'file-damaged'],
  ['a PDF called a photo', 'photo', 'a.jpg', () => pdf(), 415, 'file-type-unknown'],
  ['a PNG called a JPEG', 'photo', 'a.jpg', () => picture(), 415, 'file-type-unknown'],
  ['a photo called a PDF', 'drawing', 'a.pdf', () => sidewaysPhoto(), 415, 'file-type-unknown'],
  ['a DWG called a DXF', 'drawing', 'a.dxf', () => dwg(), 415, 'file-type-unknown'],
  ['a page called a PDF', 'report', 'a.pdf', () => html, 415, 'file-type-unknown'],
  ['an SVG', 'photo', 'a.svg', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'file-kind-unfit'],
  ['an SVG called a PNG', 'photo', 'a.png', () => Buffer.from('<svg onload="alert(1)"/>'), 415, 'file-type-unknown'],
  ['a GIF', 'photo', 'a.gif', () => Buffer.from('GIF89a'), 415, 'file-kind-unfit'],
  ['a program called a PDF', 'drawing', 'a.pdf', () => Buffer.from('MZ\x90\0'), 415, 'file-type-unknown'],
  ['a photo of the wrong kind', 'report', 'a.jpg', () => sidewaysPhoto(), 415, 'file-kind-unfit'],
  ['a JPEG that is a ZIP as well', 'photo', 'a.jpg', () => mixed(sidewaysPhoto(), zip), 422, 'file-mixed'],
  ['a PDF that is a ZIP as well', 'drawing', 'a.pdf', () => mixed(pdf(), zip), 422, 'file-mixed'],
  [
    'a PDF that is a page as well',
    'drawing',
    'a.pdf',
    () => mixed(Buffer.from('%PDF-1.7\n'), mixedPage()),
    422,
    'file-mixed',
  ],
  [
    'a JPEG with a page in its comment',
    'photo',
    'a.jpg',
    async () => withComment(await sidewaysPhoto()),
    422,
    'file-mixed',
  ],
  ['a bomb of 2,500 million pixels', 'photo', 'a.png', () => bombPng(50_000, 50_000), 422, 'picture-too-large'],
  ['a picture as wide as can be said', 'photo', 'a.png', () => bombPng(2_000_000_000, 1), 422, 'file-damaged'],
  ['one request over 20 MB', 'drawing', 'a.pdf', () => Buffer.alloc(20_000_001), 413, 'file-too-large'],
  ['a report photo over its limit', 'report-photo', 'a.jpg', () => Buffer.alloc(12_000_001), 413, 'file-too-large'],
  ['a name without an ending', 'photo', 'photo', () => picture(), 422, 'file-name-unfit'],
  ['a name of dots', 'photo', '../..', () => picture(), 422, 'file-name-unfit'],
  ['a name of two endings, the last unfit', 'photo', 'a.png.php', () => picture(), 415, 'file-kind-unfit'],
  ['a name with a null', 'photo', 'a.php\0.png', () => html, 415, 'file-type-unknown'],
]

describe('an upload is refused with a clear problem, and nothing is stored:', () => {
  it.each(refused)('%s', async (_what, kind, name, content, status, code) => {
    const path = `/api/places/${fixture.places[0]}`
    const reply =
      kind === 'report-photo'
        ? await post(fixture.server, `${path}/report-photos?name=${name}`, await content(), { roles: [] })
        : await fixture.upload(await content(), { kind, name })
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect(reply.body.detail.length).toBeGreaterThan(20)
    expect(await fixture.stored()).toEqual(before)
  })

  it('a form, a broken form and JSON', async () => {
    const path = `/api/places/${fixture.places[0]}/files?kind=photo&name=a.png`
    const forms: [string, Buffer][] = [
      ['multipart/form-data; boundary=x', Buffer.from('--x\r\nContent-Disposition: form-data; name="file"')],
      ['multipart/form-data', await picture()],
      ['application/x-www-form-urlencoded', await picture()],
      ['application/json', Buffer.from('{}')],
    ]
    for (const [type, body] of forms) {
      const reply = await post(fixture.server, path, body, fixture.owner, { 'Content-Type': type })
      expect([type, reply.status, reply.body.code]).toEqual([type, 415, 'upload-form'])
    }
    expect(await fixture.stored()).toEqual(before)
  })

  it('a client that says how much comes and leaves in the middle', async () => {
    await rawUpload('Content-Length: 100000', (await picture()).subarray(0, 40), 'destroy')
    await expect.poll(() => fixture.stored(), { timeout: 5_000 }).toEqual(before)
  })

  it('an endless one, at the limit and not at its end', async () => {
    const answer = await rawUpload('Transfer-Encoding: chunked', chunked(randomBytes(65_536)), 'endless')
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('file-too-large')
    expect(await fixture.stored()).toEqual(before)
  }, 30_000)

  it('a slow one that stops sending', async () => {
    const started = Date.now()
    const answer = await rawUpload('Content-Length: 100000', (await picture()).subarray(0, 40), 'wait')
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('upload-stalled')
    expect(Date.now() - started).toBeLessThan(30_000)
    expect(await fixture.stored()).toEqual(before)
  }, 40_000)
})

describe('under a crowd of bad uploads', () => {
  it('memory stays flat: another forty of 19 MB at once take no more than the first forty did', async () => {
    const first = await peakMegabytes(40)
    const second = await peakMegabytes(40)
    // Both ends of forty connections are in this process, and 760 MB pass through it each time.
    expect(second - first).toBeLessThan(150)
    expect(await fixture.stored()).toEqual(before)
  }, 60_000)

  it('random bytes under any name and kind never make a fault of the server', async () => {
    const kinds: FileKind[] = ['photo', 'drawing', 'report', 'certificate', 'indoor-map', 'building-model']
    const heads = [
      '',
      '%PDF-1.7\n',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff\xe0',
      'RIFF\x10\0\0\0WEBPVP8 ',
      'AC1032\0',
      'PK\x03\x04',
      '{',
      'glTF\x02',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.constantFrom('jpg', 'png', 'webp', 'avif', 'pdf', 'dxf', 'ifc', 'zip', 'tiff', 'glb'),
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 600 }),
        async (kind, ending, head, bytes) => {
          const content = Buffer.concat([Buffer.from(head, 'latin1'), bytes])
          const { status, body } = await fixture.upload(content, { kind, name: `x.${ending}` })
          expect([408, 413, 415, 422], JSON.stringify(body)).toContain(status)
        },
      ),
      { numRuns: 60, seed: 20261122 },
    )
    expect(await fixture.stored()).toEqual(before)
  }, 60_000)
})

describe('a name', () => {
  it('is only ever the last part of what was given', () => {
    expect(cleanName('../../etc/passwd.png')).toBe('passwd.png')
    expect(cleanName('C:\\Users\\我\\照片.JPG')).toBe('照片.JPG')
    expect(cleanName('a\u202Egnp.exe')).toBe('agnp.exe')
    expect(cleanName(`${'很长'.repeat(200)}.pdf`)).toHaveLength(124)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        expect(cleanName(given)).not.toMatch(/[/\\\0\r\n"]|^\./)
      }),
    )
  })

  it('with a path in it is kept without it', async () => {
    const { body } = await fixture.upload(await picture(12, 12), { name: '../../../../tmp/p.png' })
    expect(body.name).toBe('p.png')
  })
})

const mixedPage = () => Buffer.concat([html, pdf()])

function withComment(jpeg: Buffer): Buffer {
  const text = Buffer.from('<script>alert(1)</script>')
  const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text])
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}

/** Hardly compressible, so that half a file is far from its end. */
async function noise(format: 'png' | 'webp'): Promise<Buffer> {
  const raw = { width: 200, height: 200, channels: 3 as const }
  return sharp(randomBytes(200 * 200 * 3), { raw })
    .toFormat(format)
    .toBuffer()
}

/** Most memory that this process held while so many uploads of 19 MB were refused for their content. */
async function peakMegabytes(uploads: number): Promise<number> {
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const answers = await Promise.all(Array.from({ length: uploads }, (_, n) => streamedUpload(`${n}.pdf`, 19_000_000)))
  clearInterval(watch)
  expect(new Set(answers)).toEqual(new Set(['415 file-type-unknown']))
  return most / 1e6
}

/** Zeros in pieces of 64 kB, as fast as they are taken. */
function streamedUpload(name: string, bytes: number): Promise<string> {
  const piece = Buffer.alloc(65_536)
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': bytes,
    'X-Test-Roles': fixture.owner.roles.join(),
    'X-Test-Person': fixture.owner.person,
  }
  const path = `/api/places/${fixture.places[0]}/files?kind=drawing&name=${name}`
  return new Promise((resolve, reject) => {
    const sent = request(fixture.server.url + path, { method: 'POST', headers }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve(`${response.statusCode} ${JSON.parse(Buffer.concat(chunks).toString()).code}`)
    })
    sent.on('error', reject)
    let left = bytes
    const pump = () => {
      while (left > 0) {
        const next = piece.subarray(0, Math.min(left, piece.length))
        left -= next.length
        if (!sent.write(next)) return void sent.once('drain', pump)
      }
      sent.end()
    }
    pump()
  })
}

const chunked = (data: Buffer) =>
  Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')])

/** What no well-behaved client does: headers by hand, then part of a body, then nothing, an end, or for ever more. */
function rawUpload(length: string, body: Buffer, then: 'destroy' | 'wait' | 'endless'): Promise<string> {
  const { hostname, port } = new URL(fixture.server.url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (data) => {
      answer += data.toString()
      if (answer.includes('"code"')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
    socket.write(
      `POST /api/places/${fixture.places[0]}/files?kind=photo&name=a.png HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nX-Test-Roles: ${fixture.owner.roles.join()}\r\nX-Test-Person: ${fixture.owner.person}\r\n${length}\r\n\r\n`,
    )
    socket.write(body)
    if (then === 'destroy') setTimeout(() => socket.destroy(), 100)
    const pump = () => {
      if (!socket.destroyed && answer === '') socket.write(body, () => setImmediate(pump))
    }
    if (then === 'endless') pump()
  })
}
