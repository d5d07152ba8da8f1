import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

test('from the pin to checked-in: a ticket is let in once, also when the gate had no network', async ({ atlas }) => {
  const place = await atlas.bookablePlace()
  await test.step('given a venue whose gate lets people in a day before', async () => {
    const desk = await atlas.asAdministrator(password)
    const { timetables } = await desk.get(`/api/places/${place.id}/booking-set-up`)
    for (const { id, ...timetable } of timetables)
      await desk.put(`/api/places/${place.id}/timetables/${id}`, { ...timetable, earlyMinutes: 1440 })
  })
  let ticket = ''
  await test.step('and a ticket of the next free cell, from its pin', async () => {
    await atlas.open(`/places/${place.id}`)
    await atlas.link('预订').click()
    await atlas.booking.chooseSoonest()
    await atlas.button('下单').click()
    await atlas.signIn('admin', password)
    await atlas.button(/到馆付/).waitFor()
    await atlas.button(/演示支付/).click()
    await atlas.button('付款成功').click()
    await expect(atlas.text('订好了')).toBeVisible()
    ticket = await atlas.booking.ticket()
  })
  await test.step('when it is scanned without a network, it waits and is let in by the list that the gate has', async () => {
    await atlas.open(`/manage/gate/${place.id}`)
    await expect(atlas.text('请出示入场码或个人码')).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.gate.listKept()
    await atlas.loseNetwork()
    await atlas.gate.scan(ticket)
    await expect(atlas.gate.outcome()).toContainText('请进')
    await expect(atlas.text('1 条等待上报')).toBeVisible()
  })
  await test.step('then it is handed in when the network is back, once, and the ticket is used', async () => {
    await atlas.findNetwork()
    await expect(atlas.text('1 条等待上报')).toBeHidden({ timeout: 20_000 })
    await atlas.gate.scan(ticket)
    await expect(atlas.gate.outcome()).toContainText('已用过')
    // The latest but one, handed in once: the use just now was refused.
    await expect(atlas.gate.last().nth(0)).toContainText('已用过')
    await expect(atlas.gate.last().nth(1)).toContainText('有效')
    expect(await atlas.accessibilityFaults()).toEqual([])
    await atlas.open('/booking')
    await expect(atlas.text('已入场')).toBeVisible()
  })
})

test('the desk books who stands there, and the openness page shows visits with what proves them', async ({ atlas }) => {
  const place = await atlas.bookablePlace()
  await atlas.open(`/manage/booking/${place.id}`)
  await atlas.signIn('admin', password)
  await atlas.button('后一天').click()
  await expect(atlas.booking.waitingSheet()).toHaveCount(0)
  const cell = atlas.booking.freeDeskCells().last()
  await cell.click()
  await atlas.field('谁来了').fill('现场王先生')
  await atlas.button('订下').click()
  await expect(atlas.text('现场王先生')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.open('/openness')
  await expect(atlas.text('近 12 个月客流')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.booking.firstOpenPlace().click()
  await expect(atlas.text('开放达标')).toBeVisible()
  await atlas.button(/每周开放不少于 35 小时/).click()
  await expect(atlas.text('结果')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
})
