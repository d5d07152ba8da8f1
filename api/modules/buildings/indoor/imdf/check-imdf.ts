import type { Polygon, Position } from 'geojson'
import { type ImdfArchive, type ImdfFeature, type ImdfKind, imdfKinds } from './imdf-archive.ts'

export interface ImdfFault {
  kind: ImdfKind | 'manifest'
  id: string | null
  rule:
    | 'manifest'
    | 'uuid'
    | 'duplicate-id'
    | 'feature-type'
    | 'geometry'
    | 'reference'
    | 'unit-outside-level'
    | 'opening-off-edge'
    | 'ordinal'
    | 'label'
    | 'missing'
  detail: string
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const languageTag = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/
/** Plans are drawn to the decimetre; a degree of latitude is 111 km. */
const toleranceMetres = 0.1
const metresPerDegree = 111_195

const geometries: Readonly<Record<ImdfKind, readonly string[]>> = {
  address: [],
  venue: ['Polygon', 'MultiPolygon'],
  building: [],
  footprint: ['Polygon', 'MultiPolygon'],
  level: ['Polygon', 'MultiPolygon'],
  unit: ['Polygon', 'MultiPolygon'],
  opening: ['LineString'],
  amenity: ['Point'],
  anchor: ['Point'],
  occupant: [],
  relationship: ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'],
}
/** Kinds that need no geometry though they may have one. */
const freeOfGeometry: readonly ImdfKind[] = ['relationship']

const references: readonly (readonly [from: ImdfKind, property: string, to: ImdfKind, needed: boolean])[] = [
  ['venue', 'address_id', 'address', true],
  ['building', 'address_id', 'address', false],
  ['footprint', 'building_ids', 'building', true],
  ['level', 'building_ids', 'building', false],
  ['level', 'address_id', 'address', false],
  ['unit', 'level_id', 'level', true],
  ['opening', 'level_id', 'level', true],
  ['amenity', 'unit_ids', 'unit', true],
  ['amenity', 'address_id', 'address', false],
  ['anchor', 'unit_id', 'unit', true],
  ['anchor', 'address_id', 'address', false],
  ['occupant', 'anchor_id', 'anchor', true],
]

/** Judges an archive by the rules of IMDF that a map is lost without. No fault: other readers will take it. */
export function checkImdf(archive: ImdfArchive): ImdfFault[] {
  const byId = new Map<string, { kind: ImdfKind; feature: ImdfFeature }>()
  for (const kind of imdfKinds) for (const feature of archive.features[kind]) byId.set(feature.id, { kind, feature })
  return [
    ...manifestFaults(archive),
    ...featureFaults(archive),
    ...referenceFaults(archive, byId),
    ...relationshipFaults(archive, byId),
    ...unitFaults(archive),
    ...openingFaults(archive),
    ...ordinalFaults(archive),
    ...labelFaults(archive),
  ]
}

function manifestFaults({ manifest, features }: ImdfArchive): ImdfFault[] {
  const fault = (rule: ImdfFault['rule'], detail: string): ImdfFault => ({ kind: 'manifest', id: null, rule, detail })
  const faults: ImdfFault[] = []
  if (!manifest) return [fault('manifest', 'manifest.json is missing')]
  if (manifest.version !== '1.0.0') faults.push(fault('manifest', `version is ${manifest.version}, not 1.0.0`))
  if (!languageTag.test(manifest.language ?? '')) faults.push(fault('manifest', `language is ${manifest.language}`))
  if (Number.isNaN(Date.parse(manifest.created))) faults.push(fault('manifest', `created is ${manifest.created}`))
  for (const kind of ['venue', 'address', 'level', 'unit'] as const)
    if (features[kind].length === 0) faults.push(fault('missing', `there is no ${kind}`))
  return faults
}

function featureFaults({ features }: ImdfArchive): ImdfFault[] {
  const seen = new Set<string>()
  return imdfKinds.flatMap((kind) =>
    features[kind].flatMap(({ id, feature_type, geometry }) => {
      const faults: ImdfFault[] = []
      const add = (rule: ImdfFault['rule'], detail: string) => faults.push({ kind, id: id ?? null, rule, detail })
      if (!uuid.test(id ?? '')) add('uuid', `${id} is no UUID`)
      if (seen.has(id)) add('duplicate-id', `${id} is there twice`)
      seen.add(id)
      if (feature_type !== kind) add('feature-type', `feature_type is ${feature_type}`)
      const wanted = geometries[kind]
      const fits = geometry ? wanted.includes(geometry.type) : wanted.length === 0 || freeOfGeometry.includes(kind)
      if (!fits) add('geometry', `geometry is ${geometry?.type ?? 'missing'}, not ${wanted.join(' or ') || 'null'}`)
      return faults
    }),
  )
}

type ById = ReadonlyMap<string, { kind: ImdfKind; feature: ImdfFeature }>

function referenceFaults({ features }: ImdfArchive, byId: ById): ImdfFault[] {
  return references.flatMap(([kind, property, to, needed]) =>
    features[kind].flatMap(({ id, properties }): ImdfFault[] => {
      const value = properties?.[property]
      const ids = Array.isArray(value) ? value : value == null ? [] : [value]
      if (ids.length === 0) return needed ? [{ kind, id, rule: 'reference', detail: `${property} is missing` }] : []
      return ids
        .filter((each) => byId.get(each)?.kind !== to)
        .map((each) => ({ kind, id, rule: 'reference', detail: `${property} names ${each}, which is no ${to}` }))
    }),
  )
}

function relationshipFaults({ features }: ImdfArchive, byId: ById): ImdfFault[] {
  return features.relationship.flatMap(({ id, properties }) => {
    const named = [properties.origin, properties.destination, ...((properties.intermediary as unknown[]) ?? [])]
    return (named.filter(Boolean) as { id: string; feature_type: string }[])
      .filter((each) => byId.get(each.id)?.kind !== each.feature_type)
      .map(
        (each): ImdfFault => ({
          kind: 'relationship',
          id,
          rule: 'reference',
          detail: `${each.id} is no ${each.feature_type}`,
        }),
      )
  })
}

function unitFaults({ features }: ImdfArchive): ImdfFault[] {
  const levels = new Map(features.level.map((level) => [level.id, level]))
  return features.unit.flatMap(({ id, geometry, properties }): ImdfFault[] => {
    const level = levels.get(String(properties.level_id))
    if (!level || !geometry) return []
    const outline = polygonsOf(level)
    const stray = polygonsOf({ geometry } as ImdfFeature)
      .flatMap(({ coordinates }) => coordinates[0]!)
      .find((point) => !outline.some((polygon) => holds(polygon, point) || offEdge(polygon, point) < toleranceMetres))
    return stray
      ? [{ kind: 'unit', id, rule: 'unit-outside-level', detail: `${stray} lies outside level ${level.id}` }]
      : []
  })
}

function openingFaults({ features }: ImdfArchive): ImdfFault[] {
  const unitsOf = new Map<string, Polygon[]>()
  for (const unit of features.unit) {
    const levelId = String(unit.properties.level_id)
    unitsOf.set(levelId, [...(unitsOf.get(levelId) ?? []), ...polygonsOf(unit)])
  }
  return features.opening.flatMap(({ id, geometry, properties }): ImdfFault[] => {
    if (geometry?.type !== 'LineString') return []
    const units = unitsOf.get(String(properties.level_id)) ?? []
    const onEdge = units.some((unit) => geometry.coordinates.every((point) => offEdge(unit, point) < toleranceMetres))
    return onEdge ? [] : [{ kind: 'opening', id, rule: 'opening-off-edge', detail: 'it lies on the edge of no unit' }]
  })
}

function ordinalFaults({ features }: ImdfArchive): ImdfFault[] {
  const seen = new Set<string>()
  return features.level.flatMap(({ id, properties: { ordinal, building_ids } }): ImdfFault[] => {
    if (!Number.isInteger(ordinal)) return [{ kind: 'level', id, rule: 'ordinal', detail: `ordinal is ${ordinal}` }]
    const key = `${JSON.stringify(building_ids ?? null)} ${ordinal}`
    if (seen.has(key)) return [{ kind: 'level', id, rule: 'ordinal', detail: `ordinal ${ordinal} is there twice` }]
    seen.add(key)
    return []
  })
}

function labelFaults({ manifest, features }: ImdfArchive): ImdfFault[] {
  return imdfKinds.flatMap((kind) =>
    features[kind].flatMap(({ id, properties }) =>
      ['name', 'alt_name', 'short_name'].flatMap((property): ImdfFault[] => {
        const value = properties?.[property]
        if (value == null) return []
        const fault = (detail: string): ImdfFault[] => [{ kind, id, rule: 'label', detail: `${property}: ${detail}` }]
        if (typeof value !== 'object') return fault('is no table of languages')
        const wrong = Object.entries(value).find(
          ([language, text]) => !languageTag.test(language) || typeof text !== 'string' || text.trim() === '',
        )
        if (wrong) return fault(`${wrong[0]} is «${wrong[1]}»`)
        if (property === 'name' && manifest && !(manifest.language in value))
          return fault(`has no ${manifest.language}`)
        return []
      }),
    ),
  )
}

const polygonsOf = ({ geometry }: ImdfFeature): Polygon[] => {
  if (geometry?.type === 'Polygon') return [geometry]
  if (geometry?.type !== 'MultiPolygon') return []
  return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))
}

function holds({ coordinates }: Polygon, [x, y]: Position): boolean {
  let inside = false
  for (const ring of coordinates) {
    ring.slice(1).forEach(([bx, by], index) => {
      const [ax, ay] = ring[index]!
      if (ay! > y! !== by! > y! && x! < ((bx! - ax!) * (y! - ay!)) / (by! - ay!) + ax!) inside = !inside
    })
  }
  return inside
}

/** Metres to the nearest edge, on a plane at the point. */
function offEdge({ coordinates }: Polygon, [lon, lat]: Position): number {
  const [scaleX, scaleY] = [metresPerDegree * Math.cos((lat! * Math.PI) / 180), metresPerDegree]
  let least = Infinity
  for (const ring of coordinates) {
    ring.slice(1).forEach((end, index) => {
      const start = ring[index]!
      const [ax, ay] = [(start[0]! - lon!) * scaleX, (start[1]! - lat!) * scaleY]
      const [bx, by] = [(end[0]! - lon!) * scaleX, (end[1]! - lat!) * scaleY]
      const length = (bx - ax) ** 2 + (by - ay) ** 2
      const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length))
      least = Math.min(least, Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    })
  }
  return least
}
