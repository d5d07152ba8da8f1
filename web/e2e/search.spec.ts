import { expect, test } from './browser.ts'

test('typing suggests, choosing opens the place, and the map apps lead there with the right datum', async ({
  atlas,
}) => {
  const place = await atlas.somePlace('&type=gymnasium&region=510100')
  const [lon, lat] = place.location
  await test.step('when a name is typed and its suggestion chosen', async () => {
    await atlas.openMap('/')
    await atlas.type(place.nameZh)
    await atlas.chooseSuggestion(place.nameZh)
  })
  await test.step('then the place is open', () => expect(atlas.placeName()).toHaveText(place.nameZh))
  await test.step('and its links carry the position in the order and datum each app wants', async () => {
    await atlas.button(/^导航$/).click()
    const links = await atlas.mapAppLinks()
    expect(Object.keys(links).sort()).toEqual(['amap', 'apple', 'baidu', 'geo', 'tencent'])
    expect(links.amap).toMatch(/^https:\/\/uri\.amap\.com\/navigation\?/)
    expect(links.geo).toMatch(/^geo:/)
    const apple = /daddr=(-?[\d.]+)(?:,|%2C)(-?[\d.]+)/.exec(links.apple!)!.slice(1).map(Number)
    expect(apple[0]).toBeCloseTo(lat, 2)
    expect(apple[1]).toBeCloseTo(lon, 2)
  })
})

test('the keyboard alone searches: slash, arrows, Enter, Escape', async ({ atlas }) => {
  await atlas.openMap('/')
  await atlas.press('/')
  expect(await atlas.focusedField()).toBe('combobox')
  await atlas.type('体育馆')
  await expect(atlas.suggestions().first()).toBeVisible()
  await atlas.press('Escape')
  await expect(atlas.suggestions().first()).toBeHidden()
  await atlas.press('Enter')
  await expect.poll(() => atlas.address().searchParams.get('q')).toBe('体育馆')
  await atlas.showList()
  await expect.poll(async () => (await atlas.rowNames())[0] ?? '').toContain('体育馆')
})

test('Enter that ends a composition does not search', async ({ atlas }) => {
  await atlas.openMap('/')
  await atlas.composeWithoutCommitting('tiyuguan')
  await atlas.settle()
  expect(atlas.address().searchParams.get('q')).toBeNull()
  await expect(atlas.suggestions().filter({ hasText: '体育' })).toHaveCount(0)
})

test('what is not there says so and offers the next step', async ({ atlas }) => {
  await atlas.open('/?q=zzqxjkwv')
  await atlas.showList()
  await atlas.button('清空搜索').last().click()
  await expect.poll(() => atlas.address().searchParams.get('q')).toBeNull()
  await expect(atlas.rows().first()).toBeVisible()
})
