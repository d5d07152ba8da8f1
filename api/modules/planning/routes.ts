import { pipeline } from 'node:stream/promises'
import type { MultiPolygon, Point, Polygon } from 'geojson'
import * as contract from '../../contract/planning.ts'
import * as populationContract from '../../contract/planning-population.ts'
import * as reachContract from '../../contract/planning-reach.ts'
import * as scenariosContract from '../../contract/planning-scenarios.ts'
import * as sitesContract from '../../contract/planning-sites.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { figuresOfArea } from './area-figures.ts'
import { exportRunAs } from './export-run.ts'
import { importNetworkBy } from './import-network.ts'
import { importPopulationBy } from './import-population.ts'
import { listNetworksOf, putNetworkAway } from './network-queries.ts'
import { plannerOf } from './planner-of.ts'
import { listSets, readSet } from './population-queries.ts'
import { recordSiteBy } from './record-site.ts'
import { cellsBehind, groupOf, rowsBehind } from './run-details.ts'
import { listNewestRuns, readRun, readValues } from './run-queries.ts'
import { readDoneRun, startRunBy } from './runs.ts'
import { insertScenario, listScenariosOf, putScenarioAway, readScenario, updateScenario } from './scenario-queries.ts'
import { scoreCommunity } from './score-community.ts'
import { serviceAreaOf } from './service-area.ts'
import { suggestFor } from './suggest.ts'
import { startTrendOf, trendOf } from './trend.ts'

export function planningRoutes(core: Core, bind: Bind): void {
  populationRoutes(core, bind)
  runRoutes(core, bind)
  detailRoutes(core, bind)
  scenarioRoutes(core, bind)
  reachRoutes(core, bind)
}

function populationRoutes(core: Core, bind: Bind): void {
  const { database, files } = core
  const planner = plannerOf(core)
  bind(populationContract.importPopulation, ({ query, person, incoming }) =>
    importPopulationBy({ database, planner, incoming: files.incoming }, incoming, query, person!.id),
  )
  bind(populationContract.listPopulation, async ({ atLeast }) => ({
    items: await listSets(database, database.reader(atLeast)),
  }))
  bind(populationContract.getPopulation, ({ params, atLeast }) =>
    readSet(database, database.reader(atLeast), params.id),
  )
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
    const { level, parent, codes } = query
    const wanted = codes ? { codes } : parent ? { parent } : { level: level ?? 'county' }
    const items = await readValues(database, on, params.id, wanted)
    const [total] = parent && !codes ? await readValues(database, on, params.id, { codes: [parent] }) : []
    return { items, total: total ?? null }
  })
}

function detailRoutes(core: Core, bind: Bind): void {
  const { database } = core
  const planner = plannerOf(core)
  const doneRun = (id: number, atLeast: string | undefined) => readDoneRun(database, database.reader(atLeast), id)
  bind(contract.listFigureRows, async ({ params, query, atLeast }) =>
    rowsBehind(database, planner, await doneRun(params.id, atLeast), query),
  )
  bind(contract.listCells, async ({ params, query, atLeast }) =>
    cellsBehind(planner, await doneRun(params.id, atLeast), query.region, query.hexagons),
  )
  bind(sitesContract.areaFigures, async ({ params, body, atLeast }) =>
    figuresOfArea(database, planner, await doneRun(params.id, atLeast), body.geometry as Polygon | MultiPolygon),
  )
  bind(sitesContract.suggestSites, async ({ params, body, atLeast }) =>
    suggestFor(database, planner, await doneRun(params.id, atLeast), body),
  )
  bind(sitesContract.circleScore, ({ body }) =>
    scoreCommunity(database, body.geometry as Point | Polygon | MultiPolygon),
  )
  bind(contract.exportRun, async ({ params, query, atLeast }) => {
    const run = await doneRun(params.id, atLeast)
    const { body, contentType, headers } = await exportRunAs(database, run, query.format, query.level)
    return new Reply(null, {
      send: async (_request, response) => {
        response.set(headers).type(contentType)
        if (typeof body === 'string') response.send(body)
        else await pipeline(body, response)
      },
    })
  })
  bind(contract.lorenz, async ({ params, query, atLeast }) => {
    const run = await doneRun(params.id, atLeast)
    const own = await planner.hold(run)
    const group = groupOf(own, query.region)
    if (own.sums[group]!.people < 10) return { gini: null, curve: [] }
    const curve = await planner.thread.ask('lorenz', { run: String(run.id), group })
    return { gini: own.sums[group]!.gini, curve }
  })
}

function scenarioRoutes({ database }: Core, bind: Bind): void {
  const read = (id: number, personId: string) => readScenario(database, database.primary, id, personId)
  const readOwn = async (id: number, personId: string) => {
    const scenario = await read(id, personId)
    if (scenario.isOwn) return scenario
    throw errors.forbidden('scenario-not-own', `The scenario ${id} is somebody else’s; copy its changes into your own.`)
  }
  bind(scenariosContract.listScenarios, async ({ person, atLeast }) => ({
    items: await listScenariosOf(database, database.reader(atLeast), person!.id),
  }))
  bind(scenariosContract.getScenario, async ({ params, person }) => {
    const scenario = await read(params.id, person!.id)
    return new Reply(scenario, { etag: String(scenario.version) })
  })
  bind(scenariosContract.createScenario, async ({ body, person }) =>
    read(await insertScenario(database, body, person!.id), person!.id),
  )
  bind(scenariosContract.saveScenario, async ({ params, body, person, ifMatch }) => {
    await readOwn(params.id, person!.id)
    await updateScenario(database, { id: params.id, version: ifMatch }, body)
    return read(params.id, person!.id)
  })
  bind(scenariosContract.archiveScenario, async ({ params, person }) => {
    await readOwn(params.id, person!.id)
    await putScenarioAway(database, params.id)
    return null
  })
}

function reachRoutes(core: Core, bind: Bind): void {
  const { database, files, config } = core
  const planner = plannerOf(core)
  bind(reachContract.listNetworks, async ({ atLeast }) => ({
    items: await listNetworksOf(database, database.reader(atLeast)),
    hasRouter: config.ROUTER_URL !== undefined,
  }))
  bind(reachContract.importNetwork, ({ query, person, incoming }) =>
    importNetworkBy({ database, planner, incoming: files.incoming }, incoming, query, person!.id),
  )
  bind(reachContract.archiveNetwork, async ({ params }) => {
    await putNetworkAway(database, params.id)
    return null
  })
  bind(reachContract.serviceArea, async ({ params, query, atLeast }) => {
    const run = await readDoneRun(database, database.reader(atLeast), params.id)
    return serviceAreaOf(database, planner, run, query)
  })
  bind(reachContract.startTrend, async ({ params, body, person }) => {
    const run = await readRun(database, database.primary, params.id)
    return startTrendOf(database, run, body, { personId: person!.id, now: core.now() })
  })
  bind(reachContract.getTrend, async ({ params, query, atLeast }) => {
    const on = database.reader(atLeast)
    return trendOf(database, on, await readRun(database, on, params.id), query.region, query.basis)
  })
  bind(reachContract.recordSite, ({ body, person }) => recordSiteBy(core, body, person!))
}
