import fc from 'fast-check'
import { fromLonLat, toLonLat, transform } from 'ol/proj.js'
import { getDistance } from 'ol/sphere.js'
import { expect, test } from 'vitest'
import { mercatorCode, shiftedMercator } from './gcj02-projection.ts'

shiftedMercator('GCJ-02')
const sichuan = fc.record({
  lon: fc.double({ min: 98, max: 110, noNaN: true }),
  lat: fc.double({ min: 26, max: 34, noNaN: true }),
})

test('a point of the true map lies 175 to 575 metres away on a GCJ-02 base map, and comes back within 0.2 metres', () => {
  fc.assert(
    fc.property(sichuan, ({ lon, lat }) => {
      const there = transform(fromLonLat([lon, lat]), 'EPSG:3857', mercatorCode('GCJ-02'))
      const shift = getDistance([lon, lat], toLonLat(there))
      expect(shift).toBeGreaterThan(150)
      expect(shift).toBeLessThan(650)
      const back = toLonLat(transform(there, mercatorCode('GCJ-02'), 'EPSG:3857'))
      expect(getDistance([lon, lat], back)).toBeLessThan(0.2)
    }),
    { seed: 4 },
  )
})

test('outside China nothing is shifted', () => {
  const paris = fromLonLat([2.35, 48.86])
  const there = transform(paris, 'EPSG:3857', mercatorCode('GCJ-02'))
  expect(there[0]).toBeCloseTo(paris[0]!, 3)
  expect(there[1]).toBeCloseTo(paris[1]!, 3)
})
