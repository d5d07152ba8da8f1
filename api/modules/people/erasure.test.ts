import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { buildVenue } from '../bookings/testing-courts.ts'
import { buildPlace, buildTwoCounties } from '../places/build.ts'
import { type PeopleServer, startPeopleServer, type Visitor } from './testing-people.ts'

/** What every module keeps of a person and gives up again: the rows are made by the routes that make them for people. */
let database: TestDatabase
let server: PeopleServer
let admin: Visitor
let place: number

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  place = await buildPlace(database, { lon: 104.5, lat: 30.5 })
  server = await startPeopleServer(database)
  admin = await server.byAdministrator()
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const rowsOf = async (sql: string, id: string) => (await database.primary.raw(sql, { id })).rows

test('the export names what each module keeps, and erasing leaves no name, number or claim', async () => {
  const owner = await server.byPhone()
  await owner.send('POST', `/api/places/${place}/claims`, {
    wants: 'join',
    message: '我是馆长',
    contact: '13800000000',
  })
  const report = { kind: 'other', message: '灯坏了', contact: '13800000000' }
  await owner.send('POST', `/api/places/${place}/reports`, report)
  await admin.send('POST', `/api/people/${owner.id}/grants`, { role: 'owner', placeId: place })
  const draft = { changes: { phone: '028-1234567' }, baseVersion: 1 }
  await owner.send('POST', `/api/places/${place}/drafts`, draft)
  await database.primary.raw(
    `update app.place_revision set changed_by = '张某', changed_by_person = :id where place_id = :place`,
    { id: owner.id, place },
  )

  const { sections } = (await owner.send('GET', '/api/me/data')).body
  expect(sections.claims).toMatchObject([{ message: '我是馆长', contact: '13800000000' }])
  expect(sections.reports).toMatchObject([{ message: '灯坏了', contact: '13800000000' }])
  expect(sections.drafts).toHaveLength(1)
  expect(sections.changes).toHaveLength(1)
  expect(Object.keys(sections)).toEqual(expect.arrayContaining(['orders', 'bookings', 'files', 'imports', 'handovers']))

  expect((await owner.send('DELETE', '/api/me')).status).toBe(204)
  const id = owner.id
  expect(await rowsOf('select message, contact, state from app.owner_claim where person_id = :id', id)).toEqual([
    { message: '—', contact: null, state: 'withdrawn' },
  ])
  expect(await rowsOf('select contact from app.place_report where person_id = :id', id)).toEqual([{ contact: null }])
  expect(await rowsOf('select state from app.place_draft where author_id = :id', id)).toEqual([{ state: 'withdrawn' }])
  const changed = 'select changed_by from app.place_revision where changed_by_person = :id'
  expect(await rowsOf(changed, id)).toEqual([{ changed_by: '已注销用户' }])
})

test('a paid booking still to come stands in the way, and nothing is erased by halves', async () => {
  const visitor = await server.byPhone()
  const { courtIds } = await buildVenue(database, { placeId: place })
  const { rows } = await database.primary.raw(
    `with o as (
       insert into app.booking_order (person_id, place_id, total_fen, cancellation, hold_expires_at)
       values (:person, :place, 6000, '[]', now()) returning id
     )
     insert into app.booking (order_id, court_id, during, price_fen, price, state, held_until)
     select o.id, :court, tstzrange(now() + interval '1 day', now() + interval '25 hours'), 6000, '{}', 'held', now() + interval '5 minutes'
     from o
     returning id`,
    { place, person: visitor.id, court: courtIds[0]! },
  )
  const refused = await visitor.send('DELETE', '/api/me')
  expect([refused.status, refused.body.code]).toEqual([409, 'bookings-ahead'])
  expect((await visitor.send('GET', '/api/me')).status).toBe(200)
  await database.primary.raw(`update app.booking set state = 'released', held_until = null where id = :id`, {
    id: rows[0].id,
  })
  expect((await visitor.send('DELETE', '/api/me')).status).toBe(204)
})
