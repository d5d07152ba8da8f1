import type { LineString, Polygon, Position } from 'geojson'
import type { Connector, Passage, Point } from '../../../../../bim-viewer/ifc/paths/walk-plan.ts'
import { type Project, toLocal } from '../../../../../bim-viewer/ifc/placement.ts'
import type { Placement } from '../../../../contract/buildings.ts'
import { type DrawnUnit, displayOf, drawnFloors } from '../drawn-floors.ts'
import type { Floors } from '../store-floors.ts'
import { connectorKindOf } from './categories.ts'
import type { ImdfArchive, ImdfFeature } from './imdf-archive.ts'

/** Storeys of plans that say no height. */
const storeyMetres = 4

/** A checked archive as floors; its UUIDs become our guids, so that the same archive again changes nothing. */
export function readImdf(archive: ImdfArchive): Floors {
  const { features } = archive
  const placement = placementOf(features.unit)
  const project = toLocal(placement)
  const levels = features.level.map(({ id, properties }) => ({
    guid: id,
    ...namesOf(properties.name, `${properties.ordinal}`),
    ordinal: Number(properties.ordinal),
    elevation: Number(properties.ordinal) * storeyMetres,
  }))
  const units = features.unit.flatMap((unit): DrawnUnit[] => {
    const footprint = localPolygon(unit, project)
    if (!footprint) return []
    const { name, category, level_id } = unit.properties
    const use = String(category ?? 'unspecified')
    return [{ guid: unit.id, levelGuid: String(level_id), ...namesOf(name, use), use, footprint }]
  })
  const known = new Set(units.map(({ guid }) => guid))
  const traversed = traversedBy(features.relationship)
  const openings = features.opening.map(({ id, geometry, properties }) => {
    const line = (geometry as LineString).coordinates.map((point) => project(point))
    return {
      guid: id,
      levelGuid: String(properties.level_id),
      kind: kindOf(properties.door),
      name: namesOf(properties.name, '').name || null,
      line: [line[0]!, line.at(-1)!] as const,
      unitGuids: (traversed.get(id) ?? []).filter((guid) => known.has(guid)),
      entrance: properties.category === 'pedestrian.principal',
    }
  })
  const levelOfUnit = new Map(units.map(({ guid, levelGuid }) => [guid, levelGuid]))
  const ordinals = new Map(levels.map(({ guid, ordinal }) => [guid, ordinal]))
  return drawnFloors({
    placement,
    levels,
    units,
    openings,
    connectors: connectorsOf(features.relationship, units, (guid) => ordinals.get(levelOfUnit.get(guid) ?? '') ?? 0),
    amenities: features.amenity.flatMap(({ id, geometry, properties }) => {
      const levelGuid = levelOfUnit.get(String((properties.unit_ids as string[] | null)?.[0]))
      if (!levelGuid || geometry?.type !== 'Point' || connectorKindOf(properties.category)) return []
      const category = String(properties.category ?? 'unspecified')
      if (category === 'entry') return []
      const { nameZh, nameEn } = namesOf(properties.name, category)
      return [{ guid: id, levelGuid, category, nameZh, nameEn, at: project(geometry.coordinates) }]
    }),
  })
}

const kindOf = (door: unknown): Passage['kind'] =>
  door && (door as { type?: string }).type !== 'open' ? 'door' : 'opening'

function namesOf(label: unknown, otherwise: string) {
  const labels = (label ?? {}) as Record<string, string>
  const inLanguage = (language: string) =>
    Object.entries(labels)
      .find(([tag]) => tag === language || tag.startsWith(`${language}-`))?.[1]
      ?.slice(0, 120) ?? null
  const nameZh = inLanguage('zh')
  const nameEn = inLanguage('en')
  return { name: nameZh ?? nameEn ?? Object.values(labels)[0] ?? otherwise, nameZh, nameEn }
}

/** Levels plane at the middle of the units. */
function placementOf(units: readonly ImdfFeature[]): Placement {
  const points = units.flatMap(({ geometry }) => (geometry?.type === 'Polygon' ? geometry.coordinates[0]! : []))
  const middle = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]!)
    return (Math.min(...values) + Math.max(...values)) / 2
  }
  return { anchor: [0, 0], lon: middle(0), lat: middle(1), rotation: 0, scale: 1, elevation: 0 }
}

function localPolygon({ geometry }: ImdfFeature, project: Project): Polygon | null {
  const rings: Position[][] | undefined =
    geometry?.type === 'Polygon'
      ? geometry.coordinates
      : // A unit in two parts is one of them: the first.
        geometry?.type === 'MultiPolygon'
        ? geometry.coordinates[0]
        : undefined
  return rings ? { type: 'Polygon', coordinates: rings.map((ring) => ring.map((point) => project(point))) } : null
}

/** Units that a relationship says an opening joins. */
function traversedBy(relationships: readonly ImdfFeature[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { properties } of relationships) {
    if (properties.category !== 'traversal') continue
    const [opening] = (properties.intermediary ?? []) as { id: string; feature_type: string }[]
    if (opening?.feature_type === 'opening') found.set(opening.id, endsOf(properties))
  }
  return found
}

const endsOf = ({ origin, destination }: Record<string, unknown>): string[] =>
  [origin, destination].flatMap((end) => (end as { id?: string } | null)?.id ?? [])

/** Relationships that share a unit are one lift or stair. */
function connectorsOf(
  relationships: readonly ImdfFeature[],
  units: readonly DrawnUnit[],
  ordinalOf: (guid: string) => number,
): Connector[] {
  const unitOf = new Map(units.map((unit) => [unit.guid, unit]))
  const groups: { id: string; kind: Connector['kind']; guids: Set<string> }[] = []
  for (const { id, properties } of relationships) {
    const kind = connectorKindOf(properties.category)
    const ends = endsOf(properties).filter((guid) => unitOf.has(guid))
    if (!kind || ends.length < 2) continue
    const group = groups.find((other) => other.kind === kind && ends.some((guid) => other.guids.has(guid)))
    if (group) for (const guid of ends) group.guids.add(guid)
    else groups.push({ id, kind, guids: new Set(ends) })
  }
  return groups.map(({ id, kind, guids }) => {
    const stops = [...guids].sort((a, b) => ordinalOf(a) - ordinalOf(b))
    return {
      id,
      kind,
      name: null,
      stops: stops.map((guid, index) => ({
        spaceId: guid,
        at: displayOf(unitOf.get(guid)!.footprint) as Point,
        metres:
          kind === 'lift' || index === 0
            ? 0
            : storeyMetres * (ordinalOf(guid) - ordinalOf(stops[index - 1]!)) * (kind === 'ramp' ? 12 : 2),
      })),
    }
  })
}
