import { writeFile } from 'node:fs/promises'
import { expect, test } from './browser.ts'
import { difference } from './model-driver.ts'

/** The building of the demo registry, in the viewer. Pictures stand with the results. */

const keep = (name: string, picture: Buffer) => writeFile(test.info().outputPath(`${name}.png`), picture)

test('the model opens, stands still when nobody moves it, asks no other host, and has no fault for a screen reader', async ({
  atlas,
}) => {
  const { model } = await atlas.openModel()
  expect(await model.floors()).toEqual(['全部', '三层', '二层', '一层'])
  await keep('first frame', await model.picture())
  expect(await model.framesAtRest()).toBe(0)
  expect(atlas.otherHosts()).toEqual([])
  expect(await atlas.accessibilityFaults()).toEqual([])
})

test('a floor alone shows its rooms with name and area, and the plan is locked to it', async ({ atlas }) => {
  const { model } = await atlas.openModel()
  await model.closePanels()
  const whole = await model.picture()
  await model.floor('一层')
  await model.tool('空间')
  const alone = await model.picture()
  await keep('storey alone', alone)
  expect(await difference(whole, alone)).toBeGreaterThan(0.03)
  await expect(model.label('游泳馆')).toContainText(/[\d,]+ m²/)
  await expect(model.label('多功能厅')).toBeHidden()
  await model.tool('平面')
  await keep('plan', await model.picture())
  await model.press('ArrowRight')
  expect(await model.floors()).not.toContain('全部')
  await expect(model.label('比赛场地')).toBeVisible()
})

test('what a section cut away cannot be measured; what is left can', async ({ atlas }) => {
  const { model } = await atlas.openModel()
  await model.closePanels()
  await model.floor('一层')
  await model.tool('空间')
  await model.tool('剖切')
  await atlas.button('上下').click()
  await model.slide('剖面 1 的位置', 0)
  await model.tool('测量')
  await model.tap(await model.middle())
  await expect(model.points()).toHaveCount(0)
  await model.tool('剖切')
  await model.slide('剖面 1 的位置', 0.5)
  await model.tool('测量')
  await model.tap(await model.spotOf('游泳馆'))
  await expect(model.points()).toHaveCount(1)
  await model.tap(await model.spotOf('比赛场地'))
  await expect(model.figures()).toHaveText(/^[\d.,]+ 米$/)
  // The two rooms are some sixty metres apart, whatever corner it snapped to.
  const [metres] = (await model.measured()).map((words) => Number.parseFloat(words))
  expect(metres).toBeGreaterThan(20)
  expect(metres).toBeLessThan(120)
  await keep('section and measure', await model.picture())
})

test('a shared link opens the same picture: camera, section, hidden, selected and floor', async ({ atlas }) => {
  const { model } = await atlas.openModel()
  await model.closePanels()
  await model.floor('一层')
  await model.tool('空间')
  await model.tap(await model.spotOf('比赛场地'))
  await model.press('h')
  await model.tap(await model.spotOf('游泳馆'))
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', '+']) await model.press(key)
  await model.tool('剖切')
  await atlas.button('左右').click()
  await model.slide('剖面 1 的位置', 0.7)
  await model.tool('视角')
  const link = await model.sharedLink()
  await model.tool('视角')
  const before = await model.picture()
  await model.openLink(link)
  const after = await model.picture()
  await keep('sent', before)
  await keep('received', after)
  expect(await difference(before, after)).toBeLessThan(0.01)
  await expect(atlas.text('1 个已隐藏')).toBeVisible()
  await expect(model.label('比赛场地')).toBeHidden()
})

test('a room leads on: to its court, to the indoor map, and one walks in and sees oneself on the map', async ({
  atlas,
}) => {
  const { model, place } = await atlas.openModel()
  await model.closePanels()
  await model.floor('一层')
  await model.tool('空间')
  await model.tap(await model.spotOf('比赛场地'))
  await expect(atlas.link('带我去')).toHaveAttribute('href', new RegExp(`^/places/${place}/indoor\\?to=space:\\d+$`))
  await expect(atlas.text('NetFloorArea').first()).toBeVisible()
  await keep('room', await model.picture())
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.button('走进去看').click()
  const start = await model.arrow()
  await model.hold('w', async () => (await model.arrow()) !== start)
  expect(await model.arrow()).not.toBe(start)
  await keep('inside', await model.picture())
  await model.press('Escape')
  await expect(model.label('比赛场地')).toBeVisible()
})
