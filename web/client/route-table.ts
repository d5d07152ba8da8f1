import type * as clientConfig from '../../api/contract/client-config.ts'
import type * as imports from '../../api/contract/imports.ts'
import type * as nearest from '../../api/contract/nearest.ts'
import type * as places from '../../api/contract/places.ts'
import type * as regions from '../../api/contract/regions.ts'
import type * as reports from '../../api/contract/reports.ts'
import type { Method } from '../../api/contract/route.ts'
import type * as session from '../../api/contract/session.ts'

/** The contract's modules as types: nothing of the validation library reaches the citizen's bundle. */
export type Contract = typeof places &
  typeof reports &
  typeof nearest &
  typeof regions &
  typeof session &
  typeof imports &
  typeof clientConfig

/** Method and address of each route the pages call. A test compares this table with the contract. */
export const routeTable = {
  searchPlaces: ['get', '/api/places'],
  suggestPlaces: ['get', '/api/suggestions'],
  getPlace: ['get', '/api/places/:id'],
  reportPlace: ['post', '/api/places/:id/reports'],
  listReports: ['get', '/api/reports'],
  resolveReport: ['post', '/api/reports/:id/resolve'],
  placeTypes: ['get', '/api/place-types'],
  markers: ['get', '/api/markers'],
  nearest: ['get', '/api/nearest'],
  locate: ['get', '/api/locate'],
  navigationLinks: ['get', '/api/places/:id/navigation'],
  directions: ['get', '/api/directions'],
  listRegions: ['get', '/api/regions'],
  getRegion: ['get', '/api/regions/:code'],
  signIn: ['post', '/api/session'],
  whoAmI: ['get', '/api/session'],
  signOut: ['delete', '/api/session'],
  clientConfig: ['get', '/api/client-config'],
  createImport: ['post', '/api/imports'],
  putImportChunk: ['put', '/api/imports/:id/chunks/:number'],
  listImports: ['get', '/api/imports'],
  getImport: ['get', '/api/imports/:id'],
  previewImport: ['get', '/api/imports/:id/preview'],
  checkImport: ['post', '/api/imports/:id/check'],
  listImportRows: ['get', '/api/imports/:id/rows'],
  decideImportRows: ['post', '/api/imports/:id/decisions'],
  applyImport: ['post', '/api/imports/:id/apply'],
  undoImport: ['post', '/api/imports/:id/undo'],
  listImportMappings: ['get', '/api/import-mappings'],
  saveImportMapping: ['post', '/api/import-mappings'],
} as const satisfies Partial<Record<keyof Contract, readonly [Method, string]>>

export type RouteName = keyof typeof routeTable
