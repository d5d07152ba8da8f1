import { createHash } from 'node:crypto'
import type { Polygon, Position } from 'geojson'
import { polygonOnMap, toMap } from '../../../../../bim-viewer/ifc/placement.ts'
import { hullOf, type Point } from '../around-building.ts'
import { categoryOfUnit, findAmenities } from '../find-amenities.ts'
import type { UnitRow } from '../indoor-queries.ts'
import { type Label, labelOf, shortLevel } from '../labels.ts'
import type { Indoor } from '../read-indoor.ts'
import { relationshipCategories, unitCategories } from './categories.ts'
import type { ImdfArchive, ImdfFeature, ImdfKind, ImdfLabel } from './imdf-archive.ts'
import { onEdge, unitUnder } from './walls.ts'

/** What the registry says of the place that IMDF asks for. */
export interface ImdfPlace {
  id: number
  nameZh: string
  nameEn: string | null
  address: string | null
  locality: string
  /** ISO 3166-2, such as CN-SC. */
  province: string
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** The floors as an IMDF archive. What came from one keeps its UUIDs; all others are made of place, kind and id, the same each time. */
export function writeImdf(place: ImdfPlace, indoor: Indoor, created: Date): ImdfArchive {
  const project = toMap(indoor.building.placement)
  const id = (kind: string, guid: string | number) => idOf(place.id, kind, String(guid))
  const units = new Map(indoor.units.map((unit) => [unit.id, unit]))
  const levelId = new Map(indoor.levels.map((level) => [level.id, id('level', level.guid)]))
  const unitId = (spaceId: number) => id('unit', units.get(spaceId)!.guid)
  const outlineOf = (rows: readonly UnitRow[]) => polygonOnMap(hullAround(rows), project)
  const addressId = id('address', 1)
  const buildingId = id('building', 1)
  const outline = outlineOf(indoor.units)
  const name = { zh: place.nameZh, en: place.nameEn ?? place.nameZh }

  const features: Record<ImdfKind, ImdfFeature[]> = {
    address: [
      feature('address', addressId, null, {
        address: place.address ?? place.nameZh,
        unit: null,
        locality: place.locality,
        province: place.province,
        country: 'CN',
        postal_code: null,
        postal_code_ext: null,
        postal_code_vanity: null,
      }),
    ],
    venue: [
      feature('venue', id('venue', 1), outline, {
        category: 'stadium',
        restriction: null,
        name: labels(name),
        alt_name: null,
        hours: null,
        phone: null,
        website: null,
        display_point: pointOf(project(middleOf(indoor.units))),
        address_id: addressId,
      }),
    ],
    building: [
      feature('building', buildingId, null, {
        name: labels(name),
        alt_name: null,
        category: 'unspecified',
        restriction: null,
        display_point: null,
        address_id: addressId,
      }),
    ],
    footprint: [
      feature('footprint', id('footprint', 1), outline, { category: 'ground', name: null, building_ids: [buildingId] }),
    ],
    level: indoor.levels.map((level) =>
      feature('level', levelId.get(level.id)!, outlineOf(indoor.units.filter((unit) => unit.levelId === level.id)), {
        category: 'unspecified',
        restriction: null,
        outdoor: false,
        ordinal: level.ordinal,
        name: labels(labelOf(level)),
        short_name: { 'zh-CN': shortLevel(level.ordinal), en: shortLevel(level.ordinal) },
        display_point: null,
        address_id: null,
        building_ids: [buildingId],
      }),
    ),
    unit: indoor.units.map((unit) =>
      feature('unit', unitId(unit.id), polygonOnMap(unit.footprint, project), {
        category: unitCategories[categoryOfUnit(unit)],
        restriction: null,
        accessibility: null,
        name: labels(labelOf(unit)),
        alt_name: null,
        display_point: pointOf(project(unit.display)),
        level_id: levelId.get(unit.levelId),
      }),
    ),
    opening: indoor.passages.map(({ guid, kind, name: doorName, spaceId, otherSpaceId, line }) => {
      const unit = units.get(spaceId)!
      const coordinates = onEdge(unit, line).map((point) => project(point as Position))
      return feature(
        'opening',
        id('opening', guid),
        { type: 'LineString', coordinates },
        {
          category: otherSpaceId === null ? 'pedestrian.principal' : 'pedestrian',
          accessibility: null,
          access_control: null,
          door:
            kind === 'door'
              ? { type: 'unspecified', automatic: false, material: null }
              : { type: 'open', automatic: false, material: null },
          name: doorName ? { 'zh-CN': doorName } : null,
          alt_name: null,
          display_point: null,
          level_id: levelId.get(unit.levelId),
        },
      )
    }),
    amenity: findAmenities(indoor)
      .filter(({ kind }) => kind !== 'space')
      .flatMap(({ kind, id: ownId, levelId: on, category, label, at }) => {
        const unit = unitUnder(indoor.units, on, at)
        if (!unit) return []
        return [
          feature('amenity', id('amenity', `${kind}-${ownId}-${on}`), pointOf(project(at)), {
            category: amenityCategories[category] ?? 'unspecified',
            accessibility: null,
            name: labels(label),
            alt_name: null,
            hours: null,
            phone: null,
            website: null,
            unit_ids: [unitId(unit.id)],
            address_id: null,
            correlation_id: null,
          }),
        ]
      }),
    anchor: courts(indoor).map((unit) =>
      feature('anchor', id('anchor', unit.guid), pointOf(project(unit.display)), {
        address_id: addressId,
        unit_id: unitId(unit.id),
      }),
    ),
    occupant: courts(indoor).map((unit) =>
      feature('occupant', id('occupant', unit.guid), null, {
        name: labels(labelOf(unit)),
        category: 'sportsfacility',
        anchor_id: id('anchor', unit.guid),
        hours: null,
        phone: null,
        website: null,
        validity: null,
        correlation_id: null,
      }),
    ),
    relationship: [...traversals(indoor, id, unitId), ...rides(indoor, id, unitId)],
  }
  return {
    manifest: {
      version: '1.0.0',
      created: created.toISOString(),
      generated_by: 'Venue Atlas',
      language: 'zh-CN',
      extensions: null,
    },
    features,
  }
}

const amenityCategories: Readonly<Record<string, string>> = {
  lift: 'elevator',
  stair: 'stairs',
  escalator: 'escalator',
  ramp: 'ramp',
  exit: 'entry',
  defibrillator: 'defibrillator',
}

type IdOf = (kind: string, guid: string | number) => string

const traversals = ({ passages }: Indoor, id: IdOf, unitId: (spaceId: number) => string): ImdfFeature[] =>
  passages.flatMap(({ guid, spaceId, otherSpaceId }) =>
    otherSpaceId === null
      ? []
      : [
          related(
            id('relationship', `traversal:${guid}`),
            'traversal',
            [unitId(spaceId), unitId(otherSpaceId)],
            [{ id: id('opening', guid), feature_type: 'opening' }],
          ),
        ],
  )

const rides = ({ connectors }: Indoor, id: IdOf, unitId: (spaceId: number) => string): ImdfFeature[] =>
  connectors.flatMap(({ guid, kind, stops }) =>
    (stops ?? [])
      .slice(1)
      .map(({ spaceId }, index) =>
        related(
          id('relationship', `${guid}:${index}`),
          relationshipCategories[kind],
          [unitId(stops[index]!.spaceId), unitId(spaceId)],
          null,
        ),
      ),
  )

const related = (
  id: string,
  category: string,
  [origin, destination]: [string, string],
  intermediary: object[] | null,
) =>
  feature('relationship', id, null, {
    category,
    direction: 'undirected',
    hours: null,
    origin: { id: origin, feature_type: 'unit' },
    intermediary,
    destination: { id: destination, feature_type: 'unit' },
  })

const feature = (
  kind: ImdfKind,
  id: string,
  geometry: ImdfFeature['geometry'],
  properties: Record<string, unknown>,
): ImdfFeature => ({ id, type: 'Feature', feature_type: kind, geometry, properties })

const labels = ({ zh, en }: Label): ImdfLabel => ({ 'zh-CN': zh, en })
const pointOf = (coordinates: Position) => ({ type: 'Point' as const, coordinates })
const courts = ({ units }: Indoor) => units.filter(({ courtId }) => courtId !== null)

function idOf(placeId: number, kind: string, guid: string): string {
  if (uuid.test(guid)) return guid.toLowerCase()
  const hex = createHash('sha1').update(`venue-atlas ${placeId} ${kind} ${guid}`).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const middleOf = (units: readonly UnitRow[]): Position => units[0]?.display ?? [0, 0]

/** The convex outline of all rooms. */
function hullAround(units: readonly UnitRow[]): Polygon {
  const ring = hullOf(units.flatMap(({ footprint }) => footprint.coordinates[0]!.map(([x, y]): Point => [x!, y!])))
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(([x, y]) => [x, y])] }
}
