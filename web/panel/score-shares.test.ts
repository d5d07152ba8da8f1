import { expect, test } from 'vitest'
import { scoreShares } from './score-shares.ts'

const none = { distance: 0, rating: 0, openNow: 0, price: 0, sport: 0, freeSlots: 0 }

test('only parts with weight are told, the weightiest first, as a share of the most they could bring', () => {
  const weights = { ...none, rating: 0.2, distance: 0.6, openNow: 0.2 }
  const shares = scoreShares({ ...none, distance: 0.3, rating: 0.2, price: 0.9 }, weights)
  expect(shares[0]).toEqual({ part: 'distance', share: 0.5 })
  expect(shares.map(({ part }) => part)).toEqual(['distance', 'rating', 'openNow'])
  expect(shares.find(({ part }) => part === 'rating')!.share).toBe(1)
})

test('a share never leaves the bar', () => {
  expect(scoreShares({ ...none, distance: 2 }, { ...none, distance: 1 })[0]!.share).toBe(1)
  expect(scoreShares({ ...none, distance: -1 }, { ...none, distance: 1 })[0]!.share).toBe(0)
})
