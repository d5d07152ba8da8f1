import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  distanceValue,
  type Facts,
  parts,
  presetWeights,
  radiusThatCouldOutrank,
  rank,
  reach,
  scoreOf,
  weightsFor,
} from './rank.ts'

const plain: Facts = {
  id: 1,
  distanceMetres: 1000,
  rating: 1,
  ratingCount: 1_000_000,
  open: false,
  priceLevel: 4,
  sportMatch: false,
  freeShare: 0,
}
const perfect: Facts = { ...plain, id: 2, rating: 5, open: true, priceLevel: 0, sportMatch: true, freeShare: 1 }
const presets = Object.values(presetWeights)
const metres = fc.double({ min: 0, max: 20_000_000, noNaN: true })

describe('ranking', () => {
  it('has weights that add up to 1, so that a score is never above 1', () => {
    for (const weights of presets) {
      expect(parts.reduce((sum, part) => sum + weights[part], 0)).toBeCloseTo(1, 12)
      expect(scoreOf({ ...perfect, distanceMetres: 0 }, weights).score).toBeGreaterThan(0.999)
    }
  })

  it('values distance from 1 at the door to 0 on the other side of the Earth, ever less', () => {
    expect(distanceValue(0)).toBe(1)
    expect(distanceValue(20_037_508)).toBeCloseTo(0, 12)
    fc.assert(
      fc.property(metres, metres, (a, b) => {
        if (a < b) expect(distanceValue(a)).toBeGreaterThanOrEqual(distanceValue(b))
        expect(distanceValue(a)).toBeGreaterThanOrEqual(0)
      }),
      { seed: 1 },
    )
  })

  it('gives each part its named share', () => {
    const { score, scoreParts } = scoreOf(
      { ...plain, distanceMetres: 0, rating: 3, open: true, priceLevel: 2 },
      presetWeights.best,
    )
    expect(scoreParts.distance).toBe(0.92)
    expect(scoreParts.rating).toBeCloseTo(0.0175, 5)
    expect(scoreParts.openNow).toBe(0.015)
    expect(scoreParts.price).toBe(0.0025)
    expect(score).toBeCloseTo(0.92 + 0.0175 + 0.015 + 0.0025, 5)
  })

  it('takes what is not known as middling, and one voice as little', () => {
    const unknown = { ...plain, rating: null, open: null, priceLevel: null, sportMatch: null, freeShare: null }
    const { scoreParts } = scoreOf(unknown, presetWeights['open-now'])
    expect(scoreParts.openNow).toBe(presetWeights['open-now'].openNow / 2)
    const one = scoreOf({ ...plain, rating: 5, ratingCount: 1 }, presetWeights.best)
    const many = scoreOf({ ...plain, rating: 4.8, ratingCount: 200 }, presetWeights.best)
    expect(many.score).toBeGreaterThan(one.score)
  })

  it('orders by score, then distance, then id', () => {
    const ranked = rank(
      [{ ...plain, id: 9 }, { ...plain, id: 3 }, { ...plain, id: 5, distanceMetres: 10 }, perfect],
      presetWeights.nearest,
      3,
    )
    expect(ranked.map(({ facts }) => facts.id)).toEqual([5, 2, 3])
  })

  it('puts a perfect place first up to its reach and no farther', () => {
    for (const [preset, times] of [
      ['best', 2.6],
      ['cheapest', 4.5],
      ['open-now', 4.5],
    ] as const) {
      const weights = presetWeights[preset]
      expect(reach(weights)).toBeCloseTo(times, 0.5)
      const far = { ...plain, distanceMetres: 20_000 }
      const at = (share: number) => ({ ...perfect, distanceMetres: (20_000 + 300) * reach(weights) * share - 300 })
      expect(rank([far, at(0.99)], weights, 1)[0]!.facts.id).toBe(2)
      expect(rank([far, at(1.01)], weights, 1)[0]!.facts.id).toBe(1)
    }
  })

  it('knows a radius beyond which nothing can outrank, and that a little inside it something could', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...presets.slice(1)),
        fc.double({ min: 100, max: 20_000, noNaN: true }),
        (weights, distanceMetres) => {
          const ranked = scoreOf({ ...plain, distanceMetres }, weights)
          const { score } = ranked
          const radius = radiusThatCouldOutrank(ranked, weights)
          expect(scoreOf({ ...perfect, distanceMetres: radius }, weights).score).toBeLessThanOrEqual(score)
          expect(scoreOf({ ...perfect, distanceMetres: radius * 0.999 - 0.1 }, weights).score).toBeGreaterThan(score)
        },
      ),
      { seed: 2 },
    )
  })

  it('counts distance alone beyond a hundred kilometres, and puts everything nearer before it', () => {
    const beyond = { ...perfect, distanceMetres: 100_001 }
    const { score, scoreParts } = scoreOf(beyond, presetWeights.best)
    expect(score).toBe(scoreParts.distance)
    expect(rank([beyond, { ...plain, distanceMetres: 100_000 }], presetWeights.best, 1)[0]!.facts.id).toBe(1)
    expect(radiusThatCouldOutrank(scoreOf(beyond, presetWeights.best), presetWeights.best)).toBe(100_001)
    const nearly = scoreOf({ ...plain, distanceMetres: 99_000 }, presetWeights.best)
    expect(radiusThatCouldOutrank(nearly, presetWeights.best)).toBe(100_000)
  })

  it('leaves out what nobody can know', () => {
    const weights = weightsFor('best', { sport: false, freeSlots: false })
    expect([weights.sport, weights.freeSlots]).toEqual([0, 0])
    expect(weightsFor('best', { sport: true, freeSlots: true })).toEqual(presetWeights.best)
  })
})
