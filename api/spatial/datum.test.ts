import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertGeometry, convertPosition, datums } from './datum.ts'

const metres = ([lonA, latA]: number[], [lonB, latB]: number[]) => {
  const east = (lonB! - lonA!) * 111_320 * Math.cos((latA! * Math.PI) / 180)
  return Math.hypot(east, (latB! - latA!) * 110_574)
}
const inChina = fc.tuple(
  fc.double({ min: 73.1, max: 135.9, noNaN: true }),
  fc.double({ min: 3.1, max: 54.4, noNaN: true }),
)
const tianfuSquare = [104.06572, 30.65742]

describe('datums', () => {
  it('gives the published positions of a place in all three datums', () => {
    // The example of gcoord's documentation: Tian'anmen as GPS sees it, in Baidu's datum.
    const [lon, lat] = convertPosition([116.403988, 39.914266], 'WGS84', 'BD-09')
    expect(lon).toBeCloseTo(116.41661560068297, 9)
    expect(lat).toBeCloseTo(39.92196580126834, 9)
    expect(convertPosition([123, 45], 'GCJ-02', 'WGS84')[0]).toBeCloseTo(122.99395597, 5)
  })

  it('comes back to within a millimetre, in every pair of datums', () => {
    fc.assert(
      fc.property(inChina, fc.constantFrom(...datums), fc.constantFrom(...datums), (point, from, to) => {
        expect(metres(point, convertPosition(convertPosition(point, from, to), to, from))).toBeLessThan(0.001)
      }),
      { seed: 20260501, numRuns: 1000 },
    )
  })

  it('moves a point in Sichuan by the 175–575 m that GCJ-02 is known for', () => {
    const inSichuan = fc.tuple(
      fc.double({ min: 98, max: 108.5, noNaN: true }),
      fc.double({ min: 26.1, max: 34.3, noNaN: true }),
    )
    fc.assert(
      fc.property(inSichuan, (point) => {
        const moved = metres(point, convertPosition(point, 'WGS84', 'GCJ-02'))
        expect(moved).toBeGreaterThan(150)
        expect(moved).toBeLessThan(620)
      }),
      { seed: 20260502 },
    )
  })

  it('leaves points outside China untouched in every datum, and ends at the edge of the algorithm’s own box', () => {
    for (const point of [
      [2.3522, 48.8566],
      [139.6917, 35.6895],
      [-122.4, 37.8],
      [72.0041, 30],
      [137.8346, 30],
      [100, 0.83],
      [100, 55.827],
      [180, -90],
    ]) {
      for (const from of datums) for (const to of datums) expect(convertPosition(point, from, to)).toEqual(point)
    }
  })

  it('takes CGCS2000 as WGS84', () => {
    expect(convertPosition(tianfuSquare, 'CGCS2000', 'WGS84')).toEqual(tianfuSquare)
    expect(convertPosition(tianfuSquare, 'CGCS2000', 'BD-09')).toEqual(convertPosition(tianfuSquare, 'WGS84', 'BD-09'))
  })

  it('converts geometries of every depth into new ones and keeps heights', () => {
    const trail = {
      type: 'MultiLineString' as const,
      coordinates: [
        [
          [104, 30, 512.5],
          [104.1, 30.1, 600],
        ],
        [
          [105, 31, 1],
          [106, 32, 2],
        ],
      ],
    }
    const before = structuredClone(trail)
    const moved = convertGeometry(trail, 'WGS84', 'GCJ-02')
    expect(trail).toEqual(before)
    expect(moved.coordinates.flat().map((position) => position[2])).toEqual([512.5, 600, 1, 2])
    expect(moved.coordinates[1]![1]!.slice(0, 2)).toEqual(convertPosition([106, 32], 'WGS84', 'GCJ-02'))
    const collection = convertGeometry(
      { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: tianfuSquare }, trail] },
      'WGS84',
      'BD-09',
    )
    expect(collection.geometries[0]).toEqual({
      type: 'Point',
      coordinates: convertPosition(tianfuSquare, 'WGS84', 'BD-09'),
    })
  })
})
