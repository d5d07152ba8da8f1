import { expect, it } from 'vitest'
import type { Geometry } from '../../../api/contract/shapes.ts'
import {
  countPositions,
  crossings,
  cutAlong,
  join,
  measure,
  repaired,
  reverse,
  rounded,
  simplified,
  splitAt,
  withPart,
} from './geometry-ops.ts'

const line: Geometry = {
  type: 'LineString',
  coordinates: [
    [104, 30, 500],
    [104.01, 30, 600],
    [104.02, 30, 700],
  ],
}
const square: Geometry = {
  type: 'Polygon',
  coordinates: [
    [
      [104, 30],
      [104.01, 30],
      [104.01, 30.01],
      [104, 30.01],
      [104, 30],
    ],
  ],
}
const bowTie: Geometry = {
  type: 'Polygon',
  coordinates: [
    [
      [104, 30],
      [104.01, 30.01],
      [104.01, 30],
      [104, 30.01],
      [104, 30],
    ],
  ],
}

it('splits a line at its nearest point, with the height there, and joins it again', () => {
  const split = splitAt(line, [104.005, 30.001])
  expect(rounded(split)).toEqual({
    type: 'MultiLineString',
    coordinates: [
      [
        [104, 30, 500],
        [104.005, 30, 550],
      ],
      [
        [104.005, 30, 550],
        [104.01, 30, 600],
        [104.02, 30, 700],
      ],
    ],
  })
  expect(countPositions(join(split))).toBe(4)
  expect(join(split).type).toBe('LineString')
  expect(splitAt(line, [103.9, 30])).toEqual(line)
  expect(splitAt(square, [104, 30])).toEqual(square)
})

it('cuts an area along a line, holes and all, and loses no ground', () => {
  const across = cutAlong(square, [
    [104.003, 29.9],
    [104.003, 30.1],
  ])
  expect(across.type).toBe('MultiPolygon')
  expect((across.coordinates as unknown[]).length).toBe(2)
  expect(measure(across).areaM2! / measure(square).areaM2!).toBeCloseTo(1, 6)
  expect(crossings(across)).toEqual([])
  const ring = square.coordinates[0] as number[][]
  const [lons, lats] = [ring.map(([lon]) => lon!), ring.map(([, lat]) => lat!)]
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const at = (x: number, y: number) => [west + (east - west) * x, south + (north - south) * y]
  const hole = [at(0.4, 0.4), at(0.4, 0.6), at(0.6, 0.6), at(0.6, 0.4), at(0.4, 0.4)]
  const withHole: Geometry = { type: 'Polygon', coordinates: [ring, hole] }
  const halves = cutAlong(withHole, [at(0.5, -0.2), at(0.52, 1.2)])
  expect((halves.coordinates as unknown[]).length).toBe(2)
  expect(measure(halves).areaM2! / measure(withHole).areaM2!).toBeCloseTo(1, 6)
  // Ends inside, or passes by.
  expect(cutAlong(square, [at(-0.5, 0.5), at(0.5, 0.5)])).toBe(square)
  expect(cutAlong(square, [at(2, 0), at(2, 1)])).toBe(square)
  expect(cutAlong(line, [at(0, 0), at(1, 1)])).toBe(line)
})

it('reverses parts and their order', () => {
  expect(reverse(line).coordinates[0]).toEqual([104.02, 30, 700])
  expect(reverse(reverse(splitAt(line, [104.005, 30])))).toEqual(splitAt(line, [104.005, 30]))
})

it('measures along the earth', () => {
  // A degree of longitude at 30° N is 96.49 km on the sphere of turf (96.3 by its radius); 0.02° of it.
  expect(measure(line).lengthM).toBeGreaterThan(1900)
  expect(measure(line).lengthM).toBeLessThan(1945)
  expect(measure(square).areaM2! / 1e6).toBeCloseTo(1.072, 2)
  expect(measure({ type: 'Point', coordinates: [104, 30] })).toEqual({ lengthM: null, areaM2: null })
})

it('finds a crossing of an outline, and repairs it without losing ground', () => {
  expect(crossings(square)).toEqual([])
  expect(crossings(bowTie).map((at) => at.map((value) => Number(value.toFixed(4))))).toContainEqual([104.005, 30.005])
  const mended = repaired(bowTie)
  expect(mended.type).toBe('MultiPolygon')
  expect(crossings(mended)).toEqual([])
  expect(measure(mended).areaM2! / measure(square).areaM2!).toBeCloseTo(0.5, 2)
})

it('simplifies within the tolerance and keeps the ends', () => {
  const wavy: Geometry = {
    type: 'LineString',
    coordinates: Array.from({ length: 101 }, (_, step) => [104 + step * 1e-4, 30 + (step % 2) * 1e-5]),
  }
  const straight = simplified(wavy, 5)
  expect(countPositions(straight)).toBeLessThan(10)
  expect(straight.coordinates[0]).toEqual([104, 30])
  expect(simplified(wavy, 0)).toBe(wavy)
})

it('adds parts of the same kind, and rounds to what the registry keeps', () => {
  expect(withPart(square, bowTie).type).toBe('MultiPolygon')
  expect(withPart(line, line).type).toBe('MultiLineString')
  expect(withPart(line, square)).toBe(square)
  const put: Geometry = {
    type: 'LineString',
    coordinates: [
      [104.123456789, 30, 500],
      [104.2, 30, 0],
      [104.3, 30, 700],
    ],
  }
  expect(rounded(put).coordinates).toEqual([
    [104.1234568, 30, 500],
    [104.2, 30, 600],
    [104.3, 30, 700],
  ])
})
