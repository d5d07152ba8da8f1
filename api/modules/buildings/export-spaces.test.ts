import readExcel from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildingIfc } from '../../../seed-data/ifc/building-ifc.ts'
import { type BuildingsFixture, openBuildingsFixture } from './testing-fixture.ts'

let fixture: BuildingsFixture

beforeAll(async () => {
  fixture = await openBuildingsFixture()
})
afterAll(() => fixture?.close())

const path = () => `${fixture.server.url}/api/places/${fixture.place}/building/spaces.xlsx`
const owner = () => ({ 'X-Test-Roles': fixture.owner.roles.join(','), 'X-Test-Person': fixture.owner.person })

test('a place without a building has no workbook of spaces, and strangers get none at all', async () => {
  const missing = await fetch(path(), { headers: owner() })
  expect([missing.status, (await missing.json()).code]).toEqual([404, 'building-not-found'])
  expect((await fetch(path())).status).toBe(401)
})

test('the workbook has a row for each space: computed and declared area, what the owner says, and its reports', async () => {
  await fixture.convert(buildingIfc({ siteAt: { lon: 104.5, lat: 30.5, elevation: 500 } }))
  const { spaces } = await fixture.building()
  const hall = spaces.find(({ title }: { title: string }) => title === '大厅')
  const change = { nameZh: '=综合大厅', capacity: 80 }
  const changed = await fixture.send('PATCH', `/building/spaces/${hall.id}`, change, {
    'If-Match': `"${hall.version}"`,
  })
  expect(changed.status).toBe(200)
  const report = await fetch(
    `${fixture.server.url}/api/places/${fixture.place}/files?kind=report&name=${encodeURIComponent('消防检测.pdf')}&part=space:${hall.id}`,
    {
      method: 'POST',
      headers: { ...owner(), 'Content-Type': 'application/octet-stream' },
      body: '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    },
  )
  expect(report.status).toBe(201)
  const reply = await fetch(`${path()}?language=zh-CN`, { headers: owner() })
  expect(reply.headers.get('content-disposition')).toContain('spaces.xlsx')
  const [sheet] = await readExcel(Buffer.from(await reply.arrayBuffer()))
  const [head, ...rows] = sheet!.data
  expect(rows).toHaveLength(spaces.length)
  const row = rows.find((each) => each[head!.indexOf('名称')] === '=综合大厅')!
  const cell = (name: string) => row[head!.indexOf(name)]
  expect(cell('容纳人数')).toBe(80)
  expect(cell('楼层')).toBe('1层')
  expect(cell('计算面积（㎡）')).toBeCloseTo(hall.area, 1)
  expect(cell('标注面积 NetFloorArea（㎡）')).toBeCloseTo(hall.declaredAreas[0].area, 1)
  expect(cell('检测报告')).toBe('消防检测.pdf')
  const english = await readExcel(
    Buffer.from(await (await fetch(`${path()}?language=en`, { headers: owner() })).arrayBuffer()),
  )
  expect(english[0]!.data[0]).toContain('Computed area (m²)')
})
