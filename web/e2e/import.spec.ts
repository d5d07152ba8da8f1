import { convertPosition } from '../../api/spatial/datum.ts'
import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

/** Of this run only: the phone and the desktop share one registry. */
const run = Date.now() % 1_000_000
const name = `浏览器导入测试馆${run}`
const gcj = ([lon, lat]: readonly number[]) =>
  convertPosition([lon!, lat!], 'WGS84', 'GCJ-02')
    .map((degrees) => degrees.toFixed(6))
    .join(',')

test('a table in GCJ-02 with three faults and two duplicates is tried, applied, found, and undone', async ({
  atlas,
}) => {
  test.setTimeout(120_000)
  const { items } = await atlas.registry<{ items: { nameZh: string; location: number[] }[] }>(
    '/api/places?type=natatorium&limit=2',
  )
  const table = [
    '编号,名称,类型,经度,纬度,建成年份',
    `E1,${name},体育馆,${gcj([104.06, 30.66])},2015`,
    `E2,坏类型,太空馆,${gcj([104.06, 30.66])},`,
    'E3,颠倒馆,体育馆,30.6,104.1,',
    `E4,坏年份,体育馆,${gcj([104.07, 30.66])},去年`,
    ...items.map((place, index) => `E${5 + index},${place.nameZh},游泳馆,${gcj(place.location)},`),
  ].join('\n')
  const found = (query: string) =>
    atlas.registry<{ items: { nameZh: string; location: number[] }[] }>(
      `/api/places?q=${encodeURIComponent(name)}${query}`,
    )

  await test.step('given an operator with a file', async () => {
    await atlas.openImports('admin', adminPassword)
    await atlas.chooseImport(`浏览器普查${run}.csv`, table, 'GCJ-02')
  })
  await test.step('then the dry run accounts for every row', async () => {
    await expect(atlas.outcome('new')).toHaveText('1')
    await expect(atlas.outcome('duplicate')).toHaveText('2')
    await expect(atlas.outcome('rejected')).toHaveText('3')
    await atlas.outcome('rejected').click()
    await expect(atlas.importRows()).toHaveCount(3)
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('and applied it is on the map where WGS84 puts it', async () => {
    await atlas.button(/^写入 1/).click()
    await expect(atlas.text('已写入 1 个场馆')).toBeVisible({ timeout: 60_000 })
    const [place] = (await found('&status=open')).items
    expect(place!.nameZh).toBe(name)
    expect(place!.location[0]).toBeCloseTo(104.06, 5)
  })
  await test.step('and undone it is closed', async () => {
    await atlas.undoImport()
    await expect(atlas.text(/已撤销 1 个/)).toBeVisible({ timeout: 60_000 })
    expect((await found('&status=closed')).items[0]!.nameZh).toBe(name)
  })
})
