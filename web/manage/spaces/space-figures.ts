import type { ReplyOf } from '../../api.ts'

export type Building = ReplyOf<'getBuilding'>
export type SpaceRow = Building['spaces'][number]

/** Declared areas further than this from the computed one are worth a look. */
const mostDifference = 0.02

export const lacks = ['name', 'use', 'capacity', 'photo', 'position', 'court', 'area'] as const
export type Lack = (typeof lacks)[number]

const publicUse = /court|arena|sport|gym|pool|hall|studio|dance|球|场|馆|池|健身|舞蹈|乒乓|羽毛/i

/** Where people play: it should be bookable, hold a known number and be seen. */
export const isForSport = ({ use, title }: Pick<SpaceRow, 'use' | 'title'>): boolean =>
  publicUse.test(use ?? '') || publicUse.test(title)

/** What is missing of a space or contradicts itself. Photos, capacity and a court are asked of places for sport only. */
export function lacksOf(space: SpaceRow): Lack[] {
  const isSport = isForSport(space)
  return [
    ...(!space.nameZh && !space.longName ? (['name'] as const) : []),
    ...(space.use ? [] : (['use'] as const)),
    ...(isSport && space.capacity === null ? (['capacity'] as const) : []),
    ...(isSport && space.photos.length === 0 ? (['photo'] as const) : []),
    ...(space.position ? [] : (['position'] as const)),
    ...(isSport && !space.court ? (['court'] as const) : []),
    ...(worstDifference(space) > mostDifference ? (['area'] as const) : []),
  ]
}

/** How far a declared area is from the computed one, as a share of the computed: 0.03 is 3 % more. */
export const differenceOf = ({ area }: Pick<SpaceRow, 'area'>, declared: number): number => declared / area - 1

export const worstDifference = (space: Pick<SpaceRow, 'area' | 'declaredAreas'>): number =>
  Math.max(0, ...space.declaredAreas.map(({ area }) => Math.abs(differenceOf(space, area))))

export interface AreaSum {
  key: string
  count: number
  computed: number
  /** Sums of each definition, of the spaces that have it; the same definition never counts with another. */
  declared: ReadonlyMap<string, { area: number; count: number }>
}

/** Sums by storey or use, in the order in which the keys first come. */
export function sumsBy(spaces: readonly SpaceRow[], keyOf: (space: SpaceRow) => string): AreaSum[] {
  const sums = new Map<
    string,
    { count: number; computed: number; declared: Map<string, { area: number; count: number }> }
  >()
  for (const space of spaces) {
    const key = keyOf(space)
    const sum = sums.get(key) ?? { count: 0, computed: 0, declared: new Map() }
    sum.count++
    sum.computed += space.area
    for (const { definition, area } of space.declaredAreas) {
      const known = sum.declared.get(definition) ?? { area: 0, count: 0 }
      sum.declared.set(definition, { area: known.area + area, count: known.count + 1 })
    }
    sums.set(key, sum)
  }
  return [...sums].map(([key, sum]) => ({ key, ...sum }))
}

/** The definitions that occur, the most frequent first. */
export function definitionsOf(spaces: readonly SpaceRow[]): string[] {
  const counts = new Map<string, number>()
  for (const { definition } of spaces.flatMap(({ declaredAreas }) => declaredAreas)) {
    counts.set(definition, (counts.get(definition) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([definition]) => definition)
}
