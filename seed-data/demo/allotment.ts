import type { PlaceTypeEntry } from '../catalogue.ts'
import { firstTypes, typeHabits } from './habits.ts'
import type { Random } from './random.ts'

/**
 * Places of each county: a few in each (at most 8, less when the total is small), the rest by population, adding up to `total` exactly by
 * largest remainders. Counties without a population count as 10,000.
 */
export function allotPlaces(populations: readonly number[], total: number): number[] {
  const few = Math.min(8, Math.floor(total / populations.length / 2))
  const rest = total - few * populations.length
  const weights = populations.map((population) => Math.max(population, 10_000))
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (rest * weight) / sum)
  const counts = exact.map((share) => few + Math.floor(share))
  const missing = total - counts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, missing)) counts[index]!++
  return counts
}

/** Draws types in proportion to their shares; the first places of a county are of the kinds that every county has. */
export function createTypeChooser(types: readonly PlaceTypeEntry[]): (nth: number, random: Random) => number {
  const firsts = firstTypes.map((code) => types.findIndex((type) => type.code === code))
  let sum = 0
  const upTo = types.map(({ code }) => {
    const habit = typeHabits[code]
    if (!habit)
      throw new Error(`Place type «${code}» has no entry in seed-data/demo/habits.ts; add how its demo places are.`)
    sum += habit.share
    return sum
  })
  return (nth, random) => {
    const drawn = random.next() * sum
    return nth < firsts.length ? firsts[nth]! : upTo.findIndex((limit) => drawn < limit)
  }
}
