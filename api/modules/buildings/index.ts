import * as contract from '../../contract/buildings.ts'
import type { Module } from '../../core.ts'
import { convertBuilding } from './convert-building.ts'
import { exportSpaces } from './export-spaces.ts'
import { buildingRoutes } from './routes.ts'
import { spaceRoutes } from './space-routes.ts'

/**
 * Buildings of places: an uploaded IFC file is converted by a job in a process of its own (`bim-viewer/ifc`), and its storeys and spaces are kept in
 * tables that drawn floors fill as well. Spaces keep their ids over versions, and with them photos, names and court links.
 */
export const buildings: Module = {
  name: 'buildings',
  routes(core, bind) {
    buildingRoutes(core, bind)
    spaceRoutes(core, bind)
    bind(contract.exportSpaces, ({ params, query, person }) => exportSpaces(core, params.id, query.language, person))
  },
  jobs: (core) => ({ 'convert-building': (data, running) => convertBuilding(core, data, running) }),
}
