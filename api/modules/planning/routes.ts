import type { MultiPolygon, Polygon } from 'geojson'
import * as contract from '../../contract/planning.ts'
import type { Core } from '../../core.ts'
import type { Bind } from '../../http/handle.ts'
import { figuresOfArea } from './area-figures.ts'
import { importPopulationBy } from './import-population.ts'
import { plannerOf } from './planner-of.ts'
import { listSets, readSet } from './population-queries.ts'
import { cellsBehind, groupOf, rowsBehind } from './run-details.ts'
import { listNewestRuns, readRun, readValues } from './run-queries.ts'
import { readDoneRun, startRunBy } from './runs.ts'

export function planningRoutes(core: Core, bind: Bind): void {
  populationRoutes(core, bind)
  runRoutes(core, bind)
  detailRoutes(core, bind)
}

function populationRoutes(core: Core, bind: Bind): void {
  const { database, files } = core
  const planner = plannerOf(core)
  bind(contract.importPopulation, ({ query, person, incoming }) =>
    importPopulationBy({ database, planner, incoming: files.incoming }, incoming, query, person!.id),
  )
  bind(contract.listPopulation, async ({ atLeast }) => ({ items: await listSets(database, database.reader(atLeast)) }))
  bind(contract.getPopulation, ({ params, atLeast }) => readSet(database, database.reader(atLeast), params.id))
}

function runRoutes({ database }: Core, bind: Bind): void {
  bind(contract.startRun, ({ body, person }) => startRunBy(database, body, person!.id))
  bind(contract.listRuns, async ({ query, atLeast }) => ({
    items: await listNewestRuns(database, database.reader(atLeast), query.limit),
  }))
  bind(contract.getRun, ({ params, atLeast }) => readRun(database, database.reader(atLeast), params.id))
  bind(contract.listValues, async ({ params, query, atLeast }) => {
    const on = database.reader(atLeast)
    await readDoneRun(database, on, params.id)
    const { level, parent } = query
    const items = await readValues(database, on, params.id, parent ? { parent } : { level: level ?? 'county' })
    const [total] = parent ? await readValues(database, on, params.id, { codes: [parent] }) : []
    return { items, total: total ?? null }
  })
}

function detailRoutes(core: Core, bind: Bind): void {
  const { database } = core
  const planner = plannerOf(core)
  const doneRun = (id: number, atLeast: string | undefined) => readDoneRun(database, database.reader(atLeast), id)
  bind(contract.listFigureRows, async ({ params, query, atLeast }) =>
    rowsBehind(planner, await doneRun(params.id, atLeast), query),
  )
  bind(contract.listCells, async ({ params, query, atLeast }) =>
    cellsBehind(planner, await doneRun(params.id, atLeast), query.region, query.hexagons),
  )
  bind(contract.areaFigures, async ({ params, body, atLeast }) =>
    figuresOfArea(database, planner, await doneRun(params.id, atLeast), body.geometry as Polygon | MultiPolygon),
  )
  bind(contract.lorenz, async ({ params, query, atLeast }) => {
    const run = await doneRun(params.id, atLeast)
    const own = await planner.hold(run)
    const group = groupOf(own, query.region)
    if (own.sums[group]!.people < 10) return { gini: null, curve: [] }
    const curve = await planner.thread.ask('lorenz', { run: String(run.id), group })
    return { gini: own.sums[group]!.gini, curve }
  })
}
