import { booleanPointInPolygon, multiPolygon } from '@turf/turf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { committedCounties } from './counties.ts'
import { prepareArea } from './county-area.ts'

const counties = committedCounties()
const areas = counties.map(({ polygons }) => ({ area: prepareArea(polygons), feature: multiPolygon(polygons) }))

describe('the prepared area of a county', () => {
  it('says of any point in its box what a plain test of the polygon says', () => {
    fc.assert(
      fc.property(
        fc.nat(areas.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (index, x, y) => {
          const { area, feature } = areas[index]!
          const [minLon, minLat, maxLon, maxLat] = area.bbox
          const lon = minLon + (maxLon - minLon) * x
          const lat = minLat + (maxLat - minLat) * y
          return area.contains(lon, lat) === booleanPointInPolygon([lon, lat], feature, { ignoreBoundary: true })
        },
      ),
      { numRuns: 5000, seed: 7 },
    )
  })

  it('leaves out holes and what lies outside the box', () => {
    const square = (from: number, to: number) => [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
      [from, from],
    ]
    const area = prepareArea([[square(0, 1), square(0.4, 0.6)]])
    expect([area.contains(0.2, 0.2), area.contains(0.5, 0.5), area.contains(1.2, 0.5)]).toEqual([true, false, false])
    expect(area.clearanceMetres(0.1, 0.5)).toBeCloseTo(0.1 * 111_320, -2)
  })
})
