/** Further from zero than this, a storey is not the one at the ground. */
const groundMetres = 1.5

/**
 * Numbers of storeys that are sorted by elevation: 0 is the one at the ground, which is the nearest to elevation zero, one with spaces
 * before one without. Where none is near (elevations above the sea), the lowest is the ground.
 */
export function ordinalsOf(storeys: readonly { elevation: number; hasSpaces: boolean }[]): number[] {
  const near = storeys
    .map(({ elevation, hasSpaces }, at) => ({ at, hasSpaces, away: Math.abs(elevation) }))
    .filter(({ away }) => away <= groundMetres)
    .sort((a, b) => Number(b.hasSpaces) - Number(a.hasSpaces) || a.away - b.away)
  const above = storeys.findIndex(({ elevation }) => elevation >= 0)
  const straddles = above > 0
  const ground = near[0]?.at ?? (straddles ? above : 0)
  return storeys.map((_, at) => at - ground)
}
