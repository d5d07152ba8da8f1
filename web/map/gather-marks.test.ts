import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gatherMarks, readShares, type TileFeature } from './gather-marks.ts'

const feature = (
  type: string,
  id: number | undefined,
  coordinates: number[],
  properties: Record<string, unknown>,
): TileFeature => {
  const xs = coordinates.filter((_, index) => index % 2 === 0)
  const ys = coordinates.filter((_, index) => index % 2 === 1)
  return {
    getId: () => id,
    getType: () => type,
    getFlatCoordinates: () => coordinates,
    getExtent: () => [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    getProperties: () => properties,
  }
}
const place = (id: number, x: number, y: number, category = 'gym') =>
  feature('Point', id, [x, y], { kind: 'place', name: `馆 ${id}`, category, type: category })
const cell = (x: number, y: number, count: number, categories: string) =>
  feature('Point', undefined, [x, y], { kind: 'cell', point_count: count, categories })
const grid = { zoom: 10.5, tileZoom: 10, squareMetres: 100, pixelMetres: 1 }

test('a place alone in its square is a pin at its exact position', () => {
  const [mark] = gatherMarks([[place(7, 12.5, 31)]], grid)
  expect(mark).toMatchObject({ key: 'p7', x: 12.5, y: 31, count: 1, place: { id: 7, nameZh: '馆 7', category: 'gym' } })
})

test('places and counted cells of a square become one disc with the shares of both', () => {
  const [mark, ...others] = gatherMarks([[place(7, 10, 10), cell(20, 20, 5, 'gym:3,park:2')]], grid)
  expect(others).toEqual([])
  expect(mark).toMatchObject({
    count: 6,
    place: null,
    shares: [
      { category: 'gym', count: 4 },
      { category: 'park', count: 2 },
    ],
  })
})

test('a trail cut by a tile border counts once', () => {
  const part = (x: number) =>
    feature('LineString', 9, [x, 10, x + 60, 10], { kind: 'place', name: '步道', category: 'trail' })
  const marks = gatherMarks([[part(30)], [part(90)]], grid)
  expect(marks).toHaveLength(1)
  expect(marks[0]).toMatchObject({ key: 'p9', count: 1 })
})

test('nothing is lost or doubled, and no mark covers another', () => {
  const coordinate = fc.integer({ min: -2000, max: 2000 })
  const point = fc.record({ x: coordinate, y: coordinate, count: fc.integer({ min: 1, max: 500 }) })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), fc.array(point, { maxLength: 60 }), (places, cells) => {
      const marks = gatherMarks(
        [
          places.map(({ x, y }, index) => place(index + 1, x, y)),
          cells.map(({ x, y, count }) => cell(x, y, count, `park:${count}`)),
        ],
        grid,
      )
      const total = places.length + cells.reduce((sum, { count }) => sum + count, 0)
      expect(marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(total)
      for (const mark of marks) {
        expect(mark.shares.reduce((sum, share) => sum + share.count, 0)).toBeCloseTo(mark.count, 6)
      }
      // The smallest discs and pins have a radius of 14 pixels; a little overlap is allowed.
      marks.forEach((mark, index) => {
        for (const other of marks.slice(index + 1)) {
          expect(Math.hypot(mark.x - other.x, mark.y - other.y)).toBeGreaterThanOrEqual(28 * 0.86)
        }
      })
    }),
    { seed: 11 },
  )
})

test('the shares of a cell are read from its text; what is malformed counts nothing', () => {
  expect(readShares('gym:12,park:3')).toEqual([
    { category: 'gym', count: 12 },
    { category: 'park', count: 3 },
  ])
  expect(readShares('')).toEqual([])
  expect(readShares('gym,park:0,:4')).toEqual([])
})

test('two places that would cover each other are one disc at the place of the first', () => {
  const marks = gatherMarks([[place(7, 99, 50), place(8, 104, 50), place(9, 280, 50)]], grid)
  expect(marks.map(({ count }) => count).sort()).toEqual([1, 2])
  expect(marks.find(({ count }) => count === 2)).toMatchObject({ place: null, extent: [99, 50, 104, 50] })
})

test('every disc has a ring although a tile tells categories once a block of cells', () => {
  const side = (2 * Math.PI * 6378137) / 2 ** (grid.tileZoom + 6)
  const features = [cell(side * 0.5, side * 0.5, 6, 'gym:6,park:2'), cell(side * 2.5, side * 0.5, 2, '')]
  const marks = gatherMarks([features], { ...grid, squareMetres: side, pixelMetres: side / 1000 })
  expect(marks.map(({ count, shares }) => [count, shares])).toEqual([
    [
      6,
      [
        { category: 'gym', count: 4.5 },
        { category: 'park', count: 1.5 },
      ],
    ],
    [
      2,
      [
        { category: 'gym', count: 1.5 },
        { category: 'park', count: 0.5 },
      ],
    ],
  ])
})
