import { expect, test } from 'vitest'
import { planOf } from './plan-shapes.ts'
import { definitionsOf, differenceOf, lacksOf, type SpaceRow, sumsBy, worstDifference } from './space-figures.ts'

const space = (change: Partial<SpaceRow> = {}): SpaceRow => ({
  id: 1,
  version: 1,
  guid: 'a',
  levelId: 1,
  levelGuid: 's1',
  name: '101',
  longName: '羽毛球馆',
  nameZh: null,
  nameEn: null,
  title: '羽毛球馆',
  use: 'COURT',
  floor: 0,
  height: 5,
  area: 200,
  declaredAreas: [],
  capacity: 40,
  court: { id: 9, nameZh: '1号场', nameEn: null },
  photos: [],
  footprint: null,
  geometry: null,
  position: [104, 30.6],
  ...change,
})

test('what is missing is asked of places for sport, and of others only what every space has', () => {
  expect(lacksOf(space())).toEqual(['photo'])
  expect(lacksOf(space({ court: null, capacity: null, use: null, position: null }))).toEqual([
    'use',
    'capacity',
    'photo',
    'position',
    'court',
  ])
  const store = space({ title: '器材室', longName: '器材室', use: 'STORE', court: null, capacity: null })
  expect(lacksOf(store)).toEqual([])
  expect(lacksOf({ ...store, longName: null })).toEqual(['name'])
})

test('a declared area is compared with the computed one, each definition on its own', () => {
  const net = { definition: 'NetFloorArea', area: 198 }
  const gross = { definition: 'GSA BIM Area', area: 246 }
  expect(differenceOf(space(), 246)).toBeCloseTo(0.23)
  expect(worstDifference(space({ declaredAreas: [net, gross] }))).toBeCloseTo(0.23)
  expect(lacksOf(space({ declaredAreas: [net] }))).not.toContain('area')
  expect(lacksOf(space({ declaredAreas: [net, gross] }))).toContain('area')
})

test('sums are by key; definitions are never added to each other', () => {
  const net = (area: number) => [{ definition: 'NetFloorArea', area }]
  const rows = [
    space({ area: 100, declaredAreas: net(99) }),
    space({ area: 50, declaredAreas: [...net(49), { definition: 'GrossFloorArea', area: 55 }] }),
    space({ levelGuid: 's2', area: 10 }),
  ]
  expect(sumsBy(rows, ({ levelGuid }) => levelGuid)).toEqual([
    {
      key: 's1',
      count: 2,
      computed: 150,
      declared: new Map([
        ['NetFloorArea', { area: 148, count: 2 }],
        ['GrossFloorArea', { area: 55, count: 1 }],
      ]),
    },
    { key: 's2', count: 1, computed: 10, declared: new Map() },
  ])
  expect(definitionsOf(rows)).toEqual(['NetFloorArea', 'GrossFloorArea'])
})

test('the plan is drawn with y down, from the model’s metres or from degrees as metres', () => {
  const ring = (points: [number, number][]) => ({ type: 'Polygon' as const, coordinates: [points] })
  const square: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ]
  const local = planOf([space({ footprint: ring(square) })])
  expect(local?.viewBox).toBe('0 0 10.4 10.4')
  expect(local?.shapes[0]).toEqual({
    id: 1,
    path: 'M0.2 10.2L10.2 10.2L10.2 0.2L0.2 0.2L0.2 10.2Z',
    at: [expect.closeTo(5.2), expect.closeTo(5.2)],
    room: expect.closeTo(10),
  })
  const degrees = square.map(([x, y]): [number, number] => [104 + x / 111_320, 60 + y / 110_950])
  const drawn = planOf([space({ geometry: ring(degrees) })])
  const [, , width, height] = drawn!.viewBox.split(' ').map(Number)
  expect(width! / height!).toBeCloseTo(0.515, 1)
  expect(planOf([space()])).toBeNull()
})
