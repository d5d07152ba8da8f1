import { expect, test } from './browser.ts'

test('a newcomer sees places on the map and the same places in the list', async ({ atlas }) => {
  await test.step('given a first visit', () => atlas.openMap('/'))
  await test.step('then pins and discs are drawn and the list counts what the map shows', async () => {
    await expect.poll(() => atlas.marksAreVisible()).toBe(true)
    await atlas.showList()
    await expect(atlas.rows().first()).toBeVisible()
    await expect.poll(() => atlas.count()).toBeGreaterThan(5000)
  })
  await test.step('and the address says where the map is', async () => {
    await expect.poll(() => atlas.address().searchParams.get('z')).not.toBeNull()
  })
  await test.step('and nothing was asked of another host', () => {
    expect(atlas.otherHosts()).toEqual([])
  })
})

test('the list has the order of the search in the map’s view', async ({ atlas }) => {
  await atlas.openMap('/?z=12&lon=104.07&lat=30.66')
  await atlas.showList()
  await expect(atlas.rows().first()).toBeVisible()
  await atlas.settle()
  const asked = await atlas.lastListRequest()
  const { items, total } = await atlas.registry<{ items: { nameZh: string }[]; total: number }>(asked)
  expect(await atlas.rowNames()).toEqual(items.map(({ nameZh }) => nameZh))
  expect(await atlas.count()).toBe(total)
})

test('a tap on a pin opens its place, and back closes it before it leaves the page', async ({ atlas }) => {
  const place = await atlas.somePlace('&type=natatorium')
  const [lon, lat] = place.location
  await test.step('given a map around one pool', () => atlas.openMap(`/?z=17&lon=${lon}&lat=${lat}&type=natatorium`))
  await test.step('when its pin is tapped', async () => {
    await atlas.settle()
    await atlas.tapMiddle()
  })
  await test.step('then its panel opens under its own address', async () => {
    await expect(atlas.placeName()).toHaveText(place.nameZh)
    expect(atlas.address().pathname).toBe(`/places/${place.id}`)
    await expect.poll(() => atlas.title()).toContain(place.nameZh)
  })
  await test.step('and back leads to the list, with the filter kept', async () => {
    await atlas.goBack()
    await expect(atlas.placeName()).toHaveCount(0)
    expect(atlas.address().searchParams.get('type')).toBe('natatorium')
  })
})

test('the sheet follows the finger and rests at its heights', async ({ atlas }) => {
  await atlas.openMap('/')
  test.skip(!(await atlas.isPhone()), 'only phones have the sheet')
  expect(await atlas.sheetHeight()).toBe('peek')
  await atlas.dragSheet(280)
  await expect.poll(() => atlas.sheetHeight()).toBe('half')
  await atlas.dragSheet(380)
  await expect.poll(() => atlas.sheetHeight()).toBe('full')
  await atlas.dragSheet(-760)
  await expect.poll(() => atlas.sheetHeight()).toBe('peek')
})
