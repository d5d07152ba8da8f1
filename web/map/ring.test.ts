import fc from 'fast-check'
import { expect, test } from 'vitest'
import { discRadius, ringArcs } from './ring.ts'

const shares = fc.uniqueArray(
  fc.record({ category: fc.stringMatching(/^[a-z]{1,8}$/), count: fc.integer({ min: 1, max: 1_000_000 }) }),
  { selector: (share) => share.category, minLength: 1, maxLength: 14 },
)

test('the arcs go once around without gap or overlap, the largest first', () => {
  fc.assert(
    fc.property(shares, (parts) => {
      const arcs = ringArcs(parts)
      expect(arcs.length).toBeLessThanOrEqual(7)
      expect(arcs[0]!.from).toBe(0)
      expect(arcs.at(-1)!.to).toBe(2 * Math.PI)
      for (const [index, arc] of arcs.slice(1).entries()) expect(arc.from).toBe(arcs[index]!.to)
      for (const arc of arcs) expect(arc.to - arc.from).toBeGreaterThan((2 * Math.PI * 0.05) / 1.4)
      expect(arcs[0]!.category).toBe(parts.toSorted((a, b) => b.count - a.count)[0]!.category)
    }),
    { seed: 5 },
  )
})

test('kinds beyond the last are gathered in one', () => {
  const arcs = ringArcs(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((category) => ({ category, count: 1 })),
    5,
  )
  expect(arcs.map((arc) => arc.category)).toEqual(['a', 'b', 'c', 'd', ''])
})

test('discs grow with the order of magnitude and stay on the map', () => {
  expect(discRadius(10)).toBeLessThan(discRadius(100))
  expect(discRadius(1e9)).toBe(29)
})
