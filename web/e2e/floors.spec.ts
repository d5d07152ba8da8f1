import { expect, test } from './browser.ts'
import { FloorsDriver } from './floors-driver.ts'
import { adminPassword } from './start-server.ts'

const password = process.env.E2E_ADMIN_PASSWORD ?? adminPassword

/** A hall of 20 m by 12 m in millimetres, as draughtsmen save it. */
const hallDxf = [
  '0',
  'SECTION',
  '2',
  'HEADER',
  '9',
  '$INSUNITS',
  '70',
  '4',
  '0',
  'ENDSEC',
  '0',
  'SECTION',
  '2',
  'ENTITIES',
]
  .concat(['0', 'LWPOLYLINE', '8', '0', '90', '4', '70', '1', '10', '0', '20', '0', '10', '20000', '20', '0'])
  .concat(['10', '20000', '20', '12000', '10', '0', '20', '12000', '0', 'ENDSEC', '0', 'EOF'])
  .join('\n')

test('an owner traces two floors over a drawing, joins them by a lift and publishes: people are led there', async ({
  atlas,
  page,
}) => {
  test.skip(test.info().project.name === 'phone', 'floors are drawn on a wide screen')
  test.setTimeout(120_000)
  // A second try begins at a place without floors.
  const place = await atlas.somePlace(test.info().retry === 0 ? '&type=table-tennis-hall' : '&type=tennis-court')
  const floors = new FloorsDriver(page, place.location)
  await test.step('given somebody who keeps the place, with a drawing of it', async () => {
    await atlas.signInAs('admin', password)
    await floors.upload(place.id, 'hall.dxf', hallDxf)
    await atlas.open(`/manage/floors/${place.id}`)
    await atlas.button('从一层开始').click()
  })
  await test.step('when the drawing is put in place by two points', async () => {
    await floors.trace('hall.dxf')
    await atlas.button('加控制点').click()
    // Until then it lies with its middle on the place, in the unit that it says.
    await floors.tap([-10, -6], [-10, -6], [10, -6], [10, -6])
    await expect(atlas.text(/图上 1 单位 = 0\.00(100\d|099\d+) 米/)).toBeVisible()
  })
  await test.step('and rooms, doors and a lift are drawn on two floors', async () => {
    await floors.room([-10, -6], [2, 6])
    await floors.say('中文名称', '比赛大厅')
    await floors.room([2, -6], [10, 6])
    await floors.door([2, 0])
    await floors.door([-4, -6])
    // Along its wall to another spot, where it is picked then.
    await floors.drag([2, 0], [2.4, -3])
    await floors.tap([2, -3])
    await expect(floors.panel()).toContainText('宽度')
    await atlas.button('加上面一层').click()
    await floors.room([-10, -6], [10, 6])
    await floors.say('中文名称', '二层训练厅')
    await floors.connector([-8, 4])
    await floors.chooseKind('电梯')
  })
  await test.step('then undo takes the last step back, and redo brings it again', async () => {
    await atlas.keys('Control+z')
    await expect(floors.panel()).toContainText('楼梯')
    await atlas.keys('Control+y')
    await expect(floors.panel()).toContainText('电梯')
    expect(await atlas.accessibilityFaults()).toEqual([])
  })
  await test.step('and once published the way up is found, without stairs', async () => {
    await atlas.button('发布').click()
    await expect(atlas.text('已发布：2 层，3 个房间')).toBeVisible()
    await expect(atlas.text('所有房间都有路线可到，且无需走台阶。')).toBeVisible()
    await atlas.photograph('test-results/floors-published.png')
    await atlas.open(`/places/${place.id}/indoor`)
    await atlas.indoor.find('二层训练厅')
    await atlas.button('带我去').click()
    await atlas.indoor.noStairs()
    await expect(atlas.text('全程无台阶')).toBeVisible()
  })
  await test.step('and a file that is no floors is refused with the reason', async () => {
    await atlas.open(`/manage/floors/${place.id}`)
    await floors.importFile('rooms.geojson', '{"type":"FeatureCollection","features":[]}')
    await expect(atlas.text(/文件读不出来/)).toBeVisible()
  })
})
