import type { Knex } from 'knex'
import type { CoverageRun, RunParameters } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'

export interface TrendRun {
  run: CoverageRun
  parameters: RunParameters
  basis: 'revisions' | 'built'
  year: number
  authorId: string
}

/** The run of a year, to be computed; null when it is there already and newer than the run that it belongs to, or being computed. */
export async function insertTrendRun(
  database: Database,
  trx: Knex.Transaction,
  { run, parameters, basis, year, authorId }: TrendRun,
): Promise<number | null> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'trend-run-insert',
    text: `
      insert into coverage_run as r (name, parameters, population_set_id, keeps_current, author_id, scenario_id, scenario_version,
                                     scenario_changes, trend_of, trend_basis, trend_year)
      select o.name, $2::jsonb, o.population_set_id, false, (select id from person where id = $5::uuid), o.scenario_id,
             o.scenario_version, o.scenario_changes, o.id, $3::text, $4::smallint
      from coverage_run o
      where o.id = $1::bigint
      on conflict (trend_of, trend_basis, trend_year) do update
        set state = 'waiting', problem = null, parameters = excluded.parameters
        where r.state = 'failed'
           or r.state = 'done' and r.data_version < (select o.data_version from coverage_run o where o.id = $1::bigint)
      returning r.id`,
    values: [run.id, JSON.stringify(parameters), basis, year, authorId],
  })
  return row?.id ?? null
}

export interface TrendPoint {
  year: number
  runId: number
  state: CoverageRun['state']
  values: Record<string, number | null> | null
  hidden: string[]
}

export const readTrendRuns = (
  database: Database,
  on: Knex,
  { runId, region, basis }: { runId: number; region: string; basis: string },
): Promise<TrendPoint[]> =>
  database.rows(on, {
    name: 'trend-runs',
    text: `
      select r.trend_year as year, r.id as "runId", r.state,
             jsonb_object_agg(v.figure, v.value) filter (where v.figure is not null and r.state = 'done') as values,
             coalesce(jsonb_agg(v.figure order by v.figure) filter (where v.is_hidden and r.state = 'done'), '[]') as hidden
      from coverage_run r
      left join coverage_value v on v.run_id = r.id and v.region_code::text = $2::text
      where r.trend_of = $1::bigint and r.trend_basis = $3::text
      group by r.id
      order by r.trend_year`,
    values: [runId, region, basis],
  })
