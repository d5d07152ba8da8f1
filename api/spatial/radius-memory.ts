/**
 * Remembers how far a search had to look, by place on the map and kind of question, so that the next one there can start with a
 * box of the right size. Only a hint: an answer is exact whatever the memory says, a wrong one costs a second statement.
 */
export interface RadiusMemory {
  /** Metres to begin with, or undefined when nothing near was asked yet. */
  recall(lon: number, lat: number, kind: string): number | undefined
  learn(lon: number, lat: number, kind: string, neededMetres: number): void
}

/** Degrees; a cell without memory takes that of the district around it. */
const cellSizes = [0.05, 0.4] as const

export function radiusMemory(capacity = 50_000): RadiusMemory {
  const remembered = new Map<string, number>()
  const keyOf = (lon: number, lat: number, size: number, kind: string) =>
    `${size} ${Math.floor(lon / size)} ${Math.floor(lat / size)} ${kind}`
  return {
    recall(lon, lat, kind) {
      for (const size of cellSizes) {
        const metres = remembered.get(keyOf(lon, lat, size, kind))
        if (metres !== undefined) return metres
      }
      return undefined
    },
    learn(lon, lat, kind, neededMetres) {
      for (const size of cellSizes) {
        const key = keyOf(lon, lat, size, kind)
        const before = remembered.get(key)
        remembered.delete(key)
        remembered.set(key, before === undefined ? neededMetres : blend(before, neededMetres))
      }
      while (remembered.size > capacity) remembered.delete(remembered.keys().next().value as string)
    },
  }
}

/** Up at once, down slowly: a radius too small costs a second statement, one a little too large a few rows. */
const blend = (before: number, needed: number): number =>
  needed > before ? needed * 0.7 + before * 0.3 : needed * 0.2 + before * 0.8
