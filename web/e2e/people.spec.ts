import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const somePhone = (): string => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

test('somebody signs up by phone, gets a role, shows the personal code, and is out at once when archived', async ({
  atlas,
}) => {
  const phone = somePhone()
  await test.step('given a newcomer who signs up by a code', async () => {
    await atlas.open('/me')
    await atlas.signInByPhone(phone)
    await expect(atlas.picture(/个人二维码/)).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  const admin = await atlas.asAdministrator(process.env.E2E_ADMIN_PASSWORD ?? adminPassword)
  const [person] = (await admin.get(`/api/people?q=${phone}`)).items
  await test.step('when the administrator gives a role, the newcomer sees it', async () => {
    await admin.post(`/api/people/${person.id}/grants`, { role: 'planner', regionCode: '510100' })
    await atlas.open('/me')
    await expect(atlas.text(/规划 · 成都市/)).toBeVisible()
  })
  await test.step('then archived, the next request is nobody’s', async () => {
    await admin.post(`/api/people/${person.id}/archive`, { reason: 'end of the test' })
    await atlas.open('/me')
    await expect(atlas.button('获取验证码')).toBeVisible()
  })
})

test('an administrator finds people and reads what was done', async ({ atlas }) => {
  await atlas.open('/admin/people')
  await atlas.signIn('admin', process.env.E2E_ADMIN_PASSWORD ?? adminPassword)
  await expect(atlas.text('人员')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
  await atlas.open('/admin/audit')
  await expect(atlas.text('操作记录')).toBeVisible()
  expect(await atlas.accessibilityFaults()).toEqual([])
})
