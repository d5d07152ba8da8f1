import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

test('a planner reads who is not served, finds sites, plans them and sees the difference', async ({
  atlas,
  isMobile,
  viewport,
}) => {
  test.skip(isMobile || viewport!.width < 900, 'planners sit at wide screens; the phone is looked at by hand')
  test.setTimeout(120_000)
  const planner = `1390013${String(viewport!.width).padStart(4, '0')}`
  await test.step('given somebody whom the administrator made a planner', async () => {
    await atlas.signUp(planner)
    const desk = await atlas.asAdministrator(password)
    const { items } = await desk.get(`/api/people?q=${planner}`)
    await desk.post(`/api/people/${items[0].id}/grants`, { role: 'planner', placeId: null, regionCode: null })
  })
  await atlas.prefer(viewport!.width < 768 ? 'dark' : 'light')
  await test.step('when they compute the figures, they read them from province to county to the places behind', async () => {
    await atlas.open('/plan')
    await atlas.button('新建计算').click()
    await atlas.button('开始计算').click()
    await expect(atlas.plan.row('成都市')).toContainText('%', { timeout: 30_000 })
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.button(/^成都市$/).click()
    await expect(atlas.plan.row('锦江区')).toContainText('%')
    await atlas.button('锦江区 的明细').click()
    await expect(atlas.plan.drawerRows().first()).toContainText(/\d/)
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.plan.closeDrawer()
    await atlas.button(/^锦江区$/).click()
    await expect(atlas.text(/个六边形/)).toBeVisible()
    expect(await atlas.plan.overflow()).toBe(0)
  })
  await test.step('and print a report of it', async () => {
    await atlas.link('区域报告').last().click()
    await expect(atlas.plan.headline()).toHaveCount(4)
    await expect(atlas.text('锦江区体育场地覆盖报告')).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
    const { name, words } = await atlas.plan.takenPdf('下载 PDF 报告')
    expect(name).toBe('锦江区体育场地覆盖报告.pdf')
    for (const word of ['成都市', '四川省', '每万人场地数', '面积最大的', '如何计算']) expect(words).toContain(word)
  })
  await test.step('and suggested sites become planned places of a scenario', async () => {
    await atlas.open('/plan/sites')
    await atlas.field('最多几处').fill('2')
    await atlas.button('找地点').click()
    await expect(atlas.plan.sites()).toHaveCount(2)
    await expect(atlas.plan.sites().first()).toContainText('人有场地可去')
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.button('加入情景').click()
    await expect(atlas.plan.changes()).toHaveCount(2)
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('then the scenario is computed beside today, and a county is better off by it', async () => {
    await atlas.button('计算并与现状比较').click()
    await expect(atlas.plan.differences().first()).toContainText('+', { timeout: 45_000 })
    expect(await atlas.plan.overflow()).toBe(0)
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
})

test('a community has its score, and a grid that lies elsewhere is refused with the reason', async ({
  atlas,
  isMobile,
  viewport,
}) => {
  test.skip(isMobile || viewport!.width < 900, 'once is enough: the planner’s journey has been at both sizes')
  await atlas.signInAs('admin', password)
  await atlas.open('/plan/area')
  await expect(atlas.text(/点选一个社区/)).toBeVisible()
  await atlas.plan.tapMap(0.5, 0.5)
  await expect(atlas.text('15 分钟健身圈评分')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.open('/plan/population')
  await atlas.plan.chooseGrid('sea.csv', 'lon,lat,people\n150.0,10.0,500\n')
  await atlas.button('导入').click()
  await expect(atlas.text(/没有一个单元落在县界内/)).toBeVisible()
  await atlas.plan.chooseGrid('town.csv', 'lon,lat,people\n104.08,30.65,900\n104.09,30.66,300\n')
  await atlas.button('导入').click()
  await expect(atlas.plan.row('锦江区').or(atlas.plan.row('成华区')).first()).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.open('/plan/networks')
  await atlas.plan.chooseGrid('ways.geojson', '{"type":"FeatureCollection","features":[]}')
  await atlas.button('导入').click()
  await expect(atlas.text(/读不出路来/)).toBeVisible()
  const line = {
    type: 'LineString',
    coordinates: [
      [104.07, 30.64],
      [104.08, 30.64],
      [104.08, 30.66],
    ],
  }
  await atlas.plan.chooseGrid('ways.geojson', ways(line))
  await atlas.button('导入').click()
  await expect(atlas.text('新计算用这一份')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.button('收起').click()
  await atlas.button(/确\s*定|OK/).click()
  await expect(atlas.text('还没有路网，距离按直线计算。')).toBeVisible()
})

const ways = (geometry: object) =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] })
