import { expect, serverUrl, test } from './browser.ts'
import { type Neighbour, openRouter, openTiles, type RouterNeighbour } from './neighbours.ts'
import { adminPassword, serveAtlas } from './start-server.ts'

/** A deployment with a router and base maps of others, on its own empty registry with one place. */

const start = [104.065, 30.655] as const
const goal = [104.0775, 30.6635] as const
let router: RouterNeighbour
let tiles: Neighbour
let atlasServer: { url: string; stop(): Promise<void> }
let placeId: number

test.beforeAll(async ({ viewport }, { project }) => {
  test.skip(project.name === 'phone', `once is enough (${viewport!.width} px)`)
  router = await openRouter()
  tiles = await openTiles(start)
  const baseMap = (datum: string) => ({
    name: datum.toLowerCase(),
    nameZh: `测试底图 ${datum}`,
    nameEn: `Test map ${datum}`,
    url: `${tiles.url}/${datum}/{z}/{x}/{y}.png`,
    datum,
    attribution: '测试',
  })
  atlasServer = await serveAtlas({
    SEED: 'empty',
    ROUTER_URL: router.url,
    BASE_MAPS: JSON.stringify(['WGS84', 'GCJ-02', 'BD-09'].map(baseMap)),
  })
  placeId = await addPlace(atlasServer.url)
})

test.afterAll(async () => {
  router?.close()
  tiles?.close()
  await atlasServer?.stop()
})

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  atlasUrl: async ({}, use) => use(atlasServer?.url ?? serverUrl()),
})

for (const datum of ['WGS84', 'GCJ-02', 'BD-09']) {
  test(`a base map in ${datum} lies where the places are, to a pixel`, async ({ atlas }) => {
    await atlas.open(`/?z=16&lon=${start[0]}&lat=${start[1]}&near=${start.join()}&base=${datum.toLowerCase()}`)
    const isRed = (red: number, green: number, blue: number) => red > 190 && green < 90 && blue < 90
    const isBlue = (red: number, green: number, blue: number) => blue > 180 && red < 90 && green > 90 && green < 150
    await expect.poll(async () => (await atlas.inkOf(isRed)).pixels, { timeout: 20_000 }).toBeGreaterThan(300)
    await atlas.settle()
    const map = await atlas.inkOf(isRed)
    const here = await atlas.inkOf(isBlue)
    expect(here.pixels).toBeGreaterThan(50)
    // The map's disc surrounds the page's own mark of the same point.
    expect(Math.abs(map.x - here.x)).toBeLessThan(1)
    expect(Math.abs(map.y - here.y)).toBeLessThan(1)
  })
}

test('the way of the configured router is drawn, with its time and its steps', async ({ atlas }) => {
  await atlas.open(`/places/${placeId}?near=${start.join()}`)
  await atlas.button(/^导航$/).click()
  await expect(atlas.text(/2\.1 公里，约 29 分钟/)).toBeVisible()
  await atlas.text('分段路线').click()
  await expect(atlas.text(/东西街/)).toBeVisible()
  await expect(atlas.text(/南北路/)).toBeVisible()
  expect(router.asked.at(-1)).toContain('/route/v1/foot/104.065000,30.655000;104.077500,30.663500')
  await atlas.settle()
  const line = await atlas.inkOf((red, green, blue) => red === 47 && green === 125 && blue === 225)
  expect(line.pixels).toBeGreaterThan(800)
})

test('a router that fails leaves the straight line, called so, in words', async ({ atlas }) => {
  router.fail()
  await atlas.open(`/places/${placeId}?near=${start.join()}`)
  await atlas.button(/^导航$/).click()
  await expect(atlas.text(/直线距离 1\.5 公里，不是路程/)).toBeVisible()
  await expect(atlas.text('路线服务暂时没有回应。')).toBeVisible()
})

/** One gymnasium, written as the administrator. */
async function addPlace(url: string): Promise<number> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account: 'admin', password: adminPassword }),
  })
  const { csrfToken } = (await signedIn.json()) as { csrfToken: string }
  const created = await fetch(`${url}/api/places`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-CSRF-Token': csrfToken,
      Cookie: signedIn.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    },
    body: JSON.stringify({
      type: 'gymnasium',
      nameZh: '测试体育馆',
      geometry: { type: 'Point', coordinates: goal },
      source: 'test',
    }),
  })
  if (!created.ok) throw new Error(`the place was refused: ${await created.text()}`)
  return ((await created.json()) as { id: number }).id
}
