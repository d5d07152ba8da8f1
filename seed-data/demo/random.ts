/** Seeded random numbers. A generator is set to (seed, index), so that any row can be made alone and always comes out the same. */
export interface Random {
  reset(seed: number, index: number): void
  /** In [0, 1). */
  next(): number
  /** Whole number in [0, limit). */
  below(limit: number): number
  between(low: number, high: number): number
  /** Whole number in [low, high]. */
  whole(low: number, high: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Bell-shaped around 0 with standard deviation 1, within ±3.5 (sum of uniforms: no platform-dependent functions). */
  bell(): number
}

export function createRandom(seed = 0, index = 0): Random {
  let state = 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const random: Random = {
    reset(newSeed, newIndex) {
      state = mix(mix(newSeed | 0) ^ newIndex)
    },
    next,
    below: (limit) => Math.floor(next() * limit),
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    bell: () => (next() + next() + next() + next() - 2) * 1.7320508,
  }
  random.reset(seed, index)
  return random
}

/** Spreads neighbouring integers over all 32 bits (murmur3 finaliser). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
