import type { z } from 'zod'
import type { CoverageRun, startRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { listSets, readSet } from './population-queries.ts'
import { insertRun, readRun } from './run-queries.ts'
import { readScenario } from './scenario-queries.ts'

type Wish = z.output<NonNullable<(typeof startRun)['body']>>

/** A new run, and the job that computes it. @throws 404 population-not-found, scenario-not-found. */
export async function startRunBy(database: Database, wish: Wish, personId: string): Promise<CoverageRun> {
  const populationSetId = await chosenSet(database, wish.population)
  const scenario =
    wish.scenarioId === null ? null : await readScenario(database, database.primary, wish.scenarioId, personId)
  const id = await database.primary.transaction(async (trx) => {
    const { name, parameters, keepsCurrent } = wish
    const runId = await insertRun(database, trx, {
      name,
      parameters,
      populationSetId,
      keepsCurrent: keepsCurrent && parameters.filter.at === null,
      authorId: personId,
      scenario,
    })
    await addJob(trx, 'compute-coverage', { runId })
    return runId
  })
  return readRun(database, database.primary, id)
}

async function chosenSet(database: Database, wanted: Wish['population']): Promise<number | null> {
  if (wanted === 'even') return null
  if (wanted === 'newest') return (await listSets(database, database.primary))[0]?.id ?? null
  return (await readSet(database, database.primary, wanted)).id
}

/** @throws 404 run-not-found, 409 run-not-done. */
export async function readDoneRun(database: Database, on: Database['primary'], id: number): Promise<CoverageRun> {
  const run = await readRun(database, on, id)
  if (run.state === 'done') return run
  throw errors.conflict(
    'run-not-done',
    run.state === 'failed'
      ? `The run ${id} failed: ${run.problem} Start another one.`
      : `The run ${id} is still being computed; GET /api/planning/runs/${id} says when it is done.`,
  )
}
