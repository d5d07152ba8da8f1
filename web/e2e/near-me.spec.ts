import { expect, test } from './browser.ts'

const tianfuSquare = [104.0657, 30.6574] as const

test('near me ranks from the position and says why', async ({ atlas }) => {
  await test.step('given somebody on Tianfu Square', async () => {
    await atlas.openMap('/')
    await atlas.standAt(...tianfuSquare)
  })
  await test.step('when they press for their position', () => atlas.locateMe())
  await test.step('then the places come nearest first, each with its reasons', async () => {
    await expect(atlas.scoreBars().first()).toBeVisible()
    const { items } = await atlas.registry<{ items: { distanceMetres: number; place: { nameZh: string } }[] }>(
      `/api/nearest?lon=${tianfuSquare[0]}&lat=${tianfuSquare[1]}&limit=20`,
    )
    await expect.poll(() => atlas.rowNames()).toEqual(items.map(({ place }) => place.nameZh))
    const metres = items.map(({ distanceMetres }) => distanceMetres)
    expect(metres).toEqual(metres.toSorted((a, b) => a - b))
    await expect(atlas.text('距离近')).toBeVisible()
  })
  await test.step('and another preset brings other reasons', async () => {
    await atlas.preset('综合最好').click()
    await expect(atlas.text('评分高')).toBeVisible()
    expect(atlas.address().searchParams.get('preset')).toBe('best')
  })
})

test('who refuses the position is offered the other ways', async ({ atlas }) => {
  await atlas.openMap('/')
  await atlas.refusePosition()
  await atlas.locateMe()
  await expect(atlas.text(/没有定位权限/)).toBeVisible()
  await expect(atlas.button('在地图上点选')).toBeVisible()
})

test('a point tapped on the map is a start as well', async ({ atlas }) => {
  await atlas.openMap('/?z=13&lon=106.55&lat=29.56')
  await atlas.chip('附近').click()
  await atlas.button('在地图上点选').click()
  await atlas.settle()
  await atlas.tapMiddle()
  await expect(atlas.scoreBars().first()).toBeVisible()
  const [lon, lat] = atlas.address().searchParams.get('near')!.split(',').map(Number)
  expect(lon).toBeCloseTo(106.55, 1)
  expect(lat).toBeCloseTo(29.56, 1)
})

test('typed coordinates of another datum are brought to where they are meant', async ({ atlas }) => {
  await atlas.openMap('/')
  await atlas.chip('附近').click()
  await atlas.typeStart('104.0657, 30.6574', 'GCJ-02')
  await expect(atlas.scoreBars().first()).toBeVisible()
  const [lon, lat] = atlas.address().searchParams.get('near')!.split(',').map(Number)
  // GCJ-02 lies 175–575 m off in Sichuan: the same figures in WGS84 would be another street.
  const metres = Math.hypot((lon! - 104.0657) * 95_800, (lat! - 30.6574) * 111_000)
  expect(metres).toBeGreaterThan(150)
  expect(metres).toBeLessThan(650)
})
