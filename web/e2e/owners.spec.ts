import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { pdf, picture } from '../../api/modules/files/testing-files.ts'
import { convertPosition } from '../../api/spatial/datum.ts'
import { expect, serverUrl, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword
const someone = (): string => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

/** Whether the tile that holds the position carries the place there. */
async function tileHas(id: number, [lon, lat]: [number, number]): Promise<boolean> {
  const zoom = 16
  const x = Math.floor(((lon + 180) / 360) * 2 ** zoom)
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** zoom)
  const reply = await fetch(`${serverUrl()}/tiles/places/${zoom}/${x}/${y}.mvt`)
  if (reply.status !== 200) return false
  const layer = new VectorTile(new PbfReader(new Uint8Array(await reply.arrayBuffer()))).layers.places
  return layer !== undefined && Array.from({ length: layer.length }, (_, i) => layer.feature(i).id).includes(id)
}

test('sign up, claim, approve, edit position and hours, publish, upload, import, undo: tile, page and export show it', async ({
  atlas,
}) => {
  test.skip(test.info().project.name === 'phone', 'the whole way is walked on the desktop')
  test.setTimeout(180_000)
  const place = await atlas.somePlace('&type=gymnasium')
  const moved: [number, number] = [
    Number((place.location[0] + 0.004).toFixed(6)),
    Number((place.location[1] + 0.003).toFixed(6)),
  ]
  let owner: Awaited<ReturnType<typeof atlas.session>>
  await test.step('given somebody who signs up and claims a place', async () => {
    await atlas.signUp(someone())
    owner = await atlas.session()
    await atlas.open(`/places/${place.id}`)
    await atlas.text('我来管理这里').click()
    await atlas.fill('说明', '我是本馆馆长')
    await atlas.button('提交认领').click()
    await expect(atlas.row(place.nameZh)).toContainText('待核实')
  })
  await test.step('and an operator who approves', async () => {
    await atlas.signInAs('admin', password)
    await atlas.open('/admin/moderation')
    await atlas.tab(/认领/).click()
    await atlas.row(place.nameZh).getByRole('button', { name: '通过', exact: true }).click()
    await expect(atlas.row(place.nameZh)).toHaveCount(0)
  })
  await test.step('when the owner moves the point and sets the hours', async () => {
    await atlas.resume(owner)
    await atlas.open('/manage')
    await atlas.row(place.nameZh).getByRole('button', { name: '编辑' }).click()
    await atlas.tab('位置与范围').click()
    await atlas.fill('经度', String(moved[0]))
    await atlas.fill('纬度', String(moved[1]))
    await atlas.tab('开放时间').click()
    await atlas.fill('OpenStreetMap 写法', 'Mo-Su 06:30-22:15')
    await atlas.button('采用').click()
    await expect(atlas.field('周一 开门 1')).toHaveValue('06:30')
    await atlas.keys('Control+s')
    await expect(atlas.text('草稿已保存')).toBeVisible()
    await atlas.button('提交').click()
    await expect(atlas.text('已提交，等待审核')).toBeVisible()
  })
  await test.step('then nothing is public before the operator publishes it', async () => {
    expect(await tileHas(place.id, moved)).toBe(false)
    await atlas.signInAs('admin', password)
    await atlas.open('/admin/moderation')
    await atlas.row(place.nameZh).getByRole('button', { name: '审核' }).click()
    await expect(atlas.text('06:30–22:15')).toBeVisible()
    await atlas.button('发布').click()
    await expect(atlas.text('已发布')).toBeVisible()
  })
  await test.step('and tile and page show it', async () => {
    await expect.poll(() => tileHas(place.id, moved)).toBe(true)
    await atlas.open(`/places/${place.id}`)
    await expect(atlas.text(/06:30–22:15/)).toBeVisible()
    await expect(atlas.text(`${moved[0].toFixed(6)}, ${moved[1].toFixed(6)}`)).toBeVisible()
  })
  await test.step('when the owner uploads a photo and a drawing', async () => {
    await atlas.resume(owner)
    await atlas.open(`/manage/files/${place.id}`)
    await atlas.chooseFiles('photo', [
      { name: '正门.png', mimeType: 'image/png', buffer: await picture(640, 480, '#2060d0') },
    ])
    await expect(atlas.photos()).toHaveCount(1, { timeout: 30_000 })
    await atlas.chooseFiles('drawing', [{ name: '总平面.pdf', mimeType: 'application/pdf', buffer: pdf(2) }])
    await expect(atlas.documentRow('总平面.pdf')).toContainText('仅管理者可见', { timeout: 30_000 })
    await atlas.open(`/places/${place.id}`)
    await expect(atlas.placePhotos().first()).toBeVisible({ timeout: 30_000 })
  })
  await test.step('and imports a table in GCJ-02 with three faults and two rows that may be the own place', async () => {
    const [lon, lat] = convertPosition(moved, 'WGS84', 'GCJ-02')
    const table = [
      '编号,名称,类型,经度,纬度,建成年份',
      `A1,${place.nameZh},体育馆,${lon},${lat},1987`,
      `A2,${place.nameZh},体育馆,${lon},${lat},1988`,
      `A3,太空的,太空馆,${lon},${lat},`,
      `A4,颠倒的,体育馆,${lat},${lon},`,
      `A5,别人的,体育馆,${lon! + 0.2},${lat},`,
    ].join('\n')
    await atlas.open('/manage/import')
    await atlas.chooseImport(`本馆${place.id}.csv`, table, 'GCJ-02')
    await expect(atlas.outcome('rejected')).toHaveText('3')
    await expect(atlas.outcome('duplicate')).toHaveText('2')
    await atlas.outcome('duplicate').click()
    await expect(atlas.importRows()).toHaveCount(2)
    await atlas.firstDecision().selectOption('same')
    await expect(atlas.firstDecision()).toHaveValue('same')
    await atlas.button(/^写入/).click()
    await expect(atlas.text('已写入 1 个场馆')).toBeVisible({ timeout: 60_000 })
  })
  await test.step('then the export of the own places has it, and no longer after the undo', async () => {
    await atlas.open('/manage/places')
    const [heading, ...rows] = (await atlas.exportAs('CSV')).trimEnd().split('\r\n')
    expect(heading).toContain('builtYear')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain(place.nameZh)
    expect(rows[0]).toContain(',1987,')
    const { body: imports } = (await atlas.api('GET', '/api/imports')) as { body: { items: { id: number }[] } }
    await atlas.open(`/manage/import?id=${imports.items[0]!.id}`)
    await atlas.undoImport()
    await expect(atlas.text(/已撤销 1 个/)).toBeVisible({ timeout: 60_000 })
    const { body } = (await atlas.api('GET', `/api/places/${place.id}`)) as { body: { builtYear: number | null } }
    expect(body.builtYear).not.toBe(1987)
  })
})

test('a trail is split, bent back by undo, reversed and drawn anew on the map', async ({ atlas }) => {
  test.skip(test.info().project.name === 'phone', 'the pointer’s way; the phone edits by its own test')
  const trail = await atlas.somePlace('&type=hiking-trail')
  await atlas.signInAs('admin', password)
  await atlas.open(`/manage/place/${trail.id}`)
  await atlas.tab('位置与范围').click()
  await expect(atlas.text('修改')).toBeVisible()
  const before = await atlas.corners()
  const middle = before[Math.floor(before.length / 2)]!
  await atlas.tool('打断').click()
  await atlas.tapMapAt(middle[0]!, middle[1]!)
  await expect(atlas.button('连接')).toBeVisible()
  expect((await atlas.corners()).length).toBeGreaterThan(before.length)
  await atlas.button('撤销').click()
  expect(await atlas.corners()).toEqual(before)
  await atlas.button('反向').click()
  await expect.poll(async () => (await atlas.corners())[0]![0]).toBeCloseTo(before.at(-1)![0]!, 6)
  await atlas.button('撤销').click()
  await atlas.focusMap()
  await atlas.keys('n', 'Shift+ArrowUp')
  await expect.poll(async () => ((await atlas.corners())[0]![1]! - before[0]![1]!) * 110_574).toBeCloseTo(10, 0)
  await atlas.keys('Control+z')
  expect(await atlas.corners()).toEqual(before)
  await atlas.dragOnMap(before[0]!, [before[0]![0]! + 0.0005, before[0]![1]!])
  await expect.poll(async () => (await atlas.corners())[0]![0]! - before[0]![0]!).toBeCloseTo(0.0005, 4)
})

test('who edits while another publishes merges field by field and loses nothing', async ({ atlas }) => {
  test.skip(test.info().project.name === 'phone', 'once is enough')
  const place = await atlas.somePlace('&type=stadium')
  await atlas.signInAs('admin', password)
  await atlas.open(`/manage/place/${place.id}`)
  await atlas.fill('联系电话', '028-1111')
  await atlas.keys('Control+s')
  await expect(atlas.text('草稿已保存')).toBeVisible()
  const { body: current } = (await atlas.api('GET', `/api/places/${place.id}`)) as { body: { version: number } }
  const theirs = { phone: '028-2222', builtYear: 1999 }
  expect((await atlas.api('PATCH', `/api/places/${place.id}`, theirs, current.version)).status).toBe(200)
  await atlas.button('提交').click()
  await atlas.button('合并').click()
  await expect(atlas.text('冲突')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.button('保存合并结果').click()
  await expect(atlas.field('联系电话')).toHaveValue('028-1111')
  await atlas.button('提交').click()
  await expect(atlas.text('已发布')).toBeVisible()
  const { body: merged } = (await atlas.api('GET', `/api/places/${place.id}`)) as { body: object }
  expect(merged).toMatchObject({ phone: '028-1111', builtYear: 1999 })
})

test('a code on a piece of equipment opens its form; the operator answers and the citizen reads it by the link', async ({
  atlas,
}) => {
  const place = await atlas.somePlace('&type=fitness-path')
  await atlas.open(`/places/${place.id}/report?equipment=walker`)
  await expect(atlas.text(/器材：/)).toBeVisible()
  const message = `踏板松了 ${Date.now()}`
  await atlas.report(message)
  const link = (await atlas.text('查看处理结果').getAttribute('href'))!
  await atlas.signInAs('admin', password)
  await atlas.open('/admin/reports')
  const row = atlas.reportRow(message)
  await row.getByRole('textbox').fill('已经换了新踏板')
  await row.getByRole('button', { name: '采纳', exact: true }).click()
  await expect(atlas.text(message)).toHaveCount(0)
  await atlas.open(link)
  await expect(atlas.text('已经换了新踏板')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
})

test("the owner's and the operator's pages have no accessibility violation", async ({ atlas }) => {
  test.setTimeout(120_000)
  await atlas.prefer((await atlas.isPhone()) ? 'dark' : 'light')
  const place = await atlas.somePlace('&type=fitness-path')
  await atlas.signInAs('admin', password)
  const pages = [
    '/manage/places',
    `/manage/place/${place.id}`,
    `/manage/place/${place.id}/map`,
    `/manage/place/${place.id}/hours`,
    `/manage/place/${place.id}/courts`,
    `/manage/claim/${place.id}`,
    `/manage/qr/${place.id}`,
    '/admin/moderation',
  ]
  const faults: Record<string, string[]> = {}
  for (const page of pages) {
    await atlas.open(page)
    await atlas.settle()
    const found = await atlas.accessibilityFaults()
    if (found.length > 0) faults[page] = found
  }
  expect(faults).toEqual({})
})
