import type { Knex } from 'knex'
import { errors } from '../../../errors.ts'
import {
  type AmenityRow,
  type ConnectorRow,
  type IndoorBuilding,
  type LevelRow,
  type PassageRow,
  readAmenities,
  readConnectors,
  readIndoorBuilding,
  readIndoorLevels,
  readPassages,
  readUnits,
  type UnitRow,
} from './indoor-queries.ts'

export interface Indoor {
  building: IndoorBuilding
  levels: LevelRow[]
  units: UnitRow[]
  passages: PassageRow[]
  connectors: ConnectorRow[]
  amenities: AmenityRow[]
}

/** @throws 404 indoor-not-found */
export async function neededBuilding(on: Knex, placeId: number): Promise<IndoorBuilding> {
  const building = await readIndoorBuilding(on, placeId)
  if (building) return building
  throw errors.notFound(
    'indoor-not-found',
    `Place ${placeId} has no floors on the map: none were added, or its owner has not confirmed where the building stands.`,
  )
}

/** @throws 404 indoor-not-found */
export async function readIndoor(on: Knex, placeId: number): Promise<Indoor> {
  const building = await neededBuilding(on, placeId)
  const levels = await readIndoorLevels(on, placeId)
  return {
    building,
    levels,
    units: await readUnits(on, placeId),
    passages: await readPassages(on, placeId),
    connectors: await readConnectors(on, placeId),
    amenities: await readAmenities(on, placeId),
  }
}
