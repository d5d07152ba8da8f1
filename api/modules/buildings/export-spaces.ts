import { Readable } from 'node:stream'
import type { BuildingLevel, BuildingSpace } from '../../contract/buildings.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { xlsxStream } from '../../files/write-xlsx.ts'
import type { Person } from '../../http/auth.ts'
import { Reply } from '../../http/handle.ts'
import { withPhotos } from './read-spaces.ts'
import { readLevels, readSpaces } from './space-queries.ts'
import { spaceRows, type WorkbookLanguage } from './space-rows.ts'

/** All spaces of a place as a workbook. @throws 404 building-not-found */
export async function exportSpaces(
  core: Pick<Core, 'database' | 'bus'>,
  placeId: number,
  language: WorkbookLanguage,
  person: Person | null,
): Promise<Reply<Readable>> {
  const { primary } = core.database
  const levels: BuildingLevel[] = await readLevels(primary, placeId)
  if (levels.length === 0) throw errors.notFound('building-not-found', `Place ${placeId} has no building yet.`)
  const spaces: BuildingSpace[] = await withPhotos(core, await readSpaces(primary, placeId, 'current'), person)
  const reports = (await core.bus.ask('attached-files', { to: { inspectionsOf: placeId }, person })).flat()
  const { columns, rows } = spaceRows({ levels, spaces, reports }, language)
  return new Reply(xlsxStream('spaces', columns, Readable.from([rows])), {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    headers: { 'Content-Disposition': 'attachment; filename="spaces.xlsx"', 'Cache-Control': 'no-store' },
  })
}
