import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePerson } from '../../http/testing.ts'
import { buildPlace } from './build.ts'
import { openRegistryFixture, type RegistryFixture } from './testing-registry.ts'

let fixture: RegistryFixture
beforeAll(async () => {
  fixture = await openRegistryFixture()
})
afterAll(() => fixture?.close())

const report = (placeId: number, more: object = {}, person?: string) =>
  fixture.server.send('POST', `/api/places/${placeId}/reports`, {
    body: { kind: 'broken-equipment', message: '漫步机踏板松了', ...more },
    ...(person ? { person } : {}),
  })
const list = async (roles: string[], query = '') =>
  (await fixture.server.send('GET', `/api/reports?${query}`, { roles })).body.items

it('reaches the owner and the region’s operator, who answer; the writer reads the answer by link or when signed in', async () => {
  const placeId = await buildPlace(fixture.database, { nameZh: '坏器材点', lon: 104.5, lat: 30.5 })
  const citizen = await makePerson(fixture.database)
  const owner = await makePerson(fixture.database)
  const sent = await report(placeId, { equipment: 'walker' }, citizen)
  // 5 days by the default rule, from the fixture's clock.
  expect(sent.body).toMatchObject({ status: 'new', dueAt: '2026-05-11T02:30:00Z' })

  expect(await list([`owner@place:${placeId}`])).toMatchObject([
    { id: sent.body.id, equipment: 'walker', overdue: false },
  ])
  expect(await list([`owner@place:${placeId + 1}`])).toEqual([])
  expect(await list(['operator@510104'], 'kind=broken-equipment')).toHaveLength(1)
  expect(await list(['operator@510107'])).toEqual([])

  const resolve = (roles: string[], person = owner) =>
    fixture.server.send('POST', `/api/reports/${sent.body.id}/resolve`, {
      roles,
      person,
      body: { status: 'accepted', answer: '已修好' },
    })
  expect((await resolve(['operator@510107'])).status).toBe(403)
  expect((await resolve([`owner@place:${placeId + 1}`])).status).toBe(403)
  const both = await Promise.all([resolve([`owner@place:${placeId}`]), resolve(['operator@510104'])])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])

  const view = (secret: string) =>
    fixture.server.send('POST', `/api/reports/${sent.body.id}/view`, { body: { secret } })
  expect((await view(sent.body.secret)).body).toMatchObject({ status: 'accepted', answer: '已修好' })
  expect((await view('not-the-secret')).body.code).toBe('report-not-found')
  const mine = await fixture.server.send('GET', '/api/my/reports', { person: citizen, roles: ['citizen'] })
  expect(mine.body.items).toMatchObject([{ id: sent.body.id, answer: '已修好' }])
  expect(
    (await fixture.server.send('GET', '/api/my/reports', { person: owner, roles: ['citizen'] })).body.items,
  ).toEqual([])
})

it('is overdue after the days that its region’s rule gives, and the list pages by deadline', async () => {
  const placeId = await buildPlace(fixture.database, { nameZh: '逾期点', lon: 103.5, lat: 30.5 })
  await fixture.database.primary.raw(
    `insert into app.moderation_rule (region_code, key, value) values ('510000', 'report-days:other', 1), ('510107', 'report-days:other', 2)`,
  )
  const { body } = await report(placeId, { kind: 'other' })
  expect(body.dueAt).toBe('2026-05-08T02:30:00Z')
  const second = (await report(placeId, { kind: 'closed' })).body
  await fixture.database.primary.raw(`update app.place_report set due_at = '2026-05-01' where id = :id`, {
    id: second.id,
  })
  const overdue = await list(['operator@510107'], 'overdue=true')
  expect(overdue).toMatchObject([{ id: second.id, overdue: true }])
  const file = await fixture.server.send('GET', '/api/exports/reports?overdue=true&format=csv', {
    roles: ['operator@510107'],
  })
  const lines = file.body.trimEnd().split('\r\n')
  expect([lines.length, lines[1].split(',')[0]]).toEqual([2, String(second.id)])
  const first = await fixture.server.send('GET', '/api/reports?limit=1', { roles: ['operator@510107'] })
  expect(first.body.items[0].id).toBe(second.id)
  const next = await list(['operator@510107'], `limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`)
  expect(next).toMatchObject([{ id: body.id, overdue: false }])
})
