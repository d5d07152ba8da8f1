import { z } from 'zod'
import { travelModes, wayBetween } from './nearest.ts'
import { route } from './route.ts'
import { bbox, id } from './shapes.ts'

/** The inside of a building as a map: floors, what is on them, ways from here to there. Coordinates are WGS84 `[lon, lat]`. */

const place = z.object({ id })
const keepers = ['owner', 'operator', 'administrator'] as const

/** What a space is for a visitor; from its use and names. */
export const spaceCategories = [
  'court',
  'pool',
  'seating',
  'changing',
  'toilet',
  'shower',
  'first-aid',
  'entrance',
  'corridor',
  'stairs',
  'lift',
  'food',
  'shop',
  'reception',
  'office',
  'storage',
  'technical',
  'parking',
  'room',
] as const
export type SpaceCategory = (typeof spaceCategories)[number]

export const connectorKinds = ['stair', 'escalator', 'ramp', 'lift'] as const

const label = z.object({ zh: z.string(), en: z.string() })
const point = z.tuple([z.number(), z.number()])
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(point).min(4)).min(1) })
const feature = <G extends z.ZodType, P extends z.ZodType>(geometry: G, properties: P) =>
  z.object({ type: z.literal('Feature'), id, geometry, properties })
const collection = <F extends z.ZodType>(item: F) =>
  z.object({ type: z.literal('FeatureCollection'), features: z.array(item) })

const unit = feature(
  polygon,
  z.object({
    category: z.enum(spaceCategories),
    label,
    area: z.number().describe('Square metres'),
    capacity: z.number().int().nullable(),
    courtId: id.nullable(),
    photos: z.number().int().describe('How many are shown with it'),
    display: point.describe('A point inside, for the label'),
    reached: z.enum(['yes', 'by-steps', 'no']).describe('From an entrance: on wheels, only by steps, not at all'),
  }),
)

const opening = feature(
  z.object({ type: z.literal('LineString'), coordinates: z.array(point).length(2) }),
  z.object({
    kind: z.enum(['door', 'opening', 'open-plan']),
    entrance: z.boolean(),
    name: z.string().nullable(),
  }),
)

const amenity = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.object({ type: z.literal('Point'), coordinates: point }),
  properties: z.object({
    kind: z.string().describe('A category of spaces, a kind of connector, `exit`, or what an imported plan says'),
    label,
    connectorId: id.nullable(),
    goesTo: z.array(id).describe('Other levels that a connector leads to, lowest first'),
  }),
})

const level = z.object({
  id,
  ordinal: z.number().int().describe('0 is the floor at the ground'),
  label,
  short: z.string().describe('For a switcher: 2F, B1'),
  elevation: z.number(),
  units: collection(unit),
  openings: collection(opening),
  amenities: collection(amenity),
})
export type IndoorLevel = z.output<typeof level>

export const getIndoor = route({
  method: 'get',
  path: '/api/places/:id/indoor',
  tag: 'buildings',
  summary: 'Floors of a building as GeoJSON: units, openings, amenities; floors without spaces are left out',
  roles: ['public'],
  params: place,
  reply: z.object({
    placeId: id,
    label,
    version: z.string(),
    bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).describe('West, south, east, north'),
    routes: z.boolean().describe('Whether ways are known, so that routes can be asked for'),
    levels: z.array(level).describe('Lowest first'),
  }),
  errors: ['indoor-not-found'],
})

const end = z
  .string()
  .max(80)
  .regex(
    /^(entrance(:[1-9]\d{0,15})?|space:[1-9]\d{0,15}|point:[1-9]\d{0,15},-?\d{1,3}(\.\d{1,12})?,-?\d{1,2}(\.\d{1,12})?|outside:-?\d{1,3}(\.\d{1,12})?,-?\d{1,2}(\.\d{1,12})?)$/,
    '`entrance`, `entrance:id`, `space:id`, `point:level,lon,lat` or `outside:lon,lat`',
  )

export const routeDirections = ['straight', 'slight-left', 'left', 'slight-right', 'right', 'back'] as const
export const routeActs = ['start', 'turn', 'door', 'opening', 'open-plan', ...connectorKinds, 'arrive'] as const

const step = z.object({
  does: z.enum(routeActs),
  direction: z.enum(routeDirections).nullable(),
  door: z.string().nullable().describe('Name of the door or connector'),
  space: z
    .object({ id, label, category: z.enum(spaceCategories) })
    .nullable()
    .describe('Where one is then; null is outdoors'),
  levelId: id,
  fromLevelId: id.nullable().describe('Where a connector was entered'),
  metres: z.number().describe('To walk until the next step'),
  line: z.array(point),
})
export type RouteStep = z.output<typeof step>

export const indoorRoute = route({
  method: 'get',
  path: '/api/places/:id/indoor/route',
  tag: 'buildings',
  summary:
    'The shortest way inside a building, or the shortest without steps; from or to a point outside by the entrance that makes the whole way shortest',
  roles: ['public'],
  pace: 'search',
  params: place,
  query: z.object({
    from: end,
    to: end,
    stairs: z.enum(['take', 'avoid']).default('take'),
    mode: z.enum(travelModes).default('walk').describe('How one gets to the entrance, or away from it'),
  }),
  reply: z.object({
    metres: z.number().describe('Inside'),
    minutes: z.number().describe('Inside, at an easy pace, with the wait for lifts'),
    stepFree: z.boolean().describe('Inside'),
    steps: z.array(step),
    outdoor: z
      .object({
        comes: z.enum(['before', 'after']).describe('The steps inside'),
        entrance: z.object({ id, label, levelId: id, at: point }),
        way: wayBetween,
      })
      .nullable()
      .describe('The part outside, where an end is there'),
  }),
  errors: ['indoor-not-found', 'route-end-unknown', 'route-not-found', 'route-has-steps'],
})

export const searchIndoor = route({
  method: 'get',
  path: '/api/places/:id/indoor/search',
  tag: 'buildings',
  summary: 'Rooms, courts and amenities of a building by name, use or sport, in Chinese, pinyin or English',
  roles: ['public'],
  pace: 'search',
  params: place,
  query: z.object({ q: z.string().trim().min(1).max(60), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  reply: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['space', 'connector', 'entrance', 'amenity']),
        id,
        end: z.string().describe('To ask for a route to it'),
        levelId: id,
        label,
        category: z.string(),
        courtId: id.nullable(),
        at: point,
      }),
    ),
  }),
  errors: ['indoor-not-found'],
})

export const whyUnreachable = ['no-way-in', 'cut-off', 'no-entrance', 'steps-only'] as const

export const unreachableSpaces = route({
  method: 'get',
  path: '/api/places/:id/indoor/unreachable',
  tag: 'buildings',
  summary: 'Spaces that no route leads to, or none without steps, with the reason',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  reply: z.object({
    items: z.array(z.object({ spaceId: id, levelId: id, label, reason: z.enum(whyUnreachable) })),
  }),
  errors: ['indoor-not-found'],
})

export const exportImdf = route({
  method: 'get',
  path: '/api/places/:id/indoor/imdf',
  tag: 'buildings',
  summary: 'The floors as an IMDF 1.0 archive (zip)',
  roles: ['public'],
  params: place,
  reply: z.any(),
  errors: ['indoor-not-found'],
})

export const importFloors = route({
  method: 'post',
  path: '/api/places/:id/indoor/floors',
  tag: 'buildings',
  summary:
    'Take floors from an IMDF 1.0 archive or GeoJSON, in the room of those the place has: the body is the file itself',
  roles: keepers,
  target: { place: 'id' },
  status: 201,
  upload: true,
  pace: 'upload',
  params: place,
  reply: z.object({
    levels: z.number().int(),
    spaces: z.number().int(),
    openings: z.number().int(),
    connectors: z.number().int(),
    faults: z.array(z.string()),
  }),
  errors: [
    'floors-unreadable',
    'floors-faulty',
    'building-elsewhere',
    'file-too-large',
    'upload-stalled',
    'upload-form',
  ],
})

export const indoorInView = route({
  method: 'get',
  path: '/api/indoor',
  tag: 'buildings',
  summary: 'Places with floors on the map in a part of it, largest first',
  roles: ['public'],
  pace: 'search',
  query: z.object({ bbox }),
  reply: z.object({
    items: z.array(z.object({ placeId: id, nameZh: z.string(), nameEn: z.string().nullable() })),
  }),
})
