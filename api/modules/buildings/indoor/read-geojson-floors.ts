import { createHash } from 'node:crypto'
import type { Polygon } from 'geojson'
import { z } from 'zod'
import { toLocal } from '../../../../bim-viewer/ifc/placement.ts'
import { position } from '../../../contract/shapes.ts'
import { drawnFloors } from './drawn-floors.ts'
import type { Floors } from './store-floors.ts'

const storeyMetres = 4

const properties = z.object({
  level: z.coerce.number().int().min(-20).max(200).describe('Ordinal; 0 is the floor at the ground'),
  name: z.string().trim().max(120).nullish(),
  use: z.string().trim().max(60).nullish(),
  category: z.string().trim().max(60).nullish(),
})
const feature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string().max(64), z.number()]).nullish(),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)).min(1) }),
    z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
    z.object({ type: z.literal('Point'), coordinates: position }),
  ]),
  properties,
})

/** Rooms as polygons, doors as lines, what one looks for as points; each with the ordinal of its floor in `level`. */
export const floorsGeojson = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(feature).min(1).max(5_000),
})

export function readGeojsonFloors({ features }: z.output<typeof floorsGeojson>): Floors {
  const points = features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates[0]! : []))
  const middle = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]!)
    return (Math.min(...values) + Math.max(...values)) / 2
  }
  const placement = {
    anchor: [0, 0] as [number, number],
    lon: middle(0),
    lat: middle(1),
    rotation: 0,
    scale: 1,
    elevation: 0,
  }
  const project = toLocal(placement)
  const levelGuid = (ordinal: number) => `floor:${ordinal}`
  const ordinals = [...new Set(features.map(({ properties: { level } }) => level))].sort((a, b) => a - b)
  const named = features.map((each) => ({ ...each, guid: guidOf(each) }))
  return drawnFloors({
    placement,
    levels: ordinals.map((ordinal) => ({
      guid: levelGuid(ordinal),
      name: ordinal < 0 ? `地下${-ordinal}层` : `${ordinal + 1}层`,
      nameZh: null,
      nameEn: null,
      ordinal,
      elevation: ordinal * storeyMetres,
    })),
    units: named.flatMap(({ guid, geometry, properties: { level, name, use } }) => {
      if (geometry.type !== 'Polygon') return []
      const footprint: Polygon = {
        type: 'Polygon',
        coordinates: geometry.coordinates.map((ring) => ring.map((point) => project(point))),
      }
      const said = { name: name || use || '房间', nameZh: null, nameEn: null, use: use || null }
      return [{ guid, levelGuid: levelGuid(level), ...said, footprint }]
    }),
    openings: named.flatMap(({ guid, geometry, properties: { level, name } }) => {
      if (geometry.type !== 'LineString') return []
      const ends = [geometry.coordinates[0]!, geometry.coordinates.at(-1)!].map((point) => project(point))
      const line = [ends[0]!, ends[1]!] as const
      return [
        {
          guid,
          levelGuid: levelGuid(level),
          kind: 'door' as const,
          name: name || null,
          line,
          unitGuids: [],
          entrance: false,
        },
      ]
    }),
    connectors: [],
    amenities: named.flatMap(({ guid, geometry, properties: { level, name, category } }) =>
      geometry.type === 'Point'
        ? [
            {
              guid,
              levelGuid: levelGuid(level),
              category: category || 'unspecified',
              nameZh: name || null,
              nameEn: null,
              at: project(geometry.coordinates),
            },
          ]
        : [],
    ),
  })
}

/** Its own id, or one made of what it is, so that the same plan again is the same rooms. */
const guidOf = ({ id, geometry, properties: { level } }: z.output<typeof feature>): string =>
  id == null
    ? createHash('sha1')
        .update(JSON.stringify([level, geometry]))
        .digest('hex')
    : `${level}:${id}`.slice(0, 64)
