import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildingIfc } from '../../../seed-data/ifc/building-ifc.ts'
import { picture } from '../files/testing-files.ts'
import { type BuildingsFixture, openBuildingsFixture } from './testing-fixture.ts'

let fixture: BuildingsFixture
const site = { lon: 104.5, lat: 30.5, elevation: 500 }

beforeAll(async () => {
  fixture = await openBuildingsFixture()
})
afterAll(() => fixture?.close())

test('an uploaded file becomes a building with floors, spaces and areas', async () => {
  const requested = await fixture.request(buildingIfc({ siteAt: site, unit: 'millimetre' }))
  expect(requested.status).toBe(202)
  expect(requested.body.version).toMatchObject({ version: 1, state: 'queued', current: false })
  expect((await fixture.server.send('GET', `/api/places/${fixture.place}/building`)).body.code).toBe(
    'building-not-found',
  )
  expect((await fixture.building()).pending).toMatchObject({ version: 1, state: 'queued' })
  await fixture.work()
  const building = await fixture.building()
  expect(building.model).toMatchObject({ version: 1, state: 'ready', progress: 1, schema: 'IFC4', current: true })
  expect(building.levels.map(({ name, ordinal, spaces }: never) => ({ name, ordinal, spaces }))).toEqual([
    { name: '1层', ordinal: 0, spaces: 3 },
    { name: '2层', ordinal: 1, spaces: 3 },
  ])
  const hall = spaceCalled(building, '002')
  expect(hall).toMatchObject({ title: '大厅', use: 'HALL', capacity: 30, floor: 0, height: 3 })
  expect(hall.area).toBeCloseTo(hall.declaredAreas[0].area, 1)
  expect(hall.declaredAreas[0].definition).toBe('NetFloorArea')
  expect(hall.geometry).toBeNull()
})

test('what a version was made into is sent gzipped, under an address that caches may keep', async () => {
  const { model } = await fixture.building()
  const artifact = model.artifacts.find(({ name }: { name: string }) => name === 'structure.json')
  const reply = await fetch(fixture.server.url + artifact.url, { headers: { 'Accept-Encoding': 'gzip' } })
  expect(reply.headers.get('cache-control')).toContain('immutable')
  expect(reply.headers.get('content-length')).toBe(String(artifact.bytes))
  const structure = await reply.json()
  expect(structure.spaces).toHaveLength(6)
  const plain = await fetch(fixture.server.url + artifact.url, { headers: { 'Accept-Encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.json()).toEqual(structure)
  const again = await fetch(fixture.server.url + artifact.url, {
    headers: { 'If-None-Match': reply.headers.get('etag')!, 'Cache-Control': 'max-age=0' },
  })
  expect(again.status).toBe(304)
  const anyone = await fetch(`${fixture.server.url}/api/places/${fixture.place}/building/versions/1`)
  expect((await anyone.json()).artifacts).toEqual(model.artifacts)
  const glb = model.artifacts.find(({ name }: { name: string }) => name === 'model.glb')
  const bytes = Buffer.from(await (await fetch(fixture.server.url + glb.url)).arrayBuffer())
  expect(bytes.toString('latin1', 0, 4)).toBe('glTF')
  expect(() => gunzipSync(bytes)).toThrow()
})

test('spaces are on the map once the owner has confirmed where the building stands, and only near its place', async () => {
  const before = await fixture.building()
  expect(before.proposal).toMatchObject({ lon: 104.5, lat: 30.5, elevation: 500 })
  const placement = { ...before.proposal, rotation: 90 }
  const etag = { 'If-Match': `"${before.version}"` }
  const far = await fixture.send('PUT', '/building/georeference', { ...placement, lon: -71.06, lat: 42.36 }, etag)
  expect([far.status, far.body.code]).toEqual([422, 'building-elsewhere'])
  expect((await fixture.send('PUT', '/building/georeference', placement, { 'If-Match': '"999"' })).status).toBe(412)
  expect((await fixture.send('PUT', '/building/georeference', placement, etag)).status).toBe(200)
  const after = await fixture.building()
  expect(after.placement).toEqual(placement)
  // Turned by 90°, the office at local x 0–5, y 3–6 lies west of the point and north of it.
  const [lon, lat] = spaceCalled(after, '003').position
  expect((104.5 - lon) * 111_320 * Math.cos((30.5 * Math.PI) / 180)).toBeCloseTo(4.5, 1)
  expect((lat - 30.5) * 110_860).toBeCloseTo(2.5, 1)
})

test('the owner names spaces, says what they are for, links courts and pins photos', async () => {
  const hall = spaceCalled(await fixture.building(), '002')
  const courtId = await buildCourt()
  const change = { nameZh: '羽毛球馆', nameEn: 'Badminton hall', capacity: 25, use: 'BADMINTON', courtId }
  const stale = await fixture.send('PATCH', `/building/spaces/${hall.id}`, change, { 'If-Match': '"77"' })
  expect(stale.status).toBe(412)
  const changed = await fixture.send('PATCH', `/building/spaces/${hall.id}`, change, {
    'If-Match': `"${hall.version}"`,
  })
  expect(changed.body).toMatchObject({ title: '羽毛球馆', capacity: 25, use: 'BADMINTON', court: { id: courtId } })
  const unknown = await fixture.send(
    'PATCH',
    `/building/spaces/${hall.id}`,
    { courtId: 999_999 },
    {
      'If-Match': `"${changed.body.version}"`,
    },
  )
  expect(unknown.body.code).toBe('court-unknown')
  const fileId = await fixture.upload(await picture(), 'photo', 'hall.png')
  const pinned = await fixture.send('POST', `/building/spaces/${hall.id}/photos`, { fileId, pin: [6, 4, 1.5] })
  expect(pinned.body.photos).toMatchObject([{ id: fileId, pin: [6, 4, 1.5] }])
  const stranger = await fixture.server.send('PATCH', `/api/places/${fixture.place}/building/spaces/${hall.id}`, {
    body: { nameZh: '我的' },
    roles: [`owner@place:${fixture.otherPlace}`],
    headers: { 'If-Match': '"1"' },
  })
  expect(stranger.status).toBe(403)
})

test('a new version keeps names, photos and courts by GlobalId, tells what changed, and asks about what is lost', async () => {
  const version = await fixture.convert(buildingIfc({ siteAt: site, without: ['003', '103'], stairs: true }))
  expect(version).toMatchObject({ version: 2, state: 'ready', current: true })
  const building = await fixture.building()
  expect(spaceCalled(building, '002')).toMatchObject({
    title: '羽毛球馆',
    court: { nameZh: '1号场' },
    photos: [{ pin: [6, 4, 1.5] }],
  })
  expect(building.placement).not.toBeNull()
  expect(building.lostSpaces).toBe(0)
  const { body: changes } = await fixture.send('GET', '/building/versions/2/changes')
  expect(changes.against).toBe(1)
  expect(
    changes.removed.filter(({ ifcClass }: never) => ifcClass === 'IfcSpace').map(({ name }: never) => name),
  ).toEqual(['办公室', '办公室'])
  expect(changes.added.map(({ ifcClass }: never) => ifcClass)).toEqual(
    expect.arrayContaining(['IfcStair', 'IfcStairFlight']),
  )
})

test('new ids at each export: storey, name and overlap tell which space is which; what vanished is asked about and given on', async () => {
  await fixture.convert(buildingIfc({ name: '另一次导出', siteAt: site, renamed: { '001': '走道' } }))
  const building = await fixture.building()
  expect(spaceCalled(building, '002')).toMatchObject({ title: '羽毛球馆', court: { nameZh: '1号场' } })
  const hall = spaceCalled(building, '002')
  await fixture.convert(buildingIfc({ name: '第三次', siteAt: site, renamed: { '002': '多功能' } }))
  const lost = await fixture.send('GET', '/building/lost')
  expect(lost.body.items).toMatchObject([{ id: hall.id, title: '羽毛球馆', photos: [{}] }])
  const after = await fixture.building()
  expect(after.lostSpaces).toBe(1)
  const target = spaceCalled(after, '多功能')
  expect(target).toMatchObject({ court: null, photos: [] })
  const path = `/building/lost/${hall.id}`
  const wrong = await fixture.send('POST', path, { outcome: { is: 'now', spaceId: 999_999 } })
  expect(wrong.body.code).toBe('space-not-found')
  const resolved = await fixture.send('POST', path, { outcome: { is: 'now', spaceId: target.id } })
  expect(resolved.body).toEqual({ lostSpaces: 0 })
  const given = spaceCalled(await fixture.building(), '多功能')
  expect(given).toMatchObject({ title: '羽毛球馆', court: { nameZh: '1号场' }, photos: [{ pin: null }] })
})

test('a refused file says why, and the building in force stays', async () => {
  const whole = buildingIfc()
  const cut = await fixture.request(buildingIfc({ name: '坏', headerSchema: 'IFC5_ALPHA' }))
  expect(cut.status).toBe(202)
  const twice = await fixture.request(whole)
  expect([twice.status, twice.body.code]).toEqual([409, 'model-at-work'])
  await fixture.work()
  const building = await fixture.building()
  expect(building.pending).toMatchObject({ state: 'refused', reason: 'schema-unknown' })
  const path = `/building/versions/${building.pending.version}`
  expect((await fixture.send('GET', path)).status).toBe(200)
  expect((await fetch(`${fixture.server.url}/api/places/${fixture.place}${path}`)).status).toBe(404)
  expect(building.model.version).toBe(4)
  const fileId = await fixture.upload(await picture(32, 32), 'photo', 'p.png')
  expect((await fixture.send('POST', '/building/versions', { fileId })).body.code).toBe('file-not-found')
})

// biome-ignore lint/suspicious/noExplicitAny: replies of every shape
function spaceCalled(building: any, name: string): any {
  return building.spaces.find((space: { name: string }) => space.name === name)
}

async function buildCourt(): Promise<number> {
  const { rows } = await fixture.database.primary.raw(
    `with timetable as (
       insert into app.timetable (place_id, name_zh, slot_minutes, weekly) values (:place, '场地', 60, '[[],[],[],[],[],[],[]]')
       returning id)
     insert into app.court (place_id, timetable_id, name_zh, units) select :place::bigint, id, '1号场', '{1}' from timetable
     returning id`,
    { place: fixture.place },
  )
  return rows[0].id
}
