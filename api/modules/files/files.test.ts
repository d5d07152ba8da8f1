import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeUnused } from './remove-unused.ts'
import { openResumableUploads } from './resumable-uploads.ts'
import { dwg, dxf, pdf, picture, sidewaysPhoto } from './testing-files.ts'
import { type FilesFixture, openFilesFixture, post } from './testing-fixture.ts'

let fixture: FilesFixture
beforeAll(async () => {
  fixture = await openFilesFixture()
}, 60_000)
afterAll(() => fixture?.close())

const operator = () => ({ roles: ['operator'], person: fixture.owner.person })
const list = (query = '', as: object = {}) =>
  fixture.server.send('GET', `/api/places/${fixture.places[0]}/files${query}`, as)
const bytesOf = async (url: string, headers = {}) => {
  const response = await fetch(fixture.server.url + url, { headers })
  return { response, body: Buffer.from(await response.arrayBuffer()) }
}

describe('a photo', () => {
  it('is shown upright in three formats, without the place and camera that its original names', async () => {
    const original = await sidewaysPhoto(4)
    expect((await sharp(original).metadata()).exif?.toString('latin1')).toContain('TestCamera')
    const { status, body } = await fixture.upload(original, { name: '泳池.jpg' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      mediaType: 'image/jpeg',
      width: 1200,
      height: 1600,
      visibility: 'public',
      pictures: [],
    })
    await fixture.work()
    const [photo] = (await list('?kind=photo')).body.items
    expect(photo.pictures.map((one: { type: string; width: number }) => `${one.type} ${one.width}`).sort()).toEqual(
      ['avif', 'jpeg', 'webp'].flatMap((type) => [1200, 320, 960].map((width) => `image/${type} ${width}`)),
    )
    for (const { url, width, height, type } of photo.pictures) {
      const { response, body: shown } = await bytesOf(url)
      expect(response.headers.get('content-type')).toBe(type)
      expect(response.headers.get('cache-control')).toContain('immutable')
      const read = await sharp(shown).metadata()
      expect([read.width, read.height, read.exif, read.orientation]).toEqual([width, height, undefined, undefined])
      expect(shown.toString('latin1')).not.toContain('TestCamera')
      const [top, bottom] = await Promise.all([colourAt(shown, 0.1), colourAt(shown, 0.9)])
      expect(top.r).toBeGreaterThan(top.b)
      expect(bottom.b).toBeGreaterThan(bottom.r)
    }
  }, 30_000)

  it('in its original is for its keepers only: it still says where it was taken', async () => {
    expect((await list('?kind=photo')).body.items[0].url).toBeNull()
    const { url } = (await list('?kind=photo', fixture.owner)).body.items[0]
    const { response, body } = await bytesOf(`${url}&download=1`)
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''%E6%B3%B3%E6%B1%A0.jpg")
    expect(body.toString('latin1')).toContain('TestCamera')
  })

  it('keeps its place among the others until they are ordered anew', async () => {
    const second = await fixture.upload(await picture(40, 30), { name: 'b.png' })
    const third = await fixture.upload(await picture(50, 30), { name: 'c.png' })
    const ids = async () => (await list('?kind=photo')).body.items.map(({ id }: { id: number }) => id)
    const before = await ids()
    expect(before.slice(-2)).toEqual([second.body.id, third.body.id])
    const order = { ...fixture.owner, body: { ids: before.toReversed() } }
    const reply = await fixture.server.send('PUT', `/api/places/${fixture.places[0]}/photo-order`, order)
    expect(reply.status).toBe(204)
    expect(await ids()).toEqual(before.toReversed())
    const wrong = { ...fixture.owner, body: { ids: [...before, 999] } }
    const refused = await fixture.server.send('PUT', `/api/places/${fixture.places[0]}/photo-order`, wrong)
    expect(refused.body.code).toBe('photo-order-incomplete')
    expect(await ids()).toEqual(before.toReversed())
  })

  it('is there once: the same again is a conflict', async () => {
    const again = await fixture.upload(await picture(40, 30), { name: 'other-name.png' })
    expect([again.status, again.body.code]).toEqual([409, 'file-exists'])
  })
})

describe('a drawing', () => {
  it('is private: nobody else sees it, and its keepers fetch it by an address that ends', async () => {
    const { body } = await fixture.upload(pdf(3), { kind: 'drawing', name: '一层.pdf' })
    expect(body.visibility).toBe('private')
    await fixture.work()
    expect((await list('?kind=drawing')).body.items).toEqual([])
    expect((await fixture.server.send('GET', `/api/files/${body.id}`)).status).toBe(404)
    expect((await fixture.server.send('GET', `/api/files/${body.id}`, fixture.citizen)).status).toBe(404)
    const record = (await fixture.server.send('GET', `/api/files/${body.id}`, fixture.owner)).body
    expect(record).toMatchObject({ pages: 3, picturesFault: null })
    const { response, body: content } = await bytesOf(record.url)
    expect(content.equals(pdf(3))).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=900, no-transform',
    })
    expect((await bytesOf(record.url.replace(/signature=..../, 'signature=AAAA'))).response.status).toBe(403)
    expect((await bytesOf(record.url.replace(/until=\d+/, 'until=9999999999'))).response.status).toBe(403)
    const { url } = record.pictures.at(-1)
    expect(url).toMatch(/^\/api\/files\/\d+\/pictures\//)
    expect((await sharp((await bytesOf(url)).body).metadata()).width).toBe(960)
    expect((await bytesOf(url.split('?')[0])).response.status).toBe(400)
  }, 30_000)

  it('answers ranges and its hash as ETag', async () => {
    const { url } = (await list('?kind=drawing', fixture.owner)).body.items[0]
    const { response, body } = await bytesOf(url, { Range: 'bytes=10-19' })
    expect([response.status, response.headers.get('content-range')]).toEqual([206, `bytes 10-19/${pdf(3).length}`])
    expect(body.equals(pdf(3).subarray(10, 20))).toBe(true)
    expect((await bytesOf(url, { Range: 'bytes=-5' })).body.equals(pdf(3).subarray(-5))).toBe(true)
    expect((await bytesOf(url, { Range: 'bytes=999999-' })).response.status).toBe(416)
    const etag = response.headers.get('etag')!
    expect((await bytesOf(url, { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })).response.status).toBe(304)
  })

  it('may be DXF or DWG, never shown by the browser itself', async () => {
    for (const [name, content] of [
      ['平面.dxf', dxf()],
      ['平面.dwg', dwg()],
    ] as const) {
      const { status, body } = await fixture.upload(content, { kind: 'drawing', name })
      expect([status, body.mediaType]).toEqual([201, name.endsWith('dxf') ? 'image/vnd.dxf' : 'image/vnd.dwg'])
      const { response } = await bytesOf(body.url)
      expect(response.headers.get('content-type')).toBe('application/octet-stream')
      expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    }
  })
})

describe('a report', () => {
  it('carries issue, expiry, issuer and result; a stale change is refused', async () => {
    const { body } = await fixture.upload(pdf(1, 'inspection'), { kind: 'report', name: '年检.pdf' })
    const change = (version: number, more: object) =>
      fixture.server.send('PATCH', `/api/files/${body.id}`, {
        ...fixture.owner,
        headers: { 'If-Match': `"${version}"` },
        body: more,
      })
    const said = { issuedOn: '2026-01-05', expiresOn: '2027-01-04', issuer: '市特检院', result: 'passed' }
    expect((await change(1, said)).body).toMatchObject({ ...said, version: 2 })
    expect((await change(1, { issuer: '别人' })).body.code).toBe('file-changed')
    expect((await change(2, { expiresOn: '2025-01-01' })).body.code).toBe('expiry-before-issue')
    expect((await change(2, { visibility: 'private' })).body.visibility).toBe('private')
    expect((await list('?kind=report')).body.items).toEqual([])
    const { rows } = await fixture.database.primary.raw(
      `select act, before, after from app.audit_entry where target_kind = 'file' and target_id = :id::text order by id desc limit 1`,
      { id: body.id },
    )
    expect(rows[0]).toMatchObject({
      act: 'file.changed',
      before: { visibility: 'public' },
      after: { visibility: 'private' },
    })
  })

  it('is listed with its last day for those who keep the place, and comes as a file', async () => {
    const { body } = await fixture.upload(pdf(1, 'lift'), { kind: 'certificate', name: '电梯合格证.pdf' })
    const today = new Date(Date.now() + 8 * 3_600_000)
    const dayFrom = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
    await fixture.server.send('PATCH', `/api/files/${body.id}`, {
      ...fixture.owner,
      headers: { 'If-Match': '"1"' },
      body: { issuedOn: dayFrom(-360), expiresOn: dayFrom(5) },
    })
    const listed = async (query: string, as: object = fixture.owner) =>
      (await fixture.server.send('GET', `/api/documents?kind=certificate${query}`, as)).body.items.map(
        ({ name, daysLeft }: { name: string; daysLeft: number }) => [name, daysLeft],
      )
    expect(await listed('&expiresWithinDays=30')).toEqual([['电梯合格证.pdf', 5]])
    expect(await listed('&expiresWithinDays=4')).toEqual([])
    expect(await listed('', { ...fixture.owner, roles: [`owner@place:${fixture.places[1]}`] })).toEqual([])
    const { headers, body: text } = await fixture.server.send(
      'GET',
      '/api/exports/documents?kind=certificate&format=csv',
      fixture.owner,
    )
    expect(headers.get('content-disposition')).toContain('documents.csv')
    expect(text.split('\r\n')[1]).toContain(`电梯合格证.pdf,${fixture.places[0]},`)
    expect((await fixture.server.send('GET', '/api/documents?cursor=x', fixture.owner)).body.code).toBe(
      'cursor-invalid',
    )
  })

  it('that is locked or unreadable says so instead of a picture', async () => {
    const broken = Buffer.from('%PDF-1.7\n1 0 obj\nnothing here\n%%EOF\n')
    const { body } = await fixture.upload(broken, { kind: 'report', name: 'x.pdf' })
    await fixture.work()
    const record = (await fixture.server.send('GET', `/api/files/${body.id}`, fixture.owner)).body
    expect([record.pictures, record.picturesFault]).toEqual([[], 'unreadable'])
  }, 30_000)
})

describe('who may', () => {
  it('add and change files: those who keep the place, and nobody else', async () => {
    const name = 'd.png'
    const content = await picture(33, 33)
    const asked = async (as: { roles: string[]; person?: string }) =>
      (await fixture.upload(content, { name, as })).status
    const { person } = fixture.citizen
    expect(await asked({ roles: ['citizen'], person })).toBe(403)
    expect(await asked({ roles: [`owner@place:${fixture.places[1]}`], person })).toBe(403)
    expect(await asked({ roles: ['operator@520000'], person })).toBe(403)
    expect(await asked({ roles: ['operator'], person })).toBe(201)
  })

  it('send and see proofs of a claim: the claimant and operators, no other owner', async () => {
    const path = `/api/places/${fixture.places[0]}/claim-proofs?name=${encodeURIComponent('产权证.pdf')}`
    const { status, body } = await post(fixture.server, path, pdf(1, 'deed'), fixture.citizen)
    expect([status, body.visibility]).toEqual([201, 'private'])
    const seen = async (as: object) => (await fixture.server.send('GET', `/api/files/${body.id}`, as)).status
    expect(await seen(fixture.citizen)).toBe(200)
    expect(await seen({ ...operator(), person: fixture.owner.person })).toBe(200)
    expect(await seen(fixture.owner)).toBe(404)
    expect(await seen({})).toBe(404)
    expect((await list('', fixture.owner)).body.items.map(({ kind }: { kind: string }) => kind)).not.toContain(
      'claim-proof',
    )
    const { person } = fixture.citizen
    const give = (ids: number[], personId: string) =>
      fixture.database.primary.transaction((trx) =>
        fixture.server.core.bus.tell(trx, 'claim.proofs-given', {
          claimId: 1,
          placeId: fixture.places[0],
          fileIds: ids,
          personId,
        }),
      )
    await expect(give([body.id], fixture.owner.person)).rejects.toMatchObject({ code: 'attachment-unknown' })
    await give([body.id], person)
    const answers = await fixture.server.core.bus.ask('attached-files', { to: { claimId: 1 }, person: null })
    expect(answers.flat()).toEqual([])
  })

  it('send photos with a report: anybody, unseen until the report is accepted', async () => {
    const path = `/api/places/${fixture.places[0]}/report-photos?name=x.png`
    const content = await picture(70, 50)
    const { status, body } = await post(fixture.server, path, content, { roles: [] })
    expect(status).toBe(201)
    const report = { body: { kind: 'broken-equipment', message: '器材坏了' } }
    const made = await fixture.server.send('POST', `/api/places/${fixture.places[0]}/reports`, report)
    const reportId: number = made.body.id
    const { bus } = fixture.server.core
    const give = (token: string) =>
      fixture.database.primary.transaction((trx) =>
        bus.tell(trx, 'report.photos-given', { reportId, placeId: fixture.places[0], tokens: [token] }),
      )
    await expect(give(`${body.id}.forged`)).rejects.toMatchObject({ code: 'photo-token-wrong' })
    await give(body.token)
    await expect(give(body.token)).rejects.toMatchObject({ code: 'attachment-unknown' })
    const shown = async () => (await list('?kind=report-photo')).body.items.length
    expect(await shown()).toBe(0)
    expect((await fixture.server.send('GET', `/api/files/${body.id}`, fixture.owner)).status).toBe(200)
    await fixture.database.primary.transaction((trx) => bus.tell(trx, 'report.photos-accepted', { reportId }))
    expect(await shown()).toBe(1)
  })
})

describe('a deleted file', () => {
  it('is gone for the public, comes back by restore, and frees its room meanwhile', async () => {
    const { body } = await fixture.upload(await picture(81, 80), { name: 'e.png' })
    const used = async () => (await list('', fixture.owner)).body.usage.bytes
    const full = await used()
    const gone = await fixture.server.send('DELETE', `/api/files/${body.id}`, fixture.owner)
    expect(gone.body.deletedAt).not.toBeNull()
    expect((await fixture.server.send('GET', `/api/files/${body.id}`)).status).toBe(404)
    expect(await used()).toBe(full - body.bytes)
    expect((await list('?deleted=true', fixture.owner)).body.items.map(({ id }: { id: number }) => id)).toContain(
      body.id,
    )
    expect((await list('?deleted=true')).status).toBe(403)
    await fixture.server.send('POST', `/api/files/${body.id}/restore`, fixture.owner)
    expect((await fixture.server.send('GET', `/api/files/${body.id}`)).status).toBe(200)
    expect(await used()).toBe(full)
  })

  it('and all that is made of it leaves the store after 30 days; young content without a row stays for a day', async () => {
    const { body } = await fixture.upload(await picture(91, 80, '#707070'), { name: 'f.png' })
    await fixture.work()
    const before = await fixture.stored()
    const clean = (daysAhead: number) =>
      removeUnused(
        {
          database: fixture.database,
          files: fixture.server.core.files,
          now: () => new Date(Date.now() + daysAhead * 86_400_000),
        },
        openResumableUploads(fixture.server.core.files.incoming),
      )
    await fixture.server.send('DELETE', `/api/files/${body.id}`, fixture.owner)
    await clean(0)
    expect(await fixture.stored()).toEqual(before)
    await fixture.database.primary.raw(
      `update app.file set deleted_at = now() - interval '31 days' where id = :id`,
      body,
    )
    await fixture.database.primary.raw(`update app.content set kept_at = now() - interval '2 days'`)
    await clean(0)
    const rows = await fixture.stored()
    expect([rows.files, rows.contents]).toEqual([before.files - 1, before.contents - 4])
    expect(rows.onDisk).toBe(before.onDisk)
    await clean(2)
    expect((await fixture.stored()).onDisk).toBe(before.onDisk - 4)
  })

  it('of a killed process leaves no half file for longer than a day', async () => {
    const { files } = fixture.server.core
    const path = join(files.incoming, 'left-by-a-killed-process')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(path, 'half')
    utimesSync(path, new Date(Date.now() - 2 * 86_400_000), new Date(Date.now() - 2 * 86_400_000))
    await removeUnused(
      { database: fixture.database, files, now: () => new Date() },
      openResumableUploads(files.incoming),
    )
    expect(readdirSync(files.incoming)).toEqual(['parts'])
  })
})

describe('the room for files', () => {
  it('is refused by the database when it is full, also to racing uploads', async () => {
    const owner = `place:${fixture.places[0]}`
    await fixture.database.primary.raw('update app.file_usage set most_bytes = bytes + 500 where owner = :owner', {
      owner,
    })
    const before = await fixture.stored()
    const contents = await Promise.all([1, 2, 3, 4].map((n) => picture(100 + n, 60, `#${n}0${n}0${n}0`)))
    const replies = await Promise.all(contents.map((content, n) => fixture.upload(content, { name: `q${n}.png` })))
    const added = replies.filter(({ status }) => status === 201)
    expect(added.length).toBeLessThan(4)
    for (const { status, body } of replies) if (status !== 201) expect([status, body.code]).toEqual([422, 'quota-full'])
    expect((await fixture.stored()).files).toBe(before.files + added.length)
    await fixture.database.primary.raw('update app.file_usage set most_bytes = 4000000000 where owner = :owner', {
      owner,
    })
  })
})

async function colourAt(image: Buffer, share: number): Promise<{ r: number; g: number; b: number }> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(info.height * share) * info.width + Math.floor(info.width / 2)) * info.channels
  return { r: data[at]!, g: data[at + 1]!, b: data[at + 2]! }
}
