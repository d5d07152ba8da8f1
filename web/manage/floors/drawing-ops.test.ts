import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import {
  addConnector,
  addLevel,
  addOpening,
  addRoom,
  areaOf,
  cutOut,
  moveThings,
  type Position,
  removeLevel,
  splitRooms,
} from './drawing-ops.ts'
import { linesOfDxf } from './dxf-lines.ts'
import { applied, fitted, inverted, mercator, metresPerUnit, residuals } from './underlay-fit.ts'
import { reduceDrawing, startDrawing } from './use-drawing.ts'

const empty: FloorDrawing = { levels: [], rooms: [], openings: [], facilities: [], connectors: [] }
const named = () => ({ nameZh: '层', nameEn: 'Floor' })
const at = (x: number, y: number): Position => [104 + x / 95_900, 30.5 + y / 110_860]
const box = (x: number, y: number, width: number, depth: number): Position[][] => [
  [at(x, y), at(x + width, y), at(x + width, y + depth), at(x, y + depth), at(x, y)],
]
const begun = addLevel(empty, 'above', named)
const ground = begun.levels[0]!.guid

it('a drawing lies where its control points say: turned, sized and moved, to a millimetre', () => {
  const size = fc.double({ min: 0.001, max: 50, noNaN: true })
  const angle = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(size, angle, (scale, turn) => {
      const [x, y] = mercator([104, 30.5])
      const true_ = { a: scale * Math.cos(turn), b: scale * Math.sin(turn), x, y }
      const toLonLat = ([east, north]: readonly number[]): Position => [
        (east! / 6_378_137) * (180 / Math.PI),
        (Math.atan(Math.exp(north! / 6_378_137)) * 360) / Math.PI - 90,
      ]
      const spots = [
        [0, 0],
        [900, 40],
        [300, 700],
      ] as const
      const controls = spots.map((spot) => ({ at: [...spot] as [number, number], on: toLonLat(applied(true_, spot)) }))
      const found = fitted(controls, { a: 1, b: 0, x: 0, y: 0 })
      expect(Math.max(...residuals(found, controls))).toBeLessThan(0.001)
      expect(metresPerUnit(found, 30.5)).toBeCloseTo(scale * Math.cos((30.5 * Math.PI) / 180), 6)
      expect(inverted(found, applied(found, [12, 34]))[0]).toBeCloseTo(12, 4)
    }),
    { seed: 5, numRuns: 200 },
  )
})

it('one control point moves a drawing and leaves its size', () => {
  const usual = { a: 0.02, b: 0, x: 7, y: 9 }
  const found = fitted([{ at: [100, 100], on: [104, 30.5] }], usual)
  expect([found.a, found.b]).toEqual([0.02, 0])
  expect(applied(found, [100, 100])[0]).toBeCloseTo(mercator([104, 30.5])[0], 6)
})

it('a court cut out of a hall leaves the hall around it; a wall makes two rooms of one', () => {
  const [hall] = addRoom(begun, ground, box(0, 0, 20, 10))
  const [both, court] = addRoom(hall, ground, box(2, 2, 6, 4))
  const cut = cutOut(both, court.guid)
  expect(areaOf(cut.rooms[0]!)).toBeCloseTo(areaOf(hall.rooms[0]!) - areaOf(both.rooms[1]!), 1)
  const split = splitRooms(hall, ground, [at(12, -1), at(12, 11)])
  expect(split.rooms.map((room) => Math.round(areaOf(room) / areaOf(hall.rooms[0]!) / 0.2))).toEqual([3, 2])
  expect(split.rooms[0]!.guid).toBe(hall.rooms[0]!.guid)
})

it('doors go along with the walls that they are in, and no others do', () => {
  const [one] = addRoom(begun, ground, box(0, 0, 10, 6))
  const [two, east] = addRoom(one, ground, box(10, 0, 8, 6))
  const west = two.rooms[0]!.guid
  const [a] = addOpening(two, ground, 'door', [at(10, 2.5), at(10, 3.5)])
  const [b] = addOpening(a, ground, 'door', [at(4, 0), at(5, 0)])
  const [before] = addOpening(b, ground, 'door', [at(30, 30), at(31, 30)])
  const joined = { ...before, openings: before.openings.map((each) => ({ ...each, rooms: [west] })) }
  // The wall between them goes two metres east: both rooms are told.
  const bent = [
    { part: 'rooms' as const, guid: west, coordinates: box(0, 0, 12, 6) },
    { part: 'rooms' as const, guid: east.guid, coordinates: box(12, 0, 6, 6) },
  ]
  const [between, front, apart] = moveThings(joined, ground, bent).openings
  expectLine(between!.line, [12, 2.5], [12, 3.5])
  expect(between!.rooms).toEqual([])
  // The front wall is longer now, and the door is where it was.
  expectLine(front!.line, [4, 0], [5, 0])
  expect(apart).toBe(joined.openings[2])
  // A corner more in the wall that a door is in: it goes to the nearer half.
  const notched = [[at(0, 0), at(8, -4), at(10, 0), at(10, 6), at(0, 6), at(0, 0)]]
  const [still, slanted] = moveThings(joined, ground, [{ part: 'rooms', guid: west, coordinates: notched }]).openings
  expect(still).toBe(joined.openings[0])
  const [[x, y], [toX, toY]] = slanted!.line.map(local) as [Position, Position]
  expect(y).toBeCloseTo(-x / 2, 2)
  expect(Math.hypot(toX - x, toY - y)).toBeCloseTo(1, 2)
  // Narrower than the door: the door is as wide as its wall.
  const narrow = [{ part: 'rooms' as const, guid: west, coordinates: box(0, 0, 0.6, 6) }]
  expectLine(moveThings(joined, ground, narrow).openings[1]!.line, [0, 0], [0.6, 0])
})

const local = ([lon, lat]: Position): Position => [(lon - 104) * 95_900, (lat - 30.5) * 110_860]

function expectLine(line: readonly Position[], ...ends: [number, number][]): void {
  ends.forEach(([x, y], index) => {
    const [foundX, foundY] = local(line[index]!)
    expect(foundX).toBeCloseTo(x, 2)
    expect(foundY).toBeCloseTo(y, 2)
  })
}

it('a lift stops at the floor above; a floor that goes takes what is on it along', () => {
  const two = addLevel(begun, 'above', named)
  const [joined] = addConnector(two, ground, at(1, 1))
  expect(joined.connectors[0]!.stops.map(({ levelGuid }) => levelGuid)).toEqual(two.levels.map(({ guid }) => guid))
  expect(two.levels[1]).toMatchObject({ ordinal: 1, elevation: 4 })
  expect(removeLevel(joined, ground).connectors[0]!.stops).toHaveLength(1)
})

it('typing in one field is one step of undo, and a new gesture forgets what was undone', () => {
  const change = (to: FloorDrawing, time: number, field?: string) =>
    ({ kind: 'change', to, at: time, ...(field ? { field } : {}) }) as const
  const typed = reduceDrawing(
    reduceDrawing(startDrawing(empty), change(begun, 0, 'name')),
    change({ ...begun }, 500, 'name'),
  )
  const undone = reduceDrawing(typed, { kind: 'undo' })
  expect(undone.drawing).toBe(empty)
  expect(reduceDrawing(undone, { kind: 'redo' }).drawing).toBe(typed.drawing)
  expect(reduceDrawing(undone, change(begun, 9_000)).future).toEqual([])
})

it('reads lines, arcs and blocks of a DXF in their places, in the unit it names', () => {
  const line = (x: number) => ({
    type: 'LINE',
    vertices: [
      { x, y: 0 },
      { x: x + 10, y: 0 },
    ],
  })
  const found = linesOfDxf({
    header: { $INSUNITS: 5 },
    entities: [
      line(0),
      { type: 'INSERT', name: 'door', position: { x: 100, y: 50 }, rotation: 90 },
      {
        type: 'LWPOLYLINE',
        vertices: [
          { x: 0, y: 0, bulge: 1 },
          { x: 2, y: 0 },
        ],
      },
    ],
    blocks: { door: { position: { x: 0, y: 0 }, entities: [line(0)] } },
  })
  expect(found.metres).toBe(0.01)
  expect(found.lines[1]!.map(([x, y]) => [Math.round(x), Math.round(y)])).toEqual([
    [100, 50],
    [100, 60],
  ])
  // A bulge of 1 is half a circle, to the right of the way in a drawing whose y goes up.
  expect(Math.min(...found.lines[2]!.map(([, y]) => y))).toBeCloseTo(-1, 1)
  expect(() => linesOfDxf({ entities: [] })).toThrow('no lines')
})
