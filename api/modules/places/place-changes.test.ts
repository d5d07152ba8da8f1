import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlace } from './build.ts'
import { openRegistryFixture, type RegistryFixture, roles } from './testing-registry.ts'

let fixture: RegistryFixture
beforeAll(async () => {
  fixture = await openRegistryFixture()
})
afterAll(() => fixture?.close())

const create = (more?: object) => fixture.create(more)
const patch = (id: number, version: number, change: object) => fixture.patch(id, version, change)

describe('a change', () => {
  it('touches only the fields it names, and its revision says which', async () => {
    const { body: place } = await create({ nameZh: '改名馆', phone: '028-00000000', sports: ['basketball'] })
    const changed = await patch(place.id, 1, { nameZh: '新名馆', reason: '更名' })
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, nameZh: '新名馆', phone: '028-00000000', sports: ['basketball'] },
    })
    const found = await fixture.server.send('GET', `/api/places/${place.id}/revisions/2`)
    expect(found.body).toMatchObject({
      changedBy: 'tester',
      reason: '更名',
      fields: ['nameZh'],
      differences: [{ field: 'nameZh', before: '改名馆', after: '新名馆' }],
      record: { nameZh: '新名馆', phone: '028-00000000' },
    })
    expect((await patch(place.id, 2, { nameZz: 'x' })).status).toBe(400)
    expect((await fixture.server.send('PATCH', `/api/places/${place.id}`, { roles, body: {} })).status).toBe(428)
  })

  it('of one that was loaded in bulk keeps the record as loaded', async () => {
    const id = await buildPlace(fixture.database, { nameZh: '批量馆', source: 'open data' })
    expect((await fixture.server.send('GET', `/api/places/${id}/revisions`)).body.items).toMatchObject([
      { version: 1, changedBy: 'open data', fields: [] },
    ])
    await patch(id, 1, { phone: '1-234-567' })
    expect((await fixture.server.send('GET', `/api/places/${id}/revisions`)).body.items).toMatchObject([
      { version: 2, fields: ['phone'] },
      { version: 1, changedBy: 'open data' },
    ])
    expect((await fixture.server.send('GET', `/api/places/${id}/revisions/2?against=1`)).body.differences).toEqual([
      { field: 'phone', before: null, after: '1-234-567' },
    ])
    const first = await fixture.server.send('GET', `/api/places/${id}/revisions?limit=1`)
    expect(first.body.nextCursor).toBe('2')
    expect((await fixture.server.send('GET', `/api/places/${id}/revisions?limit=1&cursor=2`)).body).toMatchObject({
      items: [{ version: 1 }],
      nextCursor: null,
    })
    expect((await fixture.server.send('GET', `/api/places/${id}/revisions/9`)).body.code).toBe('revision-not-found')
  })

  it('on a stale version is refused, and of two at once exactly one is taken', async () => {
    const { body: place } = await create({ nameZh: '竞争馆' })
    const replies = await Promise.all([patch(place.id, 1, { phone: '11111' }), patch(place.id, 1, { builtYear: 1999 })])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = replies.find(({ status }) => status === 200)!
    const { body: after } = await fixture.server.send('GET', `/api/places/${place.id}`)
    expect(after).toMatchObject({ version: 2, phone: winner.body.phone, builtYear: winner.body.builtYear })
    expect((await fixture.server.send('GET', `/api/places/${place.id}/revisions`)).body.items).toHaveLength(2)
    const loser = replies.find(({ status }) => status === 412)!
    expect(loser.body).toMatchObject({ code: 'place-changed-meanwhile', detail: expect.stringContaining('version 2') })
  })

  it('under 8 writers at once loses no change: each success is a revision', async () => {
    const { body: place } = await create({ nameZh: '众写馆', aliases: [] })
    const write = async (name: string): Promise<void> => {
      for (;;) {
        const { body: current } = await fixture.server.send('GET', `/api/places/${place.id}`)
        const reply = await patch(place.id, current.version, { aliases: [...current.aliases, name] })
        if (reply.status === 200) return
        expect(reply.status).toBe(412)
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(`别名${writer}`)))
    const { body: after } = await fixture.server.send('GET', `/api/places/${place.id}`)
    expect(after.version).toBe(9)
    expect(after.aliases.toSorted()).toEqual(Array.from({ length: 8 }, (_, writer) => `别名${writer}`))
  })

  it('follows the life of a place', async () => {
    const { body: place } = await create({ nameZh: '生命馆', status: 'planned' })
    expect(await patch(place.id, 1, { status: 'temporarily-closed' })).toMatchObject({
      status: 422,
      body: { code: 'status-move-illegal', detail: expect.stringContaining('open or closed') },
    })
    expect((await patch(place.id, 1, { status: 'open' })).status).toBe(200)
    const closed = await patch(place.id, 2, { status: 'closed', openingHours: '24/7' })
    expect(closed.body).toMatchObject({ status: 'closed', openNow: { open: false, changesAt: null } })
    await expect(fixture.database.primary('place').where({ id: place.id }).delete()).rejects.toThrow('never deleted')
  })
})

describe('a report', () => {
  it('is kept, listed for operators and resolved once', async () => {
    const id = await buildPlace(fixture.database, { nameZh: '有误馆' })
    const sent = await fixture.server.send('POST', `/api/places/${id}/reports`, {
      body: { kind: 'wrong-location', message: ' 位置不对 ', lon: 104.1, lat: 30.2 },
    })
    expect(sent).toMatchObject({ status: 201, body: { status: 'new' } })
    const list = await fixture.server.send('GET', '/api/reports', { roles })
    expect(list.body.items).toMatchObject([
      { placeId: id, placeNameZh: '有误馆', message: '位置不对', location: [104.1, 30.2] },
    ])
    const resolve = () =>
      fixture.server.send('POST', `/api/reports/${sent.body.id}/resolve`, { roles, body: { status: 'accepted' } })
    expect((await resolve()).body).toMatchObject({ status: 'accepted' })
    expect((await resolve()).body).toMatchObject({ code: 'report-resolved' })
    expect((await fixture.server.send('GET', '/api/reports')).status).toBe(401)
  })

  it('is limited by address', async () => {
    const id = await buildPlace(fixture.database)
    const statuses: number[] = []
    for (let call = 0; call < 7; call++) {
      const reply = await fixture.server.send('POST', `/api/places/${id}/reports`, {
        body: { kind: 'other', message: 'x' },
      })
      statuses.push(reply.status)
    }
    expect(statuses.at(-1)).toBe(429)
  })
})

it('gives the types with an ETag that saves the body', async () => {
  const first = await fixture.server.send('GET', '/api/place-types')
  expect(first.body.types.map(({ code }: { code: string }) => code)).toContain('gymnasium')
  expect(first.body.categories.length).toBeGreaterThan(5)
  const again = await fixture.server.send('GET', '/api/place-types', {
    // Without it fetch itself would add no-cache.
    headers: { 'If-None-Match': first.headers.get('etag')!, 'Cache-Control': 'max-age=0' },
  })
  expect(again.status).toBe(304)
})
