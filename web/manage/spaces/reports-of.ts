import type { FileRecord } from '../../../api/contract/files.ts'
import type { SpaceRow } from './space-figures.ts'

/** Inspection reports of a space and of the court that it is. */
export const reportsOf = (space: Pick<SpaceRow, 'id' | 'court'>, reports: readonly FileRecord[]): FileRecord[] =>
  reports.filter(({ part }) => part === `space:${space.id}` || (space.court && part === `court:${space.court.id}`))
