import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildingIfc } from '../../../../seed-data/ifc/building-ifc.ts'
import { type BuildingsFixture, openBuildingsFixture } from '../testing-fixture.ts'

let fixture: BuildingsFixture
const options = { siteAt: { lon: 104.5, lat: 30.5, elevation: 500 }, unit: 'millimetre', stairs: true } as const

beforeAll(async () => {
  fixture = await openBuildingsFixture()
})
afterAll(() => fixture?.close())

const indoor = (path = '') => fixture.send('GET', `/indoor${path}`)
const officeUpstairs = async () => {
  const { items } = (await indoor('/search?q=办公室')).body
  return items.at(-1).end
}

test('a model has its ways with its floors, once it stands on the map', async () => {
  await fixture.convert(buildingIfc({ ...options, lift: 'shaft' }))
  expect((await indoor()).body.code).toBe('indoor-not-found')
  const { proposal, version } = await fixture.building()
  await fixture.send('PUT', '/building/georeference', proposal, { 'If-Match': `"${version}"` })
  const { body } = await indoor()
  expect(body.routes).toBe(true)
  expect(body.levels.map(({ short }: { short: string }) => short)).toEqual(['1F', '2F'])
  const doors = body.levels[0].openings.features.map(({ properties }: { properties: object }) => properties)
  expect(doors).toContainEqual({ kind: 'door', name: '入口', entrance: true })
  const end = await officeUpstairs()
  const stairs = await indoor(`/route?from=entrance&to=${end}`)
  expect(stairs.body.steps.map(({ does }: { does: string }) => does)).toContain('stair')
  const lift = await indoor(`/route?from=entrance&to=${end}&stairs=avoid`)
  expect(lift.body.steps.map(({ does }: { does: string }) => does)).toContain('lift')
  expect((await indoor('/unreachable')).body.items).toEqual([])
})

test('another version brings other ways: without the lift only steps lead upstairs, and its owner is told', async () => {
  await fixture.convert(buildingIfc(options))
  const refused = await indoor(`/route?from=entrance&to=${await officeUpstairs()}&stairs=avoid`)
  expect(refused.body.code).toBe('route-has-steps')
  const { items } = (await indoor('/unreachable')).body
  expect(items.map(({ reason }: { reason: string }) => reason)).toEqual(['steps-only', 'steps-only', 'steps-only'])
})
