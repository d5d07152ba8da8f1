import { expect, test } from './browser.ts'

test('on a phone, the way to a court on the second floor without stairs: over two floors, step by step', async ({
  atlas,
}) => {
  const hall = await atlas.placeWithFloors()
  await test.step('given the indoor map of the hall', async () => {
    await atlas.open(`/places/${hall}/indoor`)
    await expect(atlas.indoor.floor('一层')).toBeChecked()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('when the court is found and led to, without stairs', async () => {
    await atlas.indoor.find('羽毛球2号场')
    await expect(atlas.indoor.floor('二层')).toBeChecked()
    await atlas.button('带我去').click()
    await atlas.indoor.noStairs()
    await expect(atlas.text('全程无台阶')).toBeVisible()
    await expect(atlas.indoor.floor('一层')).toBeChecked()
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.indoor.picture('route-first-floor')
  })
  await test.step('then the floor follows the chosen step', async () => {
    await atlas.indoor.step(/到 二层/)
    await expect(atlas.indoor.floor('二层')).toBeChecked()
    await expect(atlas.indoor.steps().filter({ hasText: '楼梯' })).toHaveCount(0)
    await atlas.indoor.picture('route-second-floor')
  })
  await test.step('from outside the way leads to an entrance first', async () => {
    await atlas.standAt(...(await atlas.indoor.spotOutside(hall)))
    await atlas.indoor.startFromMe()
    await expect(atlas.indoor.steps().first()).toContainText(/走到.*直线距离 .*不是路程/)
    await expect(atlas.text('馆外的位置')).toBeVisible()
    await atlas.indoor.picture('route-from-outside')
  })
  await test.step('and the address leads another reader to the same', async () => {
    await atlas.reload()
    await expect(atlas.text('全程无台阶')).toBeVisible()
  })
})
