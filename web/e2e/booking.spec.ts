import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

test('from the pin to the ticket: choose cells, hold, pay in the sandbox, and give one back', async ({ atlas }) => {
  const place = await atlas.bookablePlace()
  await test.step('given the panel of a place with courts', async () => {
    await atlas.open(`/places/${place.id}`)
    await atlas.link('预订').click()
    await expect(atlas.booking.freeCells().first()).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('when two cells are chosen and ordered', async () => {
    await atlas.booking.chooseDay(2)
    await atlas.booking.choose(2)
    await expect(atlas.text('已选 2 个')).toBeVisible()
    await atlas.button('下单').click()
    await atlas.signIn('admin', password)
    await expect(atlas.text(/为你保留 [45]:\d\d/)).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('and paid', async () => {
    await atlas.button(/演示支付/).click()
    await expect(atlas.text('这是假的收银台，不收真钱。')).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.button('成功，通知两次').click()
  })
  await test.step('then each cell has its ticket', async () => {
    await expect(atlas.text('订好了')).toBeVisible()
    await expect(atlas.picture(/的入场码/)).toHaveCount(2)
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('and one is cancelled with the refund that was shown', async () => {
    await atlas.button('取消这个时段').first().click()
    await expect(atlas.text(/现在取消，退 ¥/)).toBeVisible()
    await atlas.button('确定取消').click()
    await expect(atlas.text(/已退 ¥/)).toBeVisible()
    await expect(atlas.picture(/的入场码/)).toHaveCount(1)
  })
})

test('a second browser sees the cell turn taken, and what it had chosen of it is taken off', async ({ atlas }) => {
  const place = await atlas.bookablePlace()
  await atlas.open(`/booking/places/${place.id}`)
  await atlas.booking.chooseDay(3)
  const other = await atlas.secondPage(`/booking/places/${place.id}`)
  await other.chooseDay(3)
  const name = await atlas.booking.choose(1)
  await other.chooseNamed(name)
  await atlas.button('下单').click()
  await atlas.signIn('admin', password)
  await expect(atlas.text(/为你保留/)).toBeVisible()
  await expect(other.taken(name)).toBeVisible()
  await expect(other.text(/刚被别人订走/)).toBeVisible()
  await atlas.button('放弃，改选别的').click()
  await expect(other.free(name)).toBeVisible()
})
