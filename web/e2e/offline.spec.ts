import { expect, test } from './browser.ts'

test('without a network the last viewed area is still there, and says from when it is', async ({ atlas }) => {
  await test.step('given an area that was looked at', async () => {
    await atlas.openMap('/?z=12&lon=104.07&lat=30.66')
    await atlas.showList()
    await expect(atlas.rows().first()).toBeVisible()
    await atlas.settle()
    await expect.poll(() => atlas.workerIsReady(), { timeout: 20_000 }).toBe(true)
  })
  // The first page; further ones come by scrolling.
  const names = (await atlas.rowNames()).slice(0, 30)
  await test.step('when the network is gone and the app is opened again', async () => {
    atlas.loseNetwork()
    await atlas.reload()
    await atlas.pinsAreDrawn()
  })
  await test.step('then map and list are as they were, with their age', async () => {
    await atlas.showList()
    await expect.poll(async () => (await atlas.rowNames()).slice(0, 30)).toEqual(names)
    await expect.poll(() => atlas.marksAreVisible()).toBe(true)
    await expect(atlas.staleBanner()).toContainText(/保存/)
  })
  await test.step('and when the network is back, the note goes', async () => {
    atlas.findNetwork()
    await atlas.reload()
    await atlas.pinsAreDrawn()
    await expect(atlas.staleBanner()).toHaveCount(0)
  })
})
