import { pdf, picture, sidewaysPhoto } from '../../api/modules/files/testing-files.ts'
import { expect, test } from './browser.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

test('photos and drawings are uploaded, put in order by keys, looked at, and shown to citizens as far as they are public', async ({
  atlas,
}) => {
  test.setTimeout(120_000)
  // The phone and the desktop share one registry.
  const place = await atlas.somePlace(test.info().project.name === 'phone' ? '&type=natatorium' : '&type=stadium')
  await atlas.signInAs('admin', password)
  await atlas.open(`/manage/files/${place.id}`)
  await test.step('two photos and a text that calls itself a photo', async () => {
    await expect(atlas.text('选照片')).toBeVisible()
    await atlas.chooseFiles('photo', [
      { name: '大厅.jpg', mimeType: 'image/jpeg', buffer: await sidewaysPhoto() },
      { name: '泳池.png', mimeType: 'image/png', buffer: await picture(640, 480, '#2060d0') },
      { name: '假的.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') },
    ])
    await expect(atlas.photos()).toHaveCount(2, { timeout: 30_000 })
    await expect(atlas.text(/假的\.jpg 没有存下来/)).toBeVisible()
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('the order is changed by a key, and the focus goes along', async () => {
    const [first] = await atlas.photoNames()
    await atlas.moveFirstPhoto('ArrowRight')
    await expect.poll(async () => (await atlas.photoNames())[1]).toBe(first)
    await expect(atlas.focused()).toHaveAttribute('aria-label', '往前移')
    await atlas.keys('ArrowLeft')
    await expect.poll(async () => (await atlas.photoNames())[0]).toBe(first)
  })
  await test.step('a PDF and an image as drawings open in their viewers', async () => {
    await atlas.chooseFiles('drawing', [
      { name: '平面图.pdf', mimeType: 'application/pdf', buffer: pdf(3) },
      { name: '立面.png', mimeType: 'image/png', buffer: await picture(900, 600, '#c0c0c0') },
    ])
    await expect(atlas.documentRow('平面图.pdf')).toContainText('仅管理者可见', { timeout: 30_000 })
    await atlas.documentRow('平面图.pdf').getByRole('button', { name: '查看' }).click()
    await expect(atlas.text('第 1 页，共 3 页')).toBeVisible()
    await atlas.button('关闭').click()
    await atlas.documentRow('立面.png').getByRole('button', { name: '查看' }).click()
    await expect(atlas.picture(/立面/)).toBeVisible()
    await atlas.button('关闭').click()
  })
  await test.step('the place page shows the photos, not the drawings', async () => {
    await atlas.signOut()
    await atlas.open(`/places/${place.id}`)
    await expect(atlas.placePhotos().first()).toBeVisible({ timeout: 30_000 })
    await expect(atlas.text('平面图.pdf')).toHaveCount(0)
  })
})
