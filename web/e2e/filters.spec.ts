import { expect, test } from './browser.ts'

test('each filter narrows the count, the list and the address together', async ({ atlas }) => {
  await atlas.openMap('/?z=9&lon=104.07&lat=30.66')
  await atlas.showList()
  await expect.poll(() => atlas.count()).toBeGreaterThan(100)
  await atlas.settle()
  const all = (await atlas.count())!
  await test.step('when only free places are wanted', async () => {
    await atlas.chip('免费').click()
    await expect.poll(() => atlas.count()).toBeLessThan(all)
    expect(atlas.address().searchParams.get('fee')).toBe('free')
  })
  await test.step('and of these only pools', async () => {
    await atlas.settle()
    const free = (await atlas.count())!
    await atlas.chip('游泳场馆').click()
    await expect.poll(() => atlas.count()).toBeLessThan(free)
    expect(atlas.address().searchParams.get('category')).toBe('pool')
  })
  await test.step('and clearing them brings everything back', async () => {
    await atlas.chip('筛选').click()
    await atlas.button('清除全部').click()
    await atlas.button(/^(看|完成)/).click()
    await expect.poll(() => atlas.count()).toBe(all)
    expect([...atlas.address().searchParams.keys()].sort()).toEqual(['lat', 'lon', 'z'])
  })
})

test('what tiles do not know is still true on the map: open now', async ({ atlas }) => {
  await atlas.openMap('/?z=11&lon=104.07&lat=30.66&open=1')
  await expect.poll(() => atlas.marksAreVisible()).toBe(true)
  await atlas.showList()
  await expect(atlas.rows().first()).toBeVisible()
  await expect(atlas.text('休息中')).toHaveCount(0)
})

test('the region picker counts, zooms and filters, province to county', async ({ atlas }) => {
  await atlas.openMap('/')
  await atlas.openRegions()
  await expect(atlas.regionRow('四川省')).toContainText(/[\d,]{4,}/)
  await atlas.regionRow('四川省').getByRole('button').click()
  await expect(atlas.regionRow('成都市')).toContainText(/\d/)
  await atlas.regionRow('成都市').getByRole('button').click()
  await atlas.regionRow('武侯区').getByRole('button').click()
  expect(atlas.address().searchParams.get('region')).toBe('510107')
  await expect(atlas.regionChip()).toContainText('武侯区')
  await expect.poll(() => Number(atlas.address().searchParams.get('z'))).toBeGreaterThan(9)
})

test('an address brings back what it was copied from', async ({ atlas }) => {
  const address = '/?z=12&lon=106.55&lat=29.56&region=500000&category=court&fee=free&sort=rating'
  await atlas.openMap(address)
  await atlas.showList()
  await expect(atlas.chip('球场')).toHaveAttribute('aria-pressed', 'true')
  await expect(atlas.chip('免费')).toHaveAttribute('aria-pressed', 'true')
  await expect(atlas.regionChip()).toContainText('重庆')
  await atlas.settle()
  const before = await atlas.rowNames()
  await atlas.reload()
  await atlas.pinsAreDrawn()
  await atlas.showList()
  await expect.poll(() => atlas.rowNames()).toEqual(before)
  for (const [key, value] of new URLSearchParams(address.slice(2))) {
    expect([key, atlas.address().searchParams.get(key)]).toEqual([key, value])
  }
})
