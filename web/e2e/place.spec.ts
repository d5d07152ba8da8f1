import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

test('a reported mistake is stored, and the operator finds and accepts it', async ({ atlas }) => {
  const place = await atlas.somePlace('&type=fitness-path')
  const message = `大门改到北侧了 ${Date.now()}`
  await test.step('given a citizen who writes what is wrong', async () => {
    await atlas.open(`/places/${place.id}`)
    await atlas.button('纠错').click()
    await atlas.report(message)
    await expect(atlas.text(/收到了，谢谢/)).toBeVisible()
  })
  await test.step('then the operator sees it and accepts it', async () => {
    await atlas.open('/admin/reports')
    await atlas.signIn('admin', process.env.E2E_ADMIN_PASSWORD ?? adminPassword)
    await expect(atlas.text(message)).toBeVisible()
    await atlas.acceptReport(message)
    await expect(atlas.text(message)).toHaveCount(0)
  })
})

test('an empty report is not sent, and says what is missing', async ({ atlas }) => {
  const place = await atlas.somePlace()
  await atlas.open(`/places/${place.id}`)
  await atlas.button('纠错').click()
  await atlas.report('  ')
  await expect(atlas.text('请写一句说明，方便核实。')).toBeVisible()
})

test('a trail shows its heights and its length', async ({ atlas }) => {
  const trail = await atlas.somePlace('&type=hiking-trail')
  await atlas.open(`/places/${trail.id}`)
  await expect(atlas.placeName()).toHaveText(trail.nameZh)
  await expect(atlas.picture(/高程图：全长/)).toBeVisible()
})

test('a place that is not there is said so', async ({ atlas }) => {
  await atlas.open('/places/999999999')
  await expect(atlas.text(/没有这个场馆/)).toBeVisible()
})

test('in English everything but the Chinese names is English', async ({ atlas }) => {
  const place = await atlas.somePlace('&type=natatorium&status=open')
  await atlas.openMap('/')
  await atlas.chooseLanguage('English')
  expect(await atlas.pageLanguage()).toBe('en')
  expect(atlas.address().searchParams.get('lang')).toBe('en')
  await atlas.open(`/places/${place.id}?lang=en`)
  await expect(atlas.placeName()).toHaveText(place.nameEn!)
  await expect(atlas.button('Directions')).toBeVisible()
})
