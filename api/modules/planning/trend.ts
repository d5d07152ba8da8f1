import type { z } from 'zod'
import type { CoverageRun, RunParameters } from '../../contract/planning.ts'
import type { getTrend, startTrend } from '../../contract/planning-reach.ts'
import type { Database } from '../../db/types.ts'
import { addJob } from '../../jobs/add-job.ts'
import { insertTrendRun, readTrendRuns } from './trend-queries.ts'

type Wish = z.output<NonNullable<(typeof startTrend)['body']>>
type Basis = z.output<NonNullable<(typeof getTrend)['query']>>['basis']

/** A run's parameters with the registry of a year's end; the year that has not ended is as it is today. */
export function parametersOfYear(parameters: RunParameters, basis: Basis, year: number, now: Date): RunParameters {
  const { filter } = parameters
  if (basis === 'built') return { ...parameters, filter: { ...filter, builtUntil: year } }
  const end = new Date(`${year + 1}-01-01T00:00:00+08:00`)
  return { ...parameters, filter: { ...filter, at: (end < now ? end : now).toISOString() } }
}

/** Starts the runs of the years that are not there, or were computed before the run itself was brought up to date last. */
export async function startTrendOf(
  database: Database,
  run: CoverageRun,
  { basis, years }: Wish,
  { personId, now }: { personId: string; now: Date },
): Promise<{ started: number[] }> {
  return database.primary.transaction(async (trx) => {
    const started: number[] = []
    for (const year of new Set(years)) {
      const parameters = parametersOfYear(run.parameters, basis, year, now)
      const runId = await insertTrendRun(database, trx, { run, parameters, basis, year, authorId: personId })
      if (runId === null) continue
      await addJob(trx, 'compute-coverage', { runId })
      started.push(runId)
    }
    return { started }
  })
}

export async function trendOf(
  database: Database,
  on: Database['primary'],
  run: CoverageRun,
  region: string,
  basis: Basis,
) {
  return { points: await readTrendRuns(database, on, { runId: run.id, region, basis }) }
}
