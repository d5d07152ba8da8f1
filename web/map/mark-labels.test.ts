import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, breakName, type LabelWish, placeLabels } from './mark-labels.ts'

const wish = (x: number, y: number, text = '成都体育馆'): LabelWish => ({
  lines: [text],
  spots: [{ x, y }],
  look: 'place',
  body: { left: x - 14, top: y - 40, right: x + 14, bottom: y - 6 },
})
const width = (text: string): number => text.length * 12
const apart = (a: Box, b: Box): boolean =>
  a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom

test('no name covers another name or a foreign pin, and the first wish is always met', () => {
  const spot = fc.integer({ min: 0, max: 400 })
  fc.assert(
    fc.property(fc.array(fc.tuple(spot, spot), { minLength: 1, maxLength: 30 }), (spots) => {
      const wishes = spots.map(([x, y]) => wish(x, y))
      const placed = placeLabels(wishes, width)
      placed.forEach((one, index) => {
        for (const other of placed.slice(index + 1)) expect(apart(one.box, other.box)).toBe(true)
        for (const other of wishes) if (other !== one.wish) expect(apart(one.box, other.body!)).toBe(true)
      })
    }),
    { seed: 2 },
  )
  expect(placeLabels([wish(0, 0)], width)).toHaveLength(1)
})

test('long names take two balanced lines; only what still does not fit ends in an ellipsis', () => {
  expect(breakName('成都市体育馆')).toEqual(['成都市体育馆'])
  expect(breakName('成都市锦江区全民健身中心')).toEqual(['成都市锦江区', '全民健身中心'])
  expect(breakName('Jinjiang District National Fitness Centre')).toEqual(['Jinjiang District', 'National Fitness…'])
  expect(breakName('四川省成都市锦江区沙河街道社区全民健身活动中心').map((line) => line.length)).toEqual([9, 9])
})

test('a name whose favourite place is covered takes the next one, and gives way when all are', () => {
  const disc = { ...wish(0, 0, ''), lines: [], body: { left: -20, top: -20, right: 20, bottom: 20 } }
  const region = (spots: LabelWish['spots']): LabelWish => ({ lines: ['成都'], spots, look: 'prefecture', body: null })
  const [placed] = placeLabels(
    [
      disc,
      region([
        { x: 0, y: -9 },
        { x: 0, y: 24 },
      ]),
    ],
    width,
  )
  expect(placed!.box.top).toBe(24)
  expect(placeLabels([disc, region([{ x: 0, y: -9 }])], width)).toEqual([])
})
