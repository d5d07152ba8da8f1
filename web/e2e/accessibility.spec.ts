import { expect, test } from './browser.ts'

const states: [string, (atlas: import('./atlas-driver.ts').AtlasDriver) => Promise<void>][] = [
  [
    'the map with its list',
    async (atlas) => {
      await atlas.openMap('/')
      await atlas.showList()
      await expect(atlas.rows().first()).toBeVisible()
    },
  ],
  [
    'near me',
    async (atlas) => {
      await atlas.openMap('/?z=14&lon=104.0657&lat=30.6574&near=104.0657,30.6574&preset=best')
      await atlas.showList()
      await expect(atlas.scoreBars().first()).toBeVisible()
    },
  ],
  [
    'the filters',
    async (atlas) => {
      await atlas.openMap('/?category=court')
      await atlas.chip('筛选').click()
      await expect(atlas.button('清除全部')).toBeVisible()
    },
  ],
  [
    'the regions',
    async (atlas) => {
      await atlas.openMap('/')
      await atlas.openRegions()
      await expect(atlas.regionRow('四川省')).toBeVisible()
    },
  ],
  [
    'where to start',
    async (atlas) => {
      await atlas.openMap('/')
      await atlas.chip('附近').click()
      await expect(atlas.button('在地图上点选')).toBeVisible()
    },
  ],
  [
    'the suggestions',
    async (atlas) => {
      await atlas.openMap('/')
      await atlas.type('体育')
      await expect(atlas.suggestions().nth(1)).toBeVisible()
    },
  ],
  [
    'a trail with navigation open',
    async (atlas) => {
      const trail = await atlas.somePlace('&type=hiking-trail')
      await atlas.openMap(`/places/${trail.id}`)
      await atlas.button(/^导航$/).click()
      await atlas.mapAppLinks()
    },
  ],
  [
    'a report being written',
    async (atlas) => {
      const place = await atlas.somePlace('&type=gymnasium')
      await atlas.openMap(`/places/${place.id}`)
      await atlas.button('纠错').click()
      await atlas.report(' ')
    },
  ],
  [
    'nothing found',
    async (atlas) => {
      await atlas.open('/?q=zzqxjkwv')
      await atlas.showList()
      await expect(atlas.text(/没有找到/)).toBeVisible()
    },
  ],
  [
    'the settings',
    async (atlas) => {
      await atlas.openMap('/')
      await atlas.button('图层与设置').click()
    },
  ],
  [
    'the operators’ sign-in',
    async (atlas) => {
      await atlas.open('/admin')
      await expect(atlas.button('登录')).toBeVisible()
    },
  ],
]

// Both screens and both schemes, not each with each: what a scheme breaks is a colour, which no width changes.
for (const [name, reach] of states) {
  test(`${name} has no accessibility violation`, async ({ atlas }) => {
    await atlas.prefer((await atlas.isPhone()) ? 'dark' : 'light')
    await reach(atlas)
    await atlas.settle()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
}
