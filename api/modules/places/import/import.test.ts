import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { startTestServer, type TestServer } from '../../../http/testing.ts'
import { convertPosition } from '../../../spatial/datum.ts'
import { buildPlaces, buildSport, buildTwoCounties, buildType } from '../build.ts'
import { applyImport } from './apply-import.ts'
import { type ImportDriver, importDriver } from './testing-import.ts'

let database: TestDatabase
let server: TestServer
let driver: ImportDriver

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  await buildType(database, {
    code: 'stadium',
    nameZh: '体育场',
    nameEn: 'Stadium',
    attributeSchema: {
      type: 'object',
      properties: { seats: { type: 'integer', minimum: 0, maximum: 100000 } },
      additionalProperties: false,
    },
  })
  await buildType(database, { code: 'gymnasium', nameZh: '体育馆', nameEn: 'Gymnasium' })
  await buildType(database, { code: 'trail', nameZh: '步道', nameEn: 'Trail', geometryKind: 'line' })
  await buildSport(database, 'tennis', '网球', 'Tennis')
  await buildSport(database, 'football', '足球', 'Football')
  await buildPlaces(database, [
    { nameZh: '望江体育馆', lon: 104.1, lat: 30.6 },
    { nameZh: '东湖体育场', type: 'stadium', lon: 104.2, lat: 30.6 },
  ])
  server = await startTestServer(database)
  driver = await importDriver(database, server)
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const gcj = (lon: number, lat: number) =>
  convertPosition([lon, lat], 'WGS84', 'GCJ-02').map((degrees) => degrees.toFixed(7))
const table = (rows: (string | number)[][]) =>
  rows
    .map((row) =>
      row.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(','),
    )
    .join('\n')
const heading = ['编号', '名称', '类型', '经度', '纬度', '地址', '面积', '建成年份']
const snapshot = async () => {
  const { rows } = await database.primary.raw(
    `select id, version, status, name_zh, name_en, st_astext(geom) as geom, type_code, area_m2, address_zh, attributes, courts from app.place order by id`,
  )
  return rows as { id: number; version: number; name_zh: string; status: string }[]
}
const csv = () =>
  table([
    heading,
    ['A1', '新建<b>体育馆</b>', '体育馆', ...gcj(104.3, 30.5), '人民路1号', '1,200㎡', '2015年'],
    ['A2', '新建体育场', 'stadium', ...gcj(104.32, 30.5), '无', '2.5万', 'NA'],
    ['A3', '错误类型馆', '太空馆', ...gcj(104.33, 30.5), '', '', ''],
    ['A4', '颠倒馆', '体育馆', gcj(104.34, 30.5)[1]!, gcj(104.34, 30.5)[0]!, '', '', ''],
    ['A5', '坏年份馆', '体育馆', ...gcj(104.35, 30.5), '', '', '去年'],
    ['A6', '望江体育馆', '体育馆', ...gcj(104.1001, 30.6001), '', '', ''],
    ['A7', '东湖  体育场', '体育场', ...gcj(104.2002, 30.6), '', '', ''],
  ])
const asGcj = { source: '测试普查', system: 'GCJ-02' as const }

describe('an import of a table', () => {
  let id = 0
  test('the dry run accounts for every row and touches nothing', async () => {
    const before = await snapshot()
    id = await driver.upload('普查.csv', iconv.encode(csv(), 'gb18030'))
    const { body } = await driver.send('GET', `/api/imports/${id}/preview`)
    expect(body).toMatchObject({ format: 'csv', encoding: 'GB18030', delimiter: ',', columns: heading })
    expect(body.suggestion).toMatchObject({ ref: '编号', geometry: { kind: 'columns', x: '经度', y: '纬度' } })
    const checked = await driver.check(id, asGcj)
    expect(checked).toMatchObject({
      state: 'checked',
      counts: { new: 2, changed: 0, unchanged: 0, duplicate: 2, rejected: 3 },
    })
    const rejected = await driver.rows(id, 'rejected')
    expect(rejected.map(({ problems: [first] }) => first)).toEqual([
      expect.objectContaining({ code: 'type-unknown', row: 3, column: '类型', value: '太空馆' }),
      expect.objectContaining({ code: 'coordinate-out-of-range', row: 4, column: '经度, 纬度' }),
      expect.objectContaining({ code: 'year-wrong', row: 5, column: '建成年份', value: '去年' }),
    ])
    const [first] = await driver.rows(id, 'new')
    expect(first).toMatchObject({ nameZh: '新建 体育馆' })
    expect(first!.location![0]).toBeCloseTo(104.3, 6)
    expect((await driver.rows(id, 'duplicate')).map(({ placeId }) => placeId)).toEqual([before[0]!.id, before[1]!.id])
    expect(await snapshot()).toEqual(before)
  })

  test('apply writes the new ones and those said to be the same, each with its revision', async () => {
    const duplicates = await driver.rows(id, 'duplicate')
    await driver.send('POST', `/api/imports/${id}/decisions`, { rows: [duplicates[1]!.number], decision: 'same' })
    const applied = await driver.apply(id)
    expect(applied).toMatchObject({ state: 'applied', counts: { applied: 3, skipped: 0 }, problem: null })
    const places = await snapshot()
    expect(places.filter(({ name_zh }) => name_zh.startsWith('新建'))).toMatchObject([
      { name_zh: '新建 体育馆', area_m2: 1200, address_zh: '人民路1号', version: 1 },
      { name_zh: '新建体育场', area_m2: 25000, address_zh: null },
    ])
    expect(places.find(({ name_zh }) => name_zh === '东湖 体育场')).toMatchObject({ version: 2, status: 'open' })
    const { rows } = await database.primary.raw(
      `select r.version, r.record ->> 'nameZh' as name, p.region_code from app.place_revision r join app.place p on p.id = r.place_id where p.source = ? order by r.place_id`,
      ['测试普查'],
    )
    expect(rows).toMatchObject([
      { version: 1, name: '新建 体育馆', region_code: '510104' },
      { version: 1, name: '新建体育场', region_code: '510104' },
    ])
    const found = await server.send('GET', '/api/places?q=%E6%96%B0%E5%BB%BA%E4%BD%93%E8%82%B2%E5%9C%BA')
    expect(found.body.items[0].nameZh).toBe('新建体育场')
  })

  test('the list of imports comes as a file with what each made of its rows', async () => {
    const [heading, ...lines] = (await driver.send('GET', '/api/exports/imports?format=csv')).body
      .trimEnd()
      .split('\r\n')
    const [{ id, counts }] = (await driver.send('GET', '/api/imports')).body.items
    const cells = lines[0].split(',')
    expect(cells[0]).toBe(`${id}`)
    expect(Number(cells[heading.split(',').indexOf('rejected')] || 0)).toBe(counts.rejected ?? 0)
  })

  test('the same file again changes nothing', async () => {
    const before = await snapshot()
    const again = await driver.upload('普查.csv', csv())
    const checked = await driver.check(again, asGcj)
    expect(checked.counts).toMatchObject({ new: 0, changed: 0, unchanged: 3, duplicate: 1, rejected: 3 })
    expect(await driver.apply(again)).toMatchObject({ counts: { applied: 0 } })
    expect(await snapshot()).toEqual(before)
  })

  test('a changed file shows the differences by field, and undo restores the former revisions exactly', async () => {
    const before = await snapshot()
    const records = async () =>
      (await database.primary.raw(`select place_id, version, record from app.place_revision`)).rows as {
        place_id: number
        version: number
        record: unknown
      }[]
    const changed = csv().replace('人民路1号', '人民路2号').replace('2.5万', '26000')
    const next = await driver.upload('普查.csv', changed)
    await driver.check(next, asGcj)
    expect((await driver.rows(next, 'changed')).map(({ changes }) => changes)).toEqual([
      { addressZh: ['人民路1号', '人民路2号'] },
      { areaM2: [25000, 26000] },
    ])
    await driver.apply(next)
    const undone = await driver.undo(next)
    expect(undone).toMatchObject({ state: 'undone', counts: { undone: 2, kept: 0 } })
    const after = await snapshot()
    expect(after.map(({ version: _version, ...place }) => place)).toEqual(
      before.map(({ version: _version, ...place }) => place),
    )
    const kept = await records()
    for (const { id: placeId } of before.filter(({ name_zh }) => name_zh.startsWith('新建'))) {
      const own = kept.filter(({ place_id }) => place_id === placeId)
      expect(own.map(({ version }) => version).sort()).toEqual([1, 2, 3])
      expect(own.find(({ version }) => version === 3)!.record).toEqual(own.find(({ version }) => version === 1)!.record)
    }
  })

  test('undo closes what was new, leaves what others changed since, and the file can be brought in again', async () => {
    await database.primary.raw(
      `update app.place set name_en = 'Touched', version = version + 1 where name_zh = '新建体育场'`,
    )
    const undone = await driver.undo(id)
    // Both new places have later versions by now (the import that was undone in between): only the merged one is its last writer.
    expect(undone.counts).toMatchObject({ undone: 1, kept: 2 })
    const places = await snapshot()
    expect(places.find(({ name_zh }) => name_zh === '东湖体育场')).toMatchObject({ version: 3, status: 'open' })
    const fresh = await driver.upload(
      '另一份.csv',
      table([heading, ['B1', '再来体育馆', '体育馆', 104.5, 30.5, '', '', '']]),
    )
    await driver.check(fresh, { source: '另一份' })
    await driver.apply(fresh)
    await driver.undo(fresh)
    expect((await snapshot()).find(({ name_zh }) => name_zh === '再来体育馆')).toMatchObject({
      status: 'closed',
      version: 2,
    })
    await driver.check(fresh, { source: '另一份' })
    expect(await driver.rows(fresh, 'changed')).toMatchObject([{ changes: { status: ['closed', 'open'] } }])
    await driver.apply(fresh)
    expect((await snapshot()).find(({ name_zh }) => name_zh === '再来体育馆')).toMatchObject({
      status: 'open',
      version: 3,
    })
  })

  test('a job begun twice writes nothing twice', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => [
      `T${index}`,
      `两次馆${index}号`,
      '体育馆',
      104.6 + index / 100,
      30.3,
      '',
      '',
      '',
    ])
    const twice = await driver.upload('twice.csv', table([heading, ...rows]))
    await driver.check(twice, { source: 'twice' })
    await driver.apply(twice)
    await database.primary.raw(`update app.import set state = 'applying', done_rows = 0 where id = ?`, [twice])
    await applyImport(database, twice, new AbortController().signal)
    const { rows: counted } = await database.primary.raw(
      `select count(*)::integer as count from app.place where source = 'twice'`,
    )
    expect(counted[0].count).toBe(50)
  })
})

describe('what a mapping can say', () => {
  test('rows of one group are one place with several courts, codes of another registry become ours', async () => {
    const id = await driver.upload(
      'groups.csv',
      table([
        ['场馆编号', '名称', '类别码', '经度', '纬度', '项目', '片数'],
        ['G1', '综合馆', '1101', 104.7, 30.7, '网球', 4],
        ['G2', '单项场', '1201', 104.72, 30.7, '足球', 1],
        ['G1', '综合馆', '1101', 104.7, 30.7, '足球', '2片'],
      ]),
    )
    const fields = {
      nameZh: { column: '名称' },
      type: { column: '类别码', codes: { 1101: 'gymnasium', 1201: 'stadium' } },
    }
    const checked = await driver.check(id, {
      source: 'groups',
      ref: '场馆编号',
      groupBy: '场馆编号',
      fields,
      court: { sport: { column: '项目' }, count: { column: '片数' } },
    })
    expect(checked.counts).toMatchObject({ new: 2, rejected: 0 })
    await driver.apply(id)
    const { rows } = await database.primary.raw(
      `select name_zh, type_code, courts from app.place where source = 'groups' order by source_ref`,
    )
    expect(rows).toMatchObject([
      {
        name_zh: '综合馆',
        type_code: 'gymnasium',
        courts: [
          { sport: 'tennis', count: 4 },
          { sport: 'football', count: 2 },
        ],
      },
      { name_zh: '单项场', type_code: 'stadium', courts: [{ sport: 'football', count: 1 }] },
    ])
  })

  test('shapes of several parts are kept, split, or reduced to the largest', async () => {
    const square = (west: number, size: number) => [
      [
        [west, 30.8],
        [west + size, 30.8],
        [west + size, 30.8 + size],
        [west, 30.8 + size],
        [west, 30.8],
      ],
    ]
    const collection = {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { id: 'M', name: '两块场地' },
          geometry: { type: 'MultiPolygon', coordinates: [square(104.8, 0.001), square(104.81, 0.002)] },
        },
      ],
    }
    const counts: Record<string, string[]> = {}
    for (const multi of ['keep', 'split', 'largest'] as const) {
      const id = await driver.upload('areas.geojson', JSON.stringify(collection))
      await driver.check(id, {
        source: `areas-${multi}`,
        ref: 'id',
        fields: { nameZh: { column: 'name' }, type: { constant: 'stadium' } },
        geometry: { kind: 'geometry', multi },
      })
      await driver.send('POST', `/api/imports/${id}/decisions`, { rows: null, decision: 'new' })
      await driver.apply(id)
      const { rows } = await database.primary.raw(
        `select geometrytype(geom) as kind, source_ref from app.place where source = ? order by source_ref`,
        [`areas-${multi}`],
      )
      counts[multi] = rows.map(({ kind, source_ref }: { kind: string; source_ref: string }) => `${kind} ${source_ref}`)
    }
    expect(counts).toEqual({ keep: ['MULTIPOLYGON M'], split: ['POLYGON M#1', 'POLYGON M#2'], largest: ['POLYGON M'] })
  })

  test('a projected system is transformed, and what lies outside it is refused row by row', async () => {
    const id = await driver.upload(
      'gauss.csv',
      table([
        ['id', 'name', 'x', 'y'],
        ['P1', '投影馆', 500000, 3376000],
        ['P2', '外面馆', 9e15, 9e15],
      ]),
    )
    const mapping = {
      source: 'gauss',
      ref: 'id',
      fields: { nameZh: { column: 'name' }, type: { constant: 'gymnasium' } },
      geometry: { kind: 'columns' as const, x: 'x', y: 'y' },
      system: 'EPSG:4544',
    }
    const checked = await driver.check(id, mapping)
    expect(checked.counts).toMatchObject({ new: 1, rejected: 1 })
    const [row] = await driver.rows(id, 'new')
    expect(row!.location![0]).toBeCloseTo(105, 5)
    expect(row!.location![1]).toBeCloseTo(30.5, 1)
    const [bad] = await driver.rows(id, 'rejected')
    expect(bad!.problems[0]).toMatchObject({ code: 'coordinate-out-of-range', row: 2 })
  })

  test.each([
    ['39400000.5', 'EPSG:4527'],
    ['35500000', 'EPSG:4523'],
    ['500000', 'EPSG:4544'],
    ['104.06', 'WGS84'],
  ])('an easting of %s suggests %s', async (easting, system) => {
    const id = await driver.upload(
      'east.csv',
      table([
        ['编号', '名称', '东坐标', '北坐标'],
        ['S1', '某馆', easting, 3400000],
      ]),
    )
    expect((await driver.send('GET', `/api/imports/${id}/preview`)).body.suggestion.system).toBe(system)
  })

  test('a trail keeps its heights and its gap, its ascent is worked out', async () => {
    const point = (lon: number, lat: number, ele: number) =>
      `<trkpt lat="${lat}" lon="${lon}"><ele>${ele}</ele></trkpt>`
    const climb = Array.from({ length: 30 }, (_, index) => point(104.9 + index / 1000, 30.2, 500 + index * 10)).join('')
    const flat = Array.from({ length: 10 }, (_, index) => point(104.95 + index / 1000, 30.2, 300)).join('')
    const gpx = `<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="30.2" lon="104.955"><name>泉</name></wpt><wpt lat="30.2001" lon="104.91"><name>凉亭</name></wpt><wpt lat="30.5" lon="104.91"><name>远处</name></wpt><trk><name>登山步道</name><trkseg>${climb}</trkseg><trkseg>${flat}</trkseg></trk></gpx>`
    const id = await driver.upload('trail.gpx', gpx)
    await driver.check(id, { source: 'gpx', fields: { nameZh: { column: 'name' }, type: { constant: 'trail' } } })
    await driver.apply(id)
    const { rows } = await database.primary.raw(
      `select geometrytype(geom) as kind, st_numgeometries(track) as parts, round(length_m) as length, ascent_m, st_z(st_startpoint(st_geometryn(track, 1))) as z from app.place where source = 'gpx'`,
    )
    expect(rows).toMatchObject([{ kind: 'MULTILINESTRING', parts: 2, z: 500 }])
    // 29 and 9 steps of 96.2 m: the gap of 2 km between the segments is not walked.
    expect(Number(rows[0].length)).toBeGreaterThan(3_600)
    expect(Number(rows[0].length)).toBeLessThan(3_700)
    expect(rows[0].ascent_m).toBeGreaterThan(270)
    expect(rows[0].ascent_m).toBeLessThanOrEqual(290)
    // Along the way, the near one first; what lies beside no trail stays out.
    const { rows: kept } = await database.primary.raw(`select id, waypoints from app.place where source = 'gpx'`)
    expect(kept[0].waypoints.map((one: { nameZh: string }) => one.nameZh)).toEqual(['凉亭', '泉'])
    const { body } = await server.send('GET', `/api/places/${kept[0].id}`)
    expect(body.waypoints[0]).toEqual({ nameZh: '凉亭', nameEn: null, position: [104.91, 30.2001] })
  })
})

describe('who may', () => {
  test('an operator of one county cannot write into another, an owner only changes his own place', async () => {
    const wuhou = await importDriver(database, server, ['operator@510107'])
    const rows = [
      ['C1', '武侯馆', '体育馆', 103.5, 30.5, '', '', ''],
      ['C2', '锦江馆', '体育馆', 104.55, 30.52, '', '', ''],
    ]
    const id = await wuhou.upload('two.csv', table([heading, ...rows]))
    const checked = await wuhou.check(id, { source: 'two' })
    expect(checked.counts).toMatchObject({ new: 1, rejected: 1 })
    expect((await wuhou.rows(id, 'rejected'))[0]!.problems[0]!.code).toBe('outside-scope')
    await wuhou.apply(id)
    const own = (await snapshot()).find(({ name_zh }) => name_zh === '武侯馆')!.id
    const owner = await importDriver(database, server, [`owner@place:${own}`])
    const next = await owner.upload(
      'two.csv',
      table([
        heading,
        ['C1', '武侯体育馆', '体育馆', 103.5, 30.5, '', '', ''],
        ['C3', '别的馆', '体育馆', 103.6, 30.5, '', '', ''],
      ]),
    )
    expect((await owner.check(next, { source: 'two' })).counts).toMatchObject({ changed: 1, rejected: 1 })
    expect((await driver.send('GET', `/api/imports/${next}`)).status).toBe(200)
    expect((await owner.send('GET', `/api/imports/${id}`)).status).toBe(404)
  })

  test('a possible duplicate is decided within the scope only: an owner’s own place, an operator’s own region', async () => {
    await buildPlaces(database, [
      { nameZh: '界上体育馆', type: 'gymnasium', lon: 103.9995, lat: 30.7 },
      { nameZh: '界外体育馆', type: 'gymnasium', lon: 104.0005, lat: 30.8 },
    ])
    const places = await snapshot()
    const idOf = (name: string) => places.find(({ name_zh }) => name_zh === name)!.id
    const rows = [
      ['G1', '界上体育馆', '体育馆', 103.9996, 30.7, '2001', '', ''],
      ['G2', '界外体育馆', '体育馆', 103.9998, 30.8, '2002', '', ''],
    ]
    const ask = async (roles: string[]) => {
      const asking = await importDriver(database, server, roles)
      const id = await asking.upload('own.csv', table([heading, ...rows]))
      await asking.check(id, { source: 'own' })
      const duplicates = await asking.rows(id, 'duplicate')
      return { asking, id, duplicates }
    }
    const owner = await ask([`owner@place:${idOf('界外体育馆')}`])
    expect(owner.duplicates).toMatchObject([{ nameZh: '界外体育馆', problems: [], decisions: ['skip', 'same'] }])
    const decide = (decision: string) =>
      owner.asking.send('POST', `/api/imports/${owner.id}/decisions`, { rows: null, decision })
    expect((await decide('new')).body).toEqual({ decided: 0 })
    expect((await decide('same')).body).toEqual({ decided: 1 })
    expect((await owner.asking.apply(owner.id)).counts).toMatchObject({ applied: 1 })
    expect((await owner.asking.undo(owner.id)).counts).toMatchObject({ undone: 1 })

    const operator = await ask(['operator@510107'])
    expect(Object.fromEntries(operator.duplicates.map((row) => [row.nameZh, row.decisions]))).toEqual({
      界上体育馆: ['skip', 'same', 'new'],
      界外体育馆: ['skip', 'new'],
    })
  })

  test('roles that changed since the check must check again, and undo nothing where they no longer reach', async () => {
    const roles = ['operator@510107']
    const one = await importDriver(database, server, roles)
    const id = await one.upload('x.csv', table([heading, ['D1', '某馆', '体育馆', 103.7, 30.5, '', '', '']]))
    await one.check(id, { source: 'x' })
    const reply = await driver.send('POST', `/api/imports/${id}/apply`, {})
    expect(reply.body.code).toBe('grants-changed')
    await one.apply(id)
    const elsewhere = ['operator@500103']
    const moved = await server.send('POST', `/api/imports/${id}/undo`, {
      roles: elsewhere,
      person: one.person,
      body: {},
    })
    expect(moved.body.code).toBe('grants-changed')
    expect((await driver.undo(id)).state).toBe('undone')
  })
})

describe('doubts', () => {
  test('coordinates read in the wrong datum are told by the places that share their names', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `参照体育馆第${index}号`)
    await buildPlaces(
      database,
      names.map((nameZh, index) => ({ nameZh, lon: 104.4 + index / 50, lat: 30.9 })),
    )
    const rows = names.map((name, index) => [`E${index}`, name, '体育馆', ...gcj(104.4 + index / 50, 30.9), '', '', ''])
    const id = await driver.upload('wrong.csv', table([heading, ...rows]))
    const wrong = await driver.check(id, { source: 'wrong', system: 'WGS84' })
    expect(wrong.notes).toMatchObject([{ code: 'likely-other-datum', messageEn: expect.stringContaining('GCJ-02') }])
    const right = await driver.check(id, { source: 'wrong', system: 'GCJ-02' })
    expect(right.notes).toEqual([])
    expect(right.counts).toMatchObject({ duplicate: 8 })
  })

  test.each([
    ['empty.csv', '', 400],
    ['page.html', '<html><body>hello</body></html>', 422],
    ['bomb.xml', '<!DOCTYPE x [<!ENTITY a "b">]><gpx>&a;</gpx>', 422],
    ['bad.geojson', '{"type":"FeatureCollection","features":', 422],
    ['bad.zip', 'PK\u0003\u0004nothing', 422],
    ['half.csv', 'only a heading', 200],
  ])('%s is answered, not thrown', async (name, content, status) => {
    const { body, status: created } = await driver.send('POST', '/api/imports', {
      name,
      sizeBytes: Buffer.byteLength(content),
    })
    if (created !== 201) {
      expect(created).toBe(status)
      return
    }
    await driver.send('PUT', `/api/imports/${body.id}/chunks/0`, { base64: Buffer.from(content).toString('base64') })
    expect((await driver.send('GET', `/api/imports/${body.id}/preview`)).status).toBe(status)
  })
})
