import type { Database } from '../../db/types.ts'
import { checkLayer, type LayerFindings } from './check-layer.ts'
import { knowsSystem, readCurrentRegions } from './check-queries.ts'
import { reassignPlaces, removeCounties, replaceRegions, stageCounties } from './layer-queries.ts'
import { parseSourceSystem, readImportFile } from './read-import-file.ts'
import { type ParentRegion, readSeats, type Seat } from './read-layer.ts'
import { type CurrentRegion, type LayerPlan, planLayer } from './rules.ts'

export interface ImportOptions {
  /** EPSG:4326, EPSG:4490, GCJ-02, BD-09 or EPSG:number. */
  srs: string
  /** Kept with every region as its origin. */
  source: string
  /** Property that holds the code; default code, else adcode. */
  codeField?: string | undefined
  repair?: boolean
  allowCodeChanges?: boolean
  /** Does everything and takes it back. */
  dryRun?: boolean
  seats?: readonly Seat[]
}

export interface ImportReport
  extends Pick<LayerPlan, 'added' | 'removed' | 'otherNames'>,
    Pick<LayerFindings, 'repaired' | 'moved' | 'movedLabels' | 'shiftMetres'> {
  counties: number
  higherLevels: number
  placesMoved: number
  /** Places that lie in no county. */
  placesOutside: number
}

/** The file was not taken and nothing changed; each problem says what to do. */
export class ImportRefused extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The layer was not imported:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Replaces the county boundaries by those of a GeoJSON file, makes prefectures and provinces from them and gives every place
 * its county anew, all in one transaction. Throws ImportRefused, with nothing changed, when a check fails.
 */
export async function importRegions(database: Database, text: string, options: ImportOptions): Promise<ImportReport> {
  const {
    srs,
    source,
    codeField,
    repair = false,
    allowCodeChanges = false,
    dryRun = false,
    seats = readSeats(),
  } = options
  const system = parseSourceSystem(srs)
  const file = readImportFile(text, system, codeField)
  return database.withLock('load-regions', async () => {
    const trx = await database.primary.transaction()
    try {
      await trx.raw('set local statement_timeout = 0')
      if (!(await knowsSystem(database, trx, system.srid)))
        throw new ImportRefused([
          `The database does not know ${system.label}; transform the file first: ogr2ogr -t_srs EPSG:4326`,
        ])
      const current = await database.rows<CurrentRegion>(trx, readCurrentRegions)
      const plan = planLayer(file.counties, current, { allowCodeChanges })
      const early = [...file.problems, ...plan.problems]
      if (early.length > 0) throw new ImportRefused(early)
      await stageCounties(database, trx, plan.counties, { srid: system.srid, source: `${source} (${system.label})` })
      const findings = await checkLayer(database, trx, { seats, repair, datum: system.datum })
      if (findings.problems.length > 0) throw new ImportRefused(findings.problems)
      const freed = await removeCounties(database, trx, plan.removed)
      await replaceRegions(database, trx, parentsOf(current))
      const { moved, outside } = await reassignPlaces(database, trx, freed)
      await (dryRun ? trx.rollback() : trx.commit())
      const { problems: _none, ...found } = findings
      const { added, removed, otherNames } = plan
      const counted = { counties: plan.counties.length, higherLevels: file.higherLevels }
      return { ...counted, added, removed, otherNames, ...found, placesMoved: moved, placesOutside: outside }
    } catch (error) {
      if (!trx.isCompleted()) await trx.rollback()
      throw error
    }
  })
}

const parentsOf = (regions: readonly CurrentRegion[]): ParentRegion[] =>
  regions.flatMap(({ level, ...region }) => (level === 'county' ? [] : [{ ...region, level }]))
