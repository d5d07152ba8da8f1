import { describe, expect, it } from 'vitest'
import { ascentOfHeights } from '../../api/spatial/trail.ts'
import { prepareArea } from './county-area.ts'
import { createRandom } from './random.ts'
import { makeShape } from './shapes.ts'
import { walkTrail } from './trails.ts'

describe('ascent', () => {
  it('counts rises of ten metres and leaves smaller waves out', () => {
    expect(ascentOfHeights([100, 150, 120, 180])).toBe(110)
    expect(ascentOfHeights([100, 104, 99, 105, 100, 106])).toBe(0)
    expect(ascentOfHeights([100, 110])).toBe(10)
    expect(ascentOfHeights([500, 400, 300])).toBe(0)
    expect(ascentOfHeights([])).toBe(0)
  })

  it('is not raised by noise of three metres', () => {
    const random = createRandom(3)
    const climb = Array.from({ length: 400 }, (_, step) => 500 + step * 2)
    const noisy = climb.map((height) => height + random.between(-3, 3))
    expect(Math.abs(ascentOfHeights(noisy) - ascentOfHeights(climb))).toBeLessThan(10)
  })
})

describe('a trail', () => {
  const box = [
    [104, 30],
    [104.02, 30],
    [104.02, 30.02],
    [104, 30.02],
    [104, 30],
  ]
  const area = prepareArea([[box]])

  it('keeps every vertex inside the county even where the county is small', () => {
    for (let seed = 0; seed < 60; seed++) {
      const plan = { vertices: 120, stepMetres: 60, wiggle: 0.2, climb: (seed % 2) * 0.4, parts: 1 + (seed % 3) }
      const trail = walkTrail(104.001, 30.001, plan, area, createRandom(seed))
      expect(trail).not.toBeNull()
      expect(trail!.parts.flat().filter(([lon, lat]) => !area.contains(lon, lat))).toEqual([])
      expect(trail!.ascentM).toBe(
        Math.round(trail!.parts.reduce((sum, part) => sum + ascentOfHeights(part.map((point) => point[2])), 0)),
      )
    }
  })
})

describe('a shape', () => {
  it('has rings that close, run the right way round and enclose about the area said', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed)
      const kind = { oval: seed % 4 === 0, hole: seed % 3 === 0, second: seed % 5 === 0 }
      const { polygons, areaM2 } = makeShape(104, 30, 100, kind, random)
      for (const polygon of polygons)
        for (const [index, ring] of polygon.entries()) {
          expect(ring.at(-1)).toEqual(ring[0])
          expect(Math.sign(signedArea(ring))).toBe(index === 0 ? 1 : -1)
        }
      expect(polygons.flat().reduce((sum, ring) => sum + signedArea(ring), 0) / areaM2).toBeCloseTo(1, 1)
    }
  })
})

/** Square metres at 30° north, counter-clockwise positive. */
function signedArea(ring: [number, number][]): number {
  const metres = ring.map(([lon, lat]) => [(lon - 104) * 111_320 * Math.cos(Math.PI / 6), (lat - 30) * 111_320])
  let twice = 0
  for (let i = 1; i < metres.length; i++)
    twice += metres[i - 1]![0]! * metres[i]![1]! - metres[i]![0]! * metres[i - 1]![1]!
  return twice / 2
}
