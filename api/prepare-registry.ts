import type { Logger } from 'pino'
import { loadCalendar } from '../seed-data/load-calendar.ts'
import { loadDemoCourts } from '../seed-data/load-demo-courts.ts'
import { loadDemoPopulation } from '../seed-data/load-demo-population.ts'
import { loadDemoVisits } from '../seed-data/load-demo-visits.ts'
import { isRegistryEmpty, loadDemo } from '../seed-data/load-places.ts'
import { loadTypes } from '../seed-data/load-types.ts'
import type { Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import type { Database } from './db/types.ts'
import { loadRegions } from './modules/regions/load-regions.ts'

const demoPlaces = 12_000

/**
 * Brings the database to where the program can serve: migrations, place types, calendar, and on an empty database the regions
 * and (SEED=demo) the marked demo registry. One process at a time; the others wait and find it done.
 */
export async function prepareRegistry(database: Database, config: Pick<Config, 'SEED'>, log: Logger): Promise<void> {
  const applied = await migrate(database)
  if (applied.length) log.info({ migrations: applied }, 'migrated')
  await database.withLock('prepare-registry', async () => {
    await loadTypes(database)
    await loadCalendar(database)
    if (await regionsMissing(database)) await loadRegions(database)
    if (config.SEED === 'demo' && (await isRegistryEmpty(database))) {
      log.info({ places: demoPlaces }, 'loading the demo registry')
      await loadDemo(database, { places: demoPlaces })
    }
    if (config.SEED === 'demo') {
      await loadDemoCourts(database)
      await loadDemoVisits(database)
      await loadDemoPopulation(database)
    }
  })
}

async function regionsMissing(database: Database): Promise<boolean> {
  const { rows } = await database.primary.raw('select not exists (select from app.region) as missing')
  return rows[0].missing
}
