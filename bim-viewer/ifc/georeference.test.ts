import { expect, test } from 'vitest'
import { buildingIfc, type FixtureOptions } from '../../seed-data/ifc/building-ifc.ts'
import { convert } from './convert.ts'
import { knownCrs } from './known-crs.ts'
import { toLocal, toMap } from './placement.ts'
import { proposePlacement } from './propose-placement.ts'

const georeferenceOf = async (options: FixtureOptions) =>
  (await convert(new TextEncoder().encode(buildingIfc({ storeys: 1, elements: false, ...options })))).building
    .georeference
const chengdu = { crs: 'EPSG:32648', eastings: 410_330, northings: 3_391_980, height: 503, rotation: 12 }

test.each<[string, FixtureOptions]>([
  ['metres of both', { mapConversion: chengdu }],
  ['a map in millimetres', { mapConversion: { ...chengdu, mapUnit: 'millimetre' } }],
  ['a model in millimetres and a map in metres', { unit: 'millimetre', mapConversion: chengdu }],
  ['both in millimetres', { unit: 'millimetre', mapConversion: { ...chengdu, mapUnit: 'millimetre' } }],
  ['a model in feet and a map in feet', { unit: 'foot', mapConversion: { ...chengdu, mapUnit: 'foot' } }],
])('IfcMapConversion is read in its own unit: %s', async (_case, options) => {
  const found = await georeferenceOf(options)
  expect(found).toMatchObject({ source: 'map-conversion', crs: 'EPSG:32648' })
  expect(found!.origin[0]).toBeCloseTo(410_330, 2)
  expect(found!.origin[1]).toBeCloseTo(3_391_980, 2)
  expect(found!.elevation).toBeCloseTo(503, 2)
  expect(found!.rotation).toBeCloseTo(12, 4)
  expect(found!.scale).toBeCloseTo(1, 6)
})

test('IFC2X3 says it by property sets on the site', async () => {
  const found = await georeferenceOf({ schema: 'IFC2X3', unit: 'millimetre', conversionSets: chengdu })
  expect(found).toMatchObject({ source: 'property-set', crs: 'EPSG:32648' })
  expect(found!.origin).toEqual([410_330, 3_391_980])
  expect(found!.rotation).toBeCloseTo(12, 4)
})

test('a site with latitude and longitude, and true north that the model is turned from', async () => {
  const found = await georeferenceOf({ siteAt: { lon: 104.0665, lat: -30.657, elevation: 12 }, trueNorth: 30 })
  expect(found).toMatchObject({ source: 'site', crs: null, elevation: 12 })
  expect(found!.origin[0]).toBeCloseTo(104.0665, 7)
  expect(found!.origin[1]).toBeCloseTo(-30.657, 7)
  const placement = proposePlacement(found, [0, 0])!
  // North in the model's axes: from there the map's north.
  const [lon, lat] = toMap(placement)([100 * Math.sin(Math.PI / 6), 100 * Math.cos(Math.PI / 6)])
  expect(lon).toBeCloseTo(104.0665, 6)
  expect(lat).toBeGreaterThan(-30.657 + 0.0008)
})

test('a coordinate system that is not known here is asked of the owner; the site beside it is proposed instead', async () => {
  const unknown = { ...chengdu, crs: 'EPSG:9897' }
  expect(await georeferenceOf({ mapConversion: unknown })).toMatchObject({ crs: 'EPSG:9897' })
  expect(proposePlacement(await georeferenceOf({ mapConversion: unknown }), [0, 0])).toBeNull()
  const found = await georeferenceOf({ mapConversion: unknown, siteAt: { lon: 6.1, lat: 49.6, elevation: 0 } })
  expect(found!.source).toBe('site')
  expect(await georeferenceOf({})).toBeNull()
})

test('the proposal stands where the projection says: UTM, and CGCS2000 in both its zones', () => {
  const at = (crs: string, origin: [number, number]) =>
    proposePlacement({ source: 'map-conversion', crs, origin, elevation: 0, rotation: 0, scale: 1 }, [0, 0])!
  // Values of PROJ for 104.0647° E 30.6570° N.
  for (const [crs, origin] of [
    ['EPSG:32648', [410_390.676, 3_391_962.884]],
    ['EPSG:4523', [35_410_354.818, 3_393_320.212]],
    ['EPSG:4544', [410_354.818, 3_393_320.212]],
    ['EPSG:4496', [18_410_354.818, 3_393_320.212]],
    ['urn:ogc:def:crs:EPSG::4507', [410_354.818, 3_393_320.212]],
  ] as [string, [number, number]][]) {
    const { lon, lat } = at(crs, origin)
    expect([lon, lat]).toEqual([expect.closeTo(104.0647, 7), expect.closeTo(30.657, 7)])
  }
  expect(knownCrs('EPSG:4479')).toBeNull()
})

test('local metres to the map and back', () => {
  const placement = {
    anchor: [66, 24] as [number, number],
    lon: 104.06,
    lat: 30.66,
    rotation: 33,
    scale: 1,
    elevation: 0,
  }
  const point = toLocal(placement)(toMap(placement)([130, 2]))
  expect(point[0]).toBeCloseTo(130, 5)
  expect(point[1]).toBeCloseTo(2, 5)
  expect(toMap(placement)([66, 24])).toEqual([expect.closeTo(104.06, 9), expect.closeTo(30.66, 9)])
})
