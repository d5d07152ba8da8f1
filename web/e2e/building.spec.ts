import { buildingIfc } from '../../seed-data/ifc/building-ifc.ts'
import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

test('an owner uploads a model, sees it done, confirms where it stands; a broken file says why', async ({
  atlas,
  page,
}) => {
  test.setTimeout(120_000)
  const phone = test.info().project.name === 'phone'
  const place = await atlas.somePlace(phone ? '&type=natatorium' : '&type=badminton-hall')
  const [lon, lat] = place.location
  const ifc = (name: string, more = {}) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(buildingIfc({ name: `${name} ${place.id}`, siteAt: { lon, lat, elevation: 500 }, ...more })),
  })
  const upload = (file: ReturnType<typeof ifc>) =>
    page.locator('input[data-files="building-model"]').setInputFiles(file)
  await test.step('given somebody who keeps the place', async () => {
    await atlas.signInAs('admin', password)
    await atlas.open(`/manage/building/${place.id}`)
    await expect(atlas.text(/还没有模型/)).toBeVisible()
  })
  await test.step('when a model is uploaded', async () => {
    await upload(ifc('体育馆.ifc'))
    await expect(page.getByText('已完成')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('现在显示的是模型自己写的位置。')).toBeVisible()
  })
  await test.step('then it is moved by keys, turned, and confirmed', async () => {
    const map = page.getByRole('application', { name: /建筑位置/ })
    await map.focus()
    await map.press('Shift+ArrowRight')
    await page.getByLabel('旋转（度）').fill('30')
    await page.getByRole('button', { name: '确认位置' }).click()
    await expect(page.getByText('位置已确认。')).toBeVisible()
    const reply = await fetch(new URL(`/api/places/${place.id}/building`, page.url()))
    const building = (await reply.json()) as {
      placement: { lon: number; rotation: number }
      spaces: { position: unknown }[]
    }
    expect(building.placement.rotation).toBe(30)
    expect((building.placement.lon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180)).toBeCloseTo(5, 0)
    expect(building.spaces.every(({ position }) => position !== null)).toBe(true)
    await page.screenshot({ path: test.info().outputPath('building.png'), fullPage: true })
  })
  await test.step('and a file of another schema says why it was refused', async () => {
    await upload(ifc('新版.ifc', { headerSchema: 'IFC5_ALPHA' }))
    await expect(page.getByText('文件的 IFC 版本无法读取', { exact: false })).toBeVisible({ timeout: 60_000 })
  })
})
