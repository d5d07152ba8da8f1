import type { Knex } from 'knex'
import { type CoverageRun, type RunParameters, runParameters } from '../../contract/planning.ts'
import type { Scenario } from '../../contract/planning-scenarios.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

const runSql = (where: string) => `
  select r.id, r.name, r.parameters, r.population_set_id as "populationSetId", s.name as "populationName",
         coalesce(s.kind = 'demo', false) as "isDemoPopulation", r.is_rough as "isRough", r.distance_by as "distanceBy",
         r.distance_problem as "distanceProblem", r.distance_share as "distanceShare", r.network_id as "networkId",
         n.name as "networkName", r.state,
         r.problem, r.data_version as "dataVersion", r.data_at as "dataAt", r.keeps_current as "keepsCurrent",
         r.scenario_id as "scenarioId", c.name as "scenarioName", r.scenario_version as "scenarioVersion",
         r.scenario_changes as "scenarioChanges", r.computed_ms as "computedMs", a.name as "authorName", r.created_at as "createdAt", r.finished_at as "finishedAt"
  from coverage_run r
  left join population_set s on s.id = r.population_set_id
  left join planning_scenario c on c.id = r.scenario_id
  left join path_network n on n.id = r.network_id
  left join person a on a.id = r.author_id
  ${where}`

const present = (run: CoverageRun): CoverageRun => ({ ...run, parameters: runParameters.parse(run.parameters) })

/** @throws 404 run-not-found. */
export async function readRun(database: Database, on: Knex | Knex.Transaction, id: number): Promise<CoverageRun> {
  const [run] = await database.rows<CoverageRun>(on, {
    name: 'coverage-run',
    text: runSql('where r.id = $1::bigint'),
    values: [id],
  })
  if (!run)
    throw errors.notFound('run-not-found', `There is no run ${id}; GET /api/planning/runs lists those there are.`)
  return present(run)
}

export async function listNewestRuns(database: Database, on: Knex, limit: number): Promise<CoverageRun[]> {
  const rows = await database.rows<CoverageRun>(on, {
    name: 'coverage-runs',
    text: runSql('where r.trend_of is null order by r.created_at desc, r.id desc limit $1::integer'),
    values: [limit],
  })
  return rows.map(present)
}

/** Runs that follow the registry and are whole, newest first. */
export async function listCurrentRuns(database: Database, on: Knex, limit: number): Promise<CoverageRun[]> {
  const rows = await database.rows<CoverageRun>(on, {
    name: 'coverage-runs-current',
    text: runSql(`where r.keeps_current and r.state = 'done' order by r.created_at desc, r.id desc limit $1::integer`),
    values: [limit],
  })
  return rows.map(present)
}

export interface NewRun {
  name: string
  parameters: RunParameters
  populationSetId: number | null
  keepsCurrent: boolean
  authorId: string | null
  scenario: Pick<Scenario, 'id' | 'version' | 'changes'> | null
}

export async function insertRun(database: Database, trx: Knex.Transaction, run: NewRun): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'coverage-run-insert',
    text: `
      insert into coverage_run (name, parameters, population_set_id, keeps_current, author_id, scenario_id, scenario_version, scenario_changes)
      values ($1::text, $2::jsonb, $3::bigint, $4::boolean, (select id from person where id = $5::uuid), $6::bigint, $7::integer,
              $8::jsonb)
      returning id`,
    values: [
      run.name,
      JSON.stringify(run.parameters),
      run.populationSetId,
      run.keepsCurrent,
      run.authorId,
      run.scenario?.id ?? null,
      run.scenario?.version ?? null,
      JSON.stringify(run.scenario?.changes ?? []),
    ],
  })
  return row!.id
}

export const markRunning = (database: Database, on: Knex, id: number) =>
  database.rows(on, {
    name: 'coverage-run-begin',
    text: `update coverage_run set state = 'running', problem = null where id = $1::bigint`,
    values: [id],
  })

export const markFailed = (database: Database, on: Knex, id: number, problem: string) =>
  database.rows(on, {
    name: 'coverage-run-fail',
    text: `update coverage_run set state = 'failed', problem = $2::text, finished_at = now() where id = $1::bigint`,
    values: [id, problem],
  })

/** What a run's distances were measured along. */
export type Distances = Pick<CoverageRun, 'distanceBy' | 'distanceProblem' | 'distanceShare' | 'networkId'>

export interface DoneRun {
  dataVersion: number
  ms: number
  distances: Distances
}

export const markDone = (
  database: Database,
  trx: Knex.Transaction,
  id: number,
  { dataVersion, ms, distances }: DoneRun,
) =>
  database.rows(trx, {
    name: 'coverage-run-finish',
    text: `
      update coverage_run
      set state = 'done', problem = null, data_version = $2::bigint, data_at = now(), computed_ms = $3::integer, finished_at = now(),
          distance_by = $4::text, distance_problem = $5::text, distance_share = $6::float8, network_id = $7::bigint
      where id = $1::bigint`,
    values: [
      id,
      dataVersion,
      ms,
      distances.distanceBy,
      distances.distanceProblem,
      distances.distanceShare,
      distances.networkId,
    ],
  })

/** A figure of a region as it is stored. */
export interface StoredValue {
  code: string
  figure: string
  value: number | null
  isHidden: boolean
}

/** Writes those values that are new or differ. */
export const upsertValues = (database: Database, trx: Knex.Transaction, id: number, values: readonly StoredValue[]) =>
  database.rows(trx, {
    name: 'coverage-values-write',
    text: `
      insert into coverage_value (run_id, region_code, figure, value, is_hidden)
      select $1::bigint, v.code, v.figure, v.value, v.hidden
      from unnest($2::text[], $3::text[], $4::float8[], $5::boolean[]) as v (code, figure, value, hidden)
      on conflict (run_id, figure, region_code) do update set value = excluded.value, is_hidden = excluded.is_hidden`,
    values: [
      id,
      values.map(({ code }) => code),
      values.map(({ figure }) => figure),
      values.map(({ value }) => value),
      values.map(({ isHidden }) => isHidden),
    ],
  })

export interface ValueRow {
  code: string
  level: 'province' | 'prefecture' | 'county'
  parentCode: string | null
  nameZh: string
  nameEn: string
  population: number | null
  values: Record<string, number | null>
  hidden: string[]
}

/** Figures of the regions of a level, of the children of a region, or (codes) of just these. */
export const readValues = (
  database: Database,
  on: Knex,
  id: number,
  { level, parent, codes }: { level?: string | undefined; parent?: string | undefined; codes?: string[] },
): Promise<ValueRow[]> =>
  database.rows(on, {
    name: 'coverage-values',
    text: `
      select g.code::text as code, g.level, g.parent_code::text as "parentCode", g.name_zh as "nameZh", g.name_en as "nameEn",
             g.population, jsonb_object_agg(v.figure, v.value) as values,
             coalesce(jsonb_agg(v.figure order by v.figure) filter (where v.is_hidden), '[]') as hidden
      from coverage_value v
      join region g on g.code = v.region_code
      where v.run_id = $1::bigint
        and ($2::text is null or g.level = $2::text)
        and ($3::text is null or g.parent_code = $3::text)
        and ($4::text[] is null or g.code::text = any($4::text[]))
      group by g.code
      order by g.code`,
    values: [id, level ?? null, parent ?? null, codes ?? null],
  })
