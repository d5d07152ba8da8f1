import type { DemandSums } from '../../spatial/coverage/demand-model.ts'
import type { CellSums } from '../../spatial/coverage/sum-cells.ts'
import type { RegionTree } from './region-tree.ts'
import type { PlannedPlace } from './registry.ts'

/** What the registry has in a region. */
export interface PlaceSums {
  places: number
  areaM2: number
  trailMetres: number
}

/** A figure with the people behind it, before anything is hidden. */
export type Figures = Record<string, number | null>

/** Counts, field area and trail length of every region at every level. A trail counts where it runs, a place where it stands. */
export function sumPlaces(places: Iterable<PlannedPlace>, tree: RegionTree): PlaceSums[] {
  const sums: PlaceSums[] = tree.regions.map(() => ({ places: 0, areaM2: 0, trailMetres: 0 }))
  for (const { county, areaM2, trails } of places) {
    for (const group of tree.groupsOf[county] ?? []) {
      sums[group]!.places++
      sums[group]!.areaM2 += areaM2
    }
    for (const trail of trails) {
      for (const group of tree.groupsOf[trail.county]!) sums[group]!.trailMetres += trail.metres
    }
  }
  return sums
}

/** Figures 1–7 of a region. `population` is the census where there is one, else the people of the cells. */
export function figuresOf(
  places: PlaceSums,
  cells: CellSums,
  census: number | null,
  radii: readonly number[],
): Figures {
  const population = census ?? cells.people
  const each = (amount: number, people: number) => (people > 0 ? amount / people : null)
  return {
    places: places.places,
    'per-10000': each(places.places * 10_000, population),
    'area-m2': places.areaM2,
    'area-per-head': each(places.areaM2, population),
    'trail-km': places.trailMetres / 1000,
    'trail-km-per-10000': each((places.trailMetres / 1000) * 10_000, population),
    ...Object.fromEntries(radii.map((radius, i) => [`covered-${radius}`, each(cells.covered[i]!, cells.people)])),
    'mean-metres': each(cells.personMetres, cells.withPlace),
    access: each(cells.access, cells.people),
    kinds: each(cells.kinds, cells.people),
    gini: cells.gini,
  }
}

/** Visits on offer for each visit wanted, of all people together: what a relative share of 100 means. */
export function overallShare(demand: readonly DemandSums[], tree: RegionTree): number {
  let [share, wanted] = [0, 0]
  for (const [at, { level }] of tree.regions.entries()) {
    if (level !== 'county') continue
    share += demand[at]!.share
    wanted += demand[at]!.demand
  }
  return wanted > 0 ? share / wanted : 0
}

/** Figure 9, the seven outputs of the facilities planning model, in visits a week and shares. */
export function demandFigures({ supply, demand, satisfied, used, share }: DemandSums, overall: number): Figures {
  return {
    'fpm-supply': supply,
    'fpm-demand': demand,
    'fpm-balance': supply - demand,
    'fpm-satisfied': demand > 0 ? satisfied / demand : null,
    'fpm-unmet': demand > 0 ? 1 - satisfied / demand : null,
    'fpm-used': supply > 0 ? used / supply : null,
    'fpm-share': demand > 0 && overall > 0 ? (100 * share) / demand / overall : null,
  }
}
