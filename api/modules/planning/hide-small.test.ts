import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noSums } from '../../spatial/coverage/sum-cells.ts'
import { fieldArea } from './field-area.ts'
import { figuresOf } from './figures.ts'
import { hideSiblings, hideSmall } from './hide-small.ts'

const radii = [500, 1000]
const shownOf = (people: number, covered: number[]) => {
  const sums = { ...noSums(2), people, covered, withPlace: people, personMetres: people * 700 }
  return hideSmall(figuresOf({ places: 3, areaM2: 10, trailMetres: 0 }, sums, null, radii), sums, radii)
}

describe('few people', () => {
  it('hide everything of people where fewer than ten live, never what is of places', () => {
    const { values, hidden } = shownOf(9, [9, 9])
    expect(hidden).toEqual(['covered-500', 'covered-1000', 'mean-metres', 'access', 'kinds', 'gini'])
    expect(values).toMatchObject({ places: 3, 'covered-500': null, 'mean-metres': null })
  })
  it('hide a share where fewer than ten are covered, or all but fewer than ten', () => {
    expect(shownOf(1000, [4, 500]).hidden).toEqual(['covered-500'])
    expect(shownOf(1000, [500, 996]).hidden).toEqual(['covered-1000'])
    expect(shownOf(1000, [0, 1000])).toMatchObject({ hidden: [], values: { 'covered-500': 0, 'covered-1000': 1 } })
  })
  it('are not told by the difference of two radii: it is ten or more, or nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (people, a, b) => {
          const { values } = shownOf(
            people,
            [a * people, b * people].sort((x, y) => x - y),
          )
          const told = radii.map((radius) => values[`covered-${radius}`]).filter((value) => value != null)
          if (told.length < 2) return
          const difference = Math.abs(told[1]! - told[0]!) * Math.round(people / 10) * 10
          expect(difference < 1e-6 || difference > 10 - 1e-6).toBe(true)
        },
      ),
      { seed: 3 },
    )
  })
  it('are not told by what the parent has more than the other children', () => {
    const shown = [
      shownOf(5000, [2000, 2500]),
      shownOf(1000, [4, 500]),
      shownOf(3000, [900, 999]),
      shownOf(1500, [800, 900]),
    ]
    hideSiblings(shown, [[1, 2, 3], [], [], []], [5000, 1000, 3000, 1500])
    expect(shown.map(({ hidden }) => hidden)).toEqual([[], ['covered-500'], [], ['covered-500']])
  })
})

describe('field area', () => {
  const place = { areaM2: 9000, lengthM: null, courts: [], attributes: {} }
  it('counts a track with all inside it once', () => {
    const courts = [{ areaM2: 7140, count: 1 }]
    expect(fieldArea({ ...place, courts, attributes: { trackLengthM: 400 } })).toEqual({ areaM2: 9000, rule: 'track' })
  })
  it('adds up courts, else takes what the type states, else the record', () => {
    expect(fieldArea({ ...place, courts: [{ areaM2: 420, count: 2 }] })).toEqual({ areaM2: 840, rule: 'courts' })
    expect(fieldArea({ ...place, attributes: { hallAreaM2: 700 } })).toEqual({ areaM2: 700, rule: 'attribute' })
    expect(fieldArea({ ...place, attributes: { poolLengthM: 50, poolWidthM: 21 } })).toEqual({
      areaM2: 1050,
      rule: 'pool',
    })
    expect(fieldArea({ ...place, lengthM: 2000, attributes: { widthAverageM: 2 } })).toEqual({
      areaM2: 4000,
      rule: 'trail',
    })
    expect(fieldArea(place)).toEqual({ areaM2: 9000, rule: 'record' })
    expect(fieldArea({ ...place, areaM2: null })).toEqual({ areaM2: 0, rule: 'none' })
  })
})
