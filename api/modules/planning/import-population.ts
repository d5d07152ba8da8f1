import { rm } from 'node:fs/promises'
import type { z } from 'zod'
import type { importPopulation } from '../../contract/planning-population.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { receive } from '../../files/receive.ts'
import type { Planner } from './planner.ts'
import { insertSet, readSet } from './population-queries.ts'
import { readCountyShapes } from './region-tree.ts'

type Wish = z.output<NonNullable<(typeof importPopulation)['query']>>

const mostBytes = 200_000_000

/**
 * Takes a population grid: reads it in the thread, gives each cell to the county of its centre, and says how far each county is from its
 * census. @throws 422 population-unreadable, population-empty, system-unknown; 413 file-too-large.
 */
export async function importPopulationBy(
  { database, planner, incoming }: { database: Database; planner: Planner; incoming: string },
  body: AsyncIterable<Buffer>,
  wish: Wish,
  personId: string,
) {
  const { path } = await receive(body, { incoming, mostBytes })
  try {
    const system = await systemOf(planner, path, wish)
    const definition = system.startsWith('EPSG:') ? await definitionOf(database, system) : null
    const tree = await planner.tree()
    const { counties, outside } = readOrRefuse(
      await planner.thread.ask('readPopulation', {
        file: { path, format: wish.format, system, definition },
        shapes: await readCountyShapes(database, database.primary),
        census: tree.counties.map(({ population }) => population),
        scale: wish.scale === 'true',
      }),
    )
    if (counties.every(({ people }) => people.length === 0)) {
      throw errors.invalid(
        'population-empty',
        `No cell with people lies in a county (${Math.round(outside)} people lie outside): check the coordinate system, ${system}.`,
      )
    }
    const id = await database.primary.transaction((trx) =>
      insertSet(database, trx, {
        name: wish.name,
        kind: 'grid',
        format: wish.format,
        system,
        isScaled: wish.scale === 'true',
        peopleOutside: outside,
        importedBy: personId,
        report: counties.map(({ grid, people, factor }, at) => ({
          code: tree.counties[at]!.code,
          census: tree.counties[at]!.population,
          grid,
          cells: people.length,
          factor,
        })),
        parts: counties.flatMap(({ lon, lat, people }, at) =>
          people.length > 0 ? [{ regionCode: tree.counties[at]!.code, lon, lat, people }] : [],
        ),
      }),
    )
    return readSet(database, database.primary, id)
  } finally {
    await rm(path, { force: true })
  }
}

async function systemOf(planner: Planner, path: string, { format, system }: Wish): Promise<string> {
  if (system !== undefined) return system
  if (format !== 'geotiff') return 'WGS84'
  const said = readOrRefuse(await planner.thread.ask('systemOf', { path }))
  if (said) return said
  throw errors.invalid('system-unknown', 'The GeoTIFF does not say its coordinate system: give system=EPSG:number.')
}

function readOrRefuse<T>(outcome: { read: T } | { unreadable: string }): T {
  if ('read' in outcome) return outcome.read
  throw errors.invalid('population-unreadable', outcome.unreadable)
}

async function definitionOf(database: Database, system: string): Promise<string> {
  const [row] = await database.rows<{ definition: string }>(database.primary, {
    name: 'planning-system',
    text: `
      select proj4text as definition from spatial_ref_sys where auth_name = 'EPSG' and auth_srid = $1::integer and proj4text <> ''`,
    values: [Number(system.slice(5))],
  })
  if (!row) throw errors.invalid('system-unknown', `${system} is not known; give another EPSG number.`)
  return row.definition
}
