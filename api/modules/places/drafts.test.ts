import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePerson } from '../../http/testing.ts'
import { openRegistryFixture, point, type RegistryFixture } from './testing-registry.ts'

let fixture: RegistryFixture
let owner: string
let operator: string
beforeAll(async () => {
  fixture = await openRegistryFixture()
  owner = await makePerson(fixture.database, [], '王业主')
  operator = await makePerson(fixture.database, ['operator@510104'], '锦江运营')
})
afterAll(() => fixture?.close())

interface Way {
  person?: string
  roles: string[]
}
const asOwner = (placeId: number): Way => ({ person: owner, roles: [`owner@place:${placeId}`] })
const asOperator: Way = {
  get person() {
    return operator
  },
  roles: ['operator@510104'],
}
const elsewhere: Way = { roles: ['operator@510107'] }

const send = (way: Way, method: string, path: string, body?: object, version?: number) =>
  fixture.server.send(method, path, {
    ...way,
    ...(body ? { body } : {}),
    ...(version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } }),
  })

async function newPlace(more: object = {}): Promise<number> {
  const { body } = await fixture.create({ nameZh: '草稿馆', ...more })
  return body.id
}
const begin = (placeId: number, changes: object, way = asOwner(placeId), baseVersion = 1) =>
  send(way, 'POST', `/api/places/${placeId}/drafts`, { baseVersion, changes, reason: '更新' })
async function submitted(placeId: number, changes: object) {
  const { body } = await begin(placeId, changes)
  const reply = await send(asOwner(placeId), 'POST', `/api/drafts/${body.id}/submit`, undefined, body.version)
  expect(reply.status).toBe(200)
  return reply.body
}
const read = async (placeId: number) => (await fixture.server.send('GET', `/api/places/${placeId}`)).body

describe('a draft', () => {
  it('keeps only what differs, changes nothing before it is published, and then is the record', async () => {
    const id = await newPlace({ phone: '11111' })
    const begun = await begin(id, { phone: '22222', nameZh: '草稿馆', geometry: point(104.6, 30.6) })
    expect(begun).toMatchObject({ status: 201, body: { fields: ['geometry', 'phone'], state: 'draft', version: 1 } })
    const saved = await send(
      asOwner(id),
      'PUT',
      `/api/drafts/${begun.body.id}`,
      { baseVersion: 1, changes: { phone: '33333' }, reason: '换号' },
      1,
    )
    expect(saved.body).toMatchObject({ version: 2, differences: [{ field: 'phone', before: '11111', after: '33333' }] })
    const handedIn = await send(asOwner(id), 'POST', `/api/drafts/${begun.body.id}/submit`, undefined, 2)
    expect(handedIn.body).toMatchObject({ state: 'submitted', version: 3 })
    expect(await read(id)).toMatchObject({ version: 1, phone: '11111' })

    const queue = await send(asOperator, 'GET', '/api/drafts?whose=queue')
    expect(queue.body.items).toContainEqual(expect.objectContaining({ id: begun.body.id, authorName: '王业主' }))
    expect((await send(elsewhere, 'GET', '/api/drafts?whose=queue')).body.items).toEqual([])

    const published = await send(asOperator, 'POST', `/api/drafts/${begun.body.id}/publish`, {}, 3)
    expect(published).toMatchObject({ status: 200, body: { state: 'published', publishedVersion: 2 } })
    expect(await read(id)).toMatchObject({ version: 2, phone: '33333' })
    const { body: history } = await fixture.server.send('GET', `/api/places/${id}/revisions/2`)
    expect(history).toMatchObject({ changedBy: 'owner', reason: '换号', fields: ['phone'] })
    const { rows } = await fixture.database.primary.raw(
      `select act, person_id from app.audit_entry where target_id = :id and act like 'draft.%'`,
      { id: String(id) },
    )
    expect(rows).toEqual([{ act: 'draft.published', person_id: operator }])
  })

  it('is returned with a reason, mended by its author and handed in again', async () => {
    const id = await newPlace()
    const draft = await submitted(id, { phone: '5' })
    expect((await send(asOperator, 'POST', `/api/drafts/${draft.id}/return`, { answer: '' }, 2)).status).toBe(400)
    const returned = await send(asOperator, 'POST', `/api/drafts/${draft.id}/return`, { answer: '电话不全' }, 2)
    expect(returned.body).toMatchObject({ state: 'returned', answer: '电话不全', version: 3 })
    const body = { baseVersion: 1, changes: { phone: '028-5' } }
    const mended = await send(asOwner(id), 'PUT', `/api/drafts/${draft.id}`, body, 3)
    expect(mended.body).toMatchObject({ state: 'draft', answer: '电话不全' })
    expect((await send(asOwner(id), 'POST', `/api/drafts/${draft.id}/submit`, undefined, 4)).body.state).toBe(
      'submitted',
    )
  })

  it('that cannot be a record is told when it is handed in, and stays as it is', async () => {
    const id = await newPlace()
    const { body } = await begin(id, { attributes: { seats: -1 } })
    const refused = await send(asOwner(id), 'POST', `/api/drafts/${body.id}/submit`, undefined, 1)
    expect(refused).toMatchObject({ status: 422, body: { code: 'attributes-invalid' } })
    expect((await send(asOwner(id), 'GET', `/api/drafts/${body.id}`)).body).toMatchObject({
      state: 'draft',
      version: 1,
    })
  })

  it('is one a person and place, for owners of the place and their region’s operators only', async () => {
    const id = await newPlace()
    const { body } = await begin(id, { phone: '1' })
    expect((await begin(id, { phone: '2' })).body.code).toBe('draft-open')
    expect((await begin(id, { phone: '2' }, asOwner(id + 1))).status).toBe(403)
    const stranger = { person: await makePerson(fixture.database), roles: [`owner@place:${id}`] }
    expect((await send(stranger, 'GET', `/api/drafts/${body.id}`)).status).toBe(403)
    expect((await send(stranger, 'PUT', `/api/drafts/${body.id}`, { baseVersion: 1, changes: {} }, 1)).status).toBe(403)
    expect((await send(elsewhere, 'GET', `/api/drafts/${body.id}`)).status).toBe(403)
    expect((await send(asOwner(id), 'POST', `/api/drafts/${body.id}/withdraw`)).body.state).toBe('withdrawn')
    expect((await begin(id, { phone: '2' })).status).toBe(201)
  })

  it('of a trusted owner, by name or by the rule of the region, is published when handed in', async () => {
    for (const trust of ['name', 'rule'] as const) {
      const id = await newPlace({ geometry: trust === 'name' ? point() : point(103.5, 30.5) })
      await fixture.database.primary.raw(
        trust === 'name'
          ? 'insert into app.owner_trust (place_id, person_id, given_by) values (:id, :owner, :owner)'
          : `insert into app.moderation_rule (region_code, key, value)
             select '510107', 'owners-publish-at-once', 1 where :id > 0 and :owner <> ''`,
        { id, owner },
      )
      expect(await submitted(id, { phone: '777' })).toMatchObject({ state: 'published' })
      expect(await read(id)).toMatchObject({ version: 2, phone: '777' })
    }
  })
})

describe('when the record moved on', () => {
  it('a publish is refused with 412, the draft is kept, and the merge shows each field three ways', async () => {
    const id = await newPlace({ phone: 'a', attributes: { seats: 1 }, builtYear: 2000 })
    const draft = await submitted(id, { phone: 'mine', attributes: { seats: 2 } })
    const direct = await fixture.patch(id, 1, { phone: 'theirs', builtYear: 2001 })
    expect(direct.status).toBe(200)
    const refused = await send(asOperator, 'POST', `/api/drafts/${draft.id}/publish`, {}, draft.version)
    expect(refused).toMatchObject({ status: 412, body: { code: 'draft-base-changed' } })

    const merge = await send(asOwner(id), 'GET', `/api/drafts/${draft.id}/merge`)
    expect(merge.body).toMatchObject({ baseVersion: 1, placeVersion: 2, changedBy: 'tester' })
    expect(merge.body.fields).toEqual([
      { field: 'attributes.seats', base: 1, theirs: 1, mine: 2, conflict: false },
      { field: 'builtYear', base: 2000, theirs: 2001, mine: 2000, conflict: false },
      { field: 'phone', base: 'a', theirs: 'theirs', mine: 'mine', conflict: true },
    ])
    const body = { baseVersion: 2, changes: { phone: 'mine', attributes: { seats: 2 } } }
    const merged = await send(asOwner(id), 'PUT', `/api/drafts/${draft.id}`, body, draft.version)
    expect(merged.body.fields).toEqual(['attributes', 'phone'])
    await send(asOwner(id), 'POST', `/api/drafts/${draft.id}/submit`, undefined, merged.body.version)
    const { body: now } = await send(asOperator, 'GET', `/api/drafts/${draft.id}`)
    expect((await send(asOperator, 'POST', `/api/drafts/${draft.id}/publish`, {}, now.version)).status).toBe(200)
    expect(await read(id)).toMatchObject({ version: 3, phone: 'mine', builtYear: 2001, attributes: { seats: 2 } })
  })
})

describe('of clients at once', () => {
  it('exactly one publishes, and exactly one of publish and return counts', async () => {
    for (const others of ['publish', 'return'] as const) {
      const id = await newPlace()
      const draft = await submitted(id, { phone: 'once' })
      const decide = (how: string) =>
        send(asOperator, 'POST', `/api/drafts/${draft.id}/${how}`, { answer: '好' }, draft.version)
      const replies = await Promise.all([decide('publish'), decide(others), decide(others), decide('publish')])
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
      const winner = replies.find(({ status }) => status === 200)!
      expect((await read(id)).version).toBe(winner.body.state === 'published' ? 2 : 1)
    }
  })

  it('a direct edit and a publish never swallow one another', async () => {
    for (let round = 0; round < 4; round++) {
      const id = await newPlace()
      const draft = await submitted(id, { phone: 'draft' })
      const [publish, direct] = await Promise.all([
        send(asOperator, 'POST', `/api/drafts/${draft.id}/publish`, {}, draft.version),
        fixture.patch(id, 1, { builtYear: 1990 }),
      ])
      expect([publish.status, direct.status].sort()).toEqual([200, 412])
      expect(await read(id)).toMatchObject(
        publish.status === 200
          ? { version: 2, phone: 'draft', builtYear: null }
          : { version: 2, phone: null, builtYear: 1990 },
      )
    }
  })

  it('two tabs of an author: one saves, the other is told', async () => {
    const id = await newPlace()
    const { body } = await begin(id, { phone: '1' })
    const save = (phone: string) =>
      send(asOwner(id), 'PUT', `/api/drafts/${body.id}`, { baseVersion: 1, changes: { phone } }, 1)
    const replies = await Promise.all([save('2'), save('3')])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(replies.find(({ status }) => status === 412)!.body.code).toBe('draft-changed-meanwhile')
  })
})

describe('an operator of one region', () => {
  it('makes, moves and restores places within it only', async () => {
    const inside = { type: 'gymnasium', nameZh: '域内馆', geometry: point(104.5), source: 'survey' }
    const create = (body: object) => send(asOperator, 'POST', '/api/places', body)
    const { body: made, status } = await create(inside)
    expect(status).toBe(201)
    const outside = await create({ ...inside, geometry: point(103.5) })
    expect(outside).toMatchObject({ status: 403, body: { code: 'role-missing' } })
    expect((await create({ ...inside, geometry: point(120, 40) })).status).toBe(403)
    const moved = await send(asOperator, 'PATCH', `/api/places/${made.id}`, { geometry: point(103.5) }, 1)
    expect(moved.status).toBe(403)
    expect(await read(made.id)).toMatchObject({ version: 1, location: [104.5, 30.5] })
    const { rows } = await fixture.database.primary.raw(
      `select count(*)::int as n from app.place where name_zh = '域内馆'`,
    )
    expect(rows[0].n).toBe(1)
  })

  it('cannot publish a draft that moves its place out of the region', async () => {
    const id = await newPlace()
    const draft = await submitted(id, { geometry: point(103.5) })
    const refused = await send(asOperator, 'POST', `/api/drafts/${draft.id}/publish`, {}, draft.version)
    expect(refused).toMatchObject({ status: 403, body: { code: 'role-missing' } })
    const wide = { ...asOperator, roles: ['operator@510100'] }
    expect((await send(wide, 'POST', `/api/drafts/${draft.id}/publish`, {}, draft.version)).status).toBe(200)
  })
})

it('a check tells faults and doubts, and leaves nothing behind', async () => {
  const id = await newPlace({ fee: 'free' })
  const check = (changes: object) => send(asOwner(id), 'POST', `/api/places/${id}/check`, { changes })
  const doubtful = await check({ fee: 'paid' })
  expect(doubtful.body).toMatchObject({
    problem: null,
    warnings: expect.arrayContaining([expect.objectContaining({ code: 'price-missing' })]),
  })
  const crossing = {
    type: 'Polygon',
    coordinates: [
      [
        [104.1, 30.1],
        [104.2, 30.2],
        [104.2, 30.1],
        [104.1, 30.2],
        [104.1, 30.1],
      ],
    ],
  }
  expect((await check({ geometry: crossing })).body.problem.code).toBe('geometry-invalid')
  expect((await read(id)).version).toBe(1)
  expect((await fixture.server.send('GET', `/api/places/${id}/revisions`)).body.items).toHaveLength(1)
})

it('opening hours are told as text and read from it', async () => {
  const hours = {
    weekly: [
      ...Array(5).fill([
        [480, 720],
        [840, 1320],
      ]),
      [],
      [],
    ],
    holidays: [],
    exceptions: [],
  }
  const { body } = await fixture.server.send('POST', '/api/opening-hours', { body: { hours } })
  expect(body.text).toContain('08:00-12:00,14:00-22:00')
  expect((await fixture.server.send('POST', '/api/opening-hours', { body: { text: body.text } })).body.hours).toEqual(
    hours,
  )
  expect((await fixture.server.send('POST', '/api/opening-hours', { body: { text: 'Mo 25:99' } })).status).toBe(422)
})
