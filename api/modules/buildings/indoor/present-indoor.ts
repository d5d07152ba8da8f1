import type { z } from 'zod'
import { type Project, polygonOnMap, toMap } from '../../../../bim-viewer/ifc/placement.ts'
import type { getIndoor, IndoorLevel } from '../../../contract/indoor.ts'
import { type Amenity, categoryOfUnit, findAmenities } from './find-amenities.ts'
import type { LevelRow, UnitRow } from './indoor-queries.ts'
import { labelOf, shortLevel } from './labels.ts'
import type { Indoor } from './read-indoor.ts'

export type Reached = 'yes' | 'by-steps' | 'no'

/** Floors as GeoJSON on the map. */
export function presentIndoor(
  placeId: number,
  indoor: Indoor,
  reachedOf: (spaceId: number) => Reached,
): z.input<typeof getIndoor.reply> {
  const { building, levels } = indoor
  const project = toMap(building.placement)
  const amenities = findAmenities(indoor)
  const present = levels.map((level) => presentLevel(level, { indoor, project, amenities, reachedOf }))
  return {
    placeId,
    label: { zh: building.name ?? '', en: building.name ?? '' },
    version: `${building.version}.${building.walkVersion ?? 0}`,
    bounds: boundsOf(present),
    routes: building.walkVersion !== null,
    levels: present,
  }
}

interface Parts {
  indoor: Indoor
  project: Project
  amenities: readonly Amenity[]
  reachedOf: (spaceId: number) => Reached
}

function presentLevel(level: LevelRow, { indoor, project, amenities, reachedOf }: Parts): IndoorLevel {
  const units = indoor.units.filter(({ levelId }) => levelId === level.id)
  const own = new Set(units.map(({ id }) => id))
  const order = new Map(indoor.levels.map(({ id }, index) => [id, index]))
  return {
    id: level.id,
    ordinal: level.ordinal,
    label: labelOf(level),
    short: shortLevel(level.ordinal),
    elevation: level.elevation,
    units: collection(units.map((unit) => presentUnit(unit, project, reachedOf(unit.id)))),
    openings: collection(
      indoor.passages
        .filter(({ spaceId }) => own.has(spaceId))
        .map(({ id, kind, name, otherSpaceId, line }) => ({
          type: 'Feature' as const,
          id,
          geometry: { type: 'LineString' as const, coordinates: line.map((point) => rounded(project(point))) },
          properties: { kind, name, entrance: otherSpaceId === null },
        })),
    ),
    amenities: collection(
      amenities
        .filter(({ levelId }) => levelId === level.id)
        .map(({ kind, id, category, label, at, connectorId, goesTo }, index) => ({
          type: 'Feature' as const,
          id: `${kind}-${id}-${index}`,
          geometry: { type: 'Point' as const, coordinates: rounded(project(at)) },
          properties: {
            kind: category,
            label,
            connectorId,
            goesTo: goesTo.filter((id) => order.has(id)).sort((a, b) => order.get(a)! - order.get(b)!),
          },
        })),
    ),
  }
}

function presentUnit(unit: UnitRow, project: Project, reached: Reached) {
  const { coordinates } = polygonOnMap(unit.footprint, project)
  return {
    type: 'Feature' as const,
    id: unit.id,
    geometry: { type: 'Polygon' as const, coordinates: coordinates.map((ring) => ring.map(rounded)) },
    properties: {
      category: categoryOfUnit(unit),
      label: labelOf(unit),
      area: Math.round(unit.area * 10) / 10,
      capacity: unit.capacity,
      courtId: unit.courtId,
      photos: unit.photos,
      display: rounded(project(unit.display)),
      reached,
    },
  }
}

const collection = <F>(features: F[]) => ({ type: 'FeatureCollection' as const, features })

/** To a millimetre. */
const rounded = ([lon, lat]: readonly number[]): [number, number] => [
  Math.round(lon! * 1e8) / 1e8,
  Math.round(lat! * 1e8) / 1e8,
]

function boundsOf(levels: readonly IndoorLevel[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [180, 90, -180, -90]
  for (const { units } of levels) {
    for (const { geometry } of units.features) {
      for (const [lon, lat] of geometry.coordinates[0]!) {
        bounds[0] = Math.min(bounds[0], lon)
        bounds[1] = Math.min(bounds[1], lat)
        bounds[2] = Math.max(bounds[2], lon)
        bounds[3] = Math.max(bounds[3], lat)
      }
    }
  }
  return bounds
}
