/** The regions as a tree by code, with counts summed up from whatever level they are given at. */

interface TreeRegion {
  code: string
  parentCode: string | null
}

export interface RegionTree<R extends TreeRegion> {
  byCode: ReadonlyMap<string, R>
  roots: R[]
  childrenOf(code: string): R[]
  /** From the province down to the region itself. */
  pathTo(code: string): R[]
}

export function regionTree<R extends TreeRegion>(regions: readonly R[]): RegionTree<R> {
  const byCode = new Map(regions.map((region) => [region.code, region]))
  const children = new Map<string, R[]>()
  const roots: R[] = []
  for (const region of regions) {
    if (region.parentCode === null || !byCode.has(region.parentCode)) roots.push(region)
    else children.set(region.parentCode, [...(children.get(region.parentCode) ?? []), region])
  }
  const pathTo = (code: string): R[] => {
    const region = byCode.get(code)
    if (!region) return []
    return region.parentCode === null ? [region] : [...pathTo(region.parentCode), region]
  }
  return { byCode, roots, childrenOf: (code) => children.get(code) ?? [], pathTo }
}

/** Counts of each region and of all above it. A count given for a region is not added to those given for its children. */
export function sumCounts<R extends TreeRegion>(
  tree: RegionTree<R>,
  counts: readonly { value: string; count: number }[],
): Map<string, number> {
  const given = new Map(counts.map(({ value, count }) => [value, count]))
  const sums = new Map<string, number>()
  const sumOf = (region: R): number => {
    const below = tree.childrenOf(region.code).reduce((sum, child) => sum + sumOf(child), 0)
    const sum = Math.max(given.get(region.code) ?? 0, below)
    sums.set(region.code, sum)
    return sum
  }
  for (const root of tree.roots) sumOf(root)
  return sums
}
