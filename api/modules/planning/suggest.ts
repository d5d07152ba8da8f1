import type { z } from 'zod'
import type { CoverageRun } from '../../contract/planning.ts'
import type { suggestSites } from '../../contract/planning-sites.ts'
import type { Database } from '../../db/types.ts'
import type { Planner } from './planner.ts'
import { groupOf } from './run-details.ts'

type Wish = z.output<NonNullable<(typeof suggestSites)['body']>>

/** The best sites for new places of a run's kind. @throws 404 region-not-found. */
export async function suggestFor(database: Database, planner: Planner, run: CoverageRun, wish: Wish) {
  const own = await planner.hold(run)
  const { region, candidates, ...task } = wish
  const group = region === null ? null : groupOf(own, region)
  const from = performance.now()
  const { sites, before, mostPossible } = await planner.thread.ask('suggest', {
    run: String(run.id),
    group,
    task: { ...task, candidates },
  })
  const codes = await database.rows<{ code: string | null }>(database.primary, {
    name: 'planning-sites-regions',
    text: `
      select region_at(st_setsrid(st_makepoint(s.lon, s.lat), 4326))::text as code
      from unnest($1::float8[], $2::float8[]) with ordinality as s (lon, lat, nth)
      order by s.nth`,
    values: [sites.map(({ lon }) => lon), sites.map(({ lat }) => lat)],
  })
  return {
    sites: sites.map(({ candidate, ...one }, i) => ({
      ...one,
      regionCode: codes[i]!.code,
      name: candidate < 0 ? null : candidates![candidate]!.name,
    })),
    before,
    mostPossible,
    ms: Math.round(performance.now() - from),
  }
}
