import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace, buildTwoCounties } from '../places/build.ts'
import { carryOutAfterNotice } from './after-notice.ts'

let database: TestDatabase
let server: TestServer
let clock = new Date('2026-05-06T02:30:00Z')
let placeId: number
let first: string
let second: string
let operator: string

const day = 86_400_000
const pass = (days: number) => {
  clock = new Date(clock.getTime() + days * day)
}

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  operator = await makePerson(database, ['operator@510104'], '运营')
  server = await startTestServer(database, { now: () => clock })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})
beforeEach(async () => {
  placeId = await buildPlace(database, { nameZh: '认领馆', lon: 104.5, lat: 30.5 })
  first = await makePerson(database, [], '甲')
  second = await makePerson(database, [], '乙')
})

const citizen = (person: string, method: string, path: string, body?: object) =>
  server.send(method, path, { person, roles: ['citizen'], ...(body ? { body } : {}) })
const owner = (person: string, method: string, path: string, body?: object) =>
  server.send(method, path, { person, roles: [`owner@place:${placeId}`], ...(body ? { body } : {}) })
const operate = (method: string, path: string, body?: object, roles = ['operator@510104']) =>
  server.send(method, path, { person: operator, roles, ...(body ? { body } : {}) })

const claim = (person: string, wants = 'join') =>
  citizen(person, 'POST', `/api/places/${placeId}/claims`, { wants, message: '我是馆长' })
const decide = (id: number, outcome: string, reason = '') =>
  operate('POST', `/api/claims/${id}/decide`, { outcome, reason })
const ownersNow = async (): Promise<string[]> => {
  const { body } = await operate('GET', `/api/places/${placeId}/owners`)
  return body.items.map(({ name }: { name: string }) => name)
}
const makeOwner = async (person: string) => {
  const { body } = await claim(person)
  await decide(body.id, 'approve')
}
const audited = async (): Promise<string[]> => {
  const { rows } = await database.primary.raw('select act from app.audit_entry where target_id = :id order by id', {
    id: String(placeId),
  })
  return rows.map(({ act }: { act: string }) => act)
}

describe('a claim', () => {
  it('waits for an operator of the region, and makes an owner when approved', async () => {
    const { body, status } = await claim(first)
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'submitted', personName: '甲', owners: 0, regionCode: '510104' })
    expect((await operate('GET', '/api/claims?whose=queue', undefined, ['operator@510107'])).body.items).toEqual([])
    const queue = (await operate('GET', '/api/claims?whose=queue')).body.items
    expect(queue.map(({ id }: { id: number }) => id)).toContain(body.id)
    expect((await citizen(first, 'GET', '/api/claims?whose=queue')).status).toBe(403)
    const outside = await operate('POST', `/api/claims/${body.id}/decide`, { outcome: 'approve' }, ['operator@510107'])
    expect(outside.status).toBe(403)
    expect((await decide(body.id, 'approve')).body.state).toBe('approved')
    expect(await ownersNow()).toEqual(['甲'])
    expect((await citizen(first, 'GET', '/api/my/places')).body.items).toMatchObject([
      { id: placeId, nameZh: '认领馆' },
    ])
    expect(await audited()).toEqual(['claim.approved'])
    expect((await claim(first)).body.code).toBe('owner-already')
  })

  it('is one a person and place, also when two arrive at once', async () => {
    const replies = await Promise.all([claim(first), claim(first), claim(first)])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(replies.find(({ status }) => status === 409)!.body.code).toBe('claim-open')
  })

  it('is refused with a reason only, and may be asked again', async () => {
    const { body } = await claim(first)
    expect((await decide(body.id, 'refuse')).body.code).toBe('reason-missing')
    expect((await decide(body.id, 'refuse', '证明不清')).body).toMatchObject({ state: 'refused', reason: '证明不清' })
    expect((await claim(first)).status).toBe(201)
  })

  it('is decided once, whoever comes together', async () => {
    const { body } = await claim(first)
    const replies = await Promise.all([
      decide(body.id, 'approve'),
      decide(body.id, 'refuse', '不行'),
      decide(body.id, 'approve'),
      citizen(first, 'POST', `/api/claims/${body.id}/withdraw`),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    const winner = replies.find(({ status }) => status === 200)!
    expect(await ownersNow()).toEqual(winner.body.state === 'approved' ? ['甲'] : [])
  })

  it('is taken back by who made it only', async () => {
    const { body } = await claim(first)
    expect((await citizen(second, 'POST', `/api/claims/${body.id}/withdraw`)).status).toBe(404)
    expect((await citizen(first, 'POST', `/api/claims/${body.id}/withdraw`)).body.state).toBe('withdrawn')
    expect((await decide(body.id, 'approve')).body.code).toBe('claim-decided')
  })
})

describe('a take-over', () => {
  it('of a place with owners counts after the notice that its region sets', async () => {
    await makeOwner(first)
    await operate('PUT', '/api/moderation-rules', { regionCode: '510104', key: 'claim-notice-days', value: 10 })
    const { body } = await claim(second, 'take-over')
    const announced = await decide(body.id, 'approve')
    expect(announced.body.state).toBe('notice')
    expect(Date.parse(announced.body.noticeEndsAt) - clock.getTime()).toBe(10 * day)
    const seen = await owner(first, 'GET', '/api/claims?whose=on-my-places')
    expect(seen.body.items).toMatchObject([{ id: body.id, personName: '乙' }])
    pass(9)
    await carryOutAfterNotice(server.core)
    expect(await ownersNow()).toEqual(['甲'])
    pass(1)
    await Promise.all([carryOutAfterNotice(server.core), carryOutAfterNotice(server.core)])
    expect(await ownersNow()).toEqual(['乙'])
    expect(await audited()).toEqual(['claim.approved', 'claim.announced', 'owner.ended', 'claim.approved'])
  })

  it('that an owner objects to waits for an operator, who decides finally', async () => {
    await makeOwner(first)
    const { body } = await claim(second, 'take-over')
    await decide(body.id, 'approve')
    const stranger = await citizen(second, 'POST', `/api/claims/${body.id}/object`, { reason: '不' })
    expect(stranger.status).toBe(403)
    const objected = await owner(first, 'POST', `/api/claims/${body.id}/object`, { reason: '我还在' })
    expect(objected.body).toMatchObject({ state: 'objected', objection: '我还在' })
    pass(60)
    await carryOutAfterNotice(server.core)
    expect(await ownersNow()).toEqual(['甲'])
    expect((await decide(body.id, 'approve', '法人已变更')).body.state).toBe('approved')
    expect(await ownersNow()).toEqual(['乙'])
  })
})

describe('a handover', () => {
  it('by invitation makes a second owner, once', async () => {
    await makeOwner(first)
    const { body: offer } = await owner(first, 'POST', `/api/places/${placeId}/handovers`, { kind: 'invite' })
    expect((await citizen(second, 'POST', '/api/handovers/view', { token: offer.token })).body).toMatchObject({
      kind: 'invite',
      fromName: '甲',
      placeNameZh: '认领馆',
    })
    const third = await makePerson(database, [], '丙')
    const accept = (person: string) => citizen(person, 'POST', '/api/handovers/accept', { token: offer.token })
    const replies = await Promise.all([accept(second), accept(third)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await ownersNow()).toHaveLength(2)
    const stored = await database.primary('owner_handover').where({ id: offer.id }).first()
    expect(JSON.stringify(stored)).not.toContain(offer.token)
  })

  it('by transfer counts after its notice; another owner may object, an operator settles it', async () => {
    await makeOwner(first)
    const offer = (await owner(first, 'POST', `/api/places/${placeId}/handovers`, { kind: 'transfer' })).body
    const twice = await owner(first, 'POST', `/api/places/${placeId}/handovers`, { kind: 'transfer' })
    expect(twice.body.code).toBe('handover-open')
    const accepted = await citizen(second, 'POST', '/api/handovers/accept', { token: offer.token })
    expect(accepted.body.state).toBe('notice')
    expect(await ownersNow()).toEqual(['甲'])
    const objected = await owner(first, 'POST', `/api/handovers/${offer.id}/object`, { reason: '等一等' })
    expect(objected.body.state).toBe('objected')
    pass(30)
    await carryOutAfterNotice(server.core)
    expect(await ownersNow()).toEqual(['甲'])
    expect((await operate('GET', '/api/handovers')).body.items).toMatchObject([{ id: offer.id, objection: '等一等' }])
    expect((await operate('GET', '/api/handovers?region=510107')).body.items).toEqual([])
    expect((await owner(first, 'POST', `/api/handovers/${offer.id}/settle`, { reason: '可以' })).status).toBe(403)
    await operate('POST', `/api/handovers/${offer.id}/settle`, { reason: '手续齐全' })
    expect(await ownersNow()).toEqual(['乙'])
  })

  it('lapses, can be stopped, and gives nothing when the giver has left', async () => {
    await makeOwner(first)
    const offer = async () => (await owner(first, 'POST', `/api/places/${placeId}/handovers`, { kind: 'invite' })).body
    const accept = (token: string) => citizen(second, 'POST', '/api/handovers/accept', { token })
    const stopped = await offer()
    await owner(first, 'POST', `/api/handovers/${stopped.id}/stop`, {})
    expect((await accept(stopped.token)).body.code).toBe('handover-ended')
    const lapsed = await offer()
    pass(15)
    expect((await accept(lapsed.token)).body.code).toBe('handover-ended')
    const orphan = await offer()
    expect((await owner(first, 'DELETE', `/api/places/${placeId}/owners/me`)).status).toBe(204)
    expect((await accept(orphan.token)).body.code).toBe('handover-ended')
    expect(await ownersNow()).toEqual([])
  })
})

describe('an operator', () => {
  it('trusts and removes owners of the region, with a reason', async () => {
    await makeOwner(first)
    const path = `/api/places/${placeId}/owners/${first}`
    expect((await operate('PUT', `${path}/trust`, { trusted: true })).status).toBe(204)
    expect((await operate('GET', `/api/places/${placeId}/owners`)).body.items).toMatchObject([{ trusted: true }])
    expect((await operate('POST', `${path}/remove`, { reason: '' })).status).toBe(400)
    expect((await operate('POST', `${path}/remove`, { reason: '已离职' })).status).toBe(204)
    expect(await ownersNow()).toEqual([])
    expect((await operate('PUT', `${path}/trust`, { trusted: true })).body.code).toBe('owner-not-found')
    expect(await audited()).toEqual(['claim.approved', 'owner.trusted', 'owner.ended', 'owner.removed'])
  })

  it('sets rules of the own region only, and nobody takes a default away', async () => {
    const set = (body: object, roles?: string[]) => operate('PUT', '/api/moderation-rules', body, roles)
    const key = 'report-days:closed'
    expect((await set({ regionCode: '510107', key, value: 1 })).status).toBe(403)
    expect((await set({ regionCode: null, key, value: 1 })).status).toBe(403)
    expect((await set({ regionCode: '510104', key, value: 1 })).status).toBe(204)
    expect((await set({ regionCode: '510104', key, value: null })).status).toBe(204)
    expect((await set({ regionCode: null, key, value: null }, ['administrator'])).body.code).toBe('rule-needs-default')
    const counts = await operate('GET', '/api/moderation/counts')
    expect(counts.body).toMatchObject({ drafts: 0, reports: 0, overdueReports: 0 })
  })
})
