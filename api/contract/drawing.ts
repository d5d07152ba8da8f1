import { z } from 'zod'
import { connectorKinds } from './indoor.ts'
import { route } from './route.ts'
import { id } from './shapes.ts'

/** Floors as their owner draws them: a draft beside what citizens see, until it is published. Coordinates are WGS84 `[lon, lat]`. */

const place = z.object({ id })
const keepers = ['owner', 'operator', 'administrator'] as const

const guid = z
  .string()
  .min(1)
  .max(64)
  .describe('Of the drawer; what keeps it stays the same room, with its photos and court')
const wayGuid = z.string().min(1).max(200)
const name = z.string().trim().max(120).nullable()
const point = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const ring = z.array(point).min(4).max(2_000)

const underlay = z.object({
  fileId: id.describe('A drawing of the place: DXF, image or PDF'),
  page: z.number().int().min(1).max(2_000),
  opacity: z.number().min(0).max(1),
  controls: z
    .array(
      z.object({
        at: z.tuple([z.number(), z.number()]).describe('In units of the drawing, y upwards'),
        on: point.describe('Where that is on the map'),
      }),
    )
    .max(20),
})
export type Underlay = z.output<typeof underlay>

const level = z.object({
  guid,
  nameZh: name,
  nameEn: name,
  ordinal: z.number().int().min(-20).max(200).describe('0 is the floor at the ground'),
  elevation: z.number().min(-200).max(1_000).describe('Metres above the floor at the ground'),
  underlay: underlay.nullable(),
})

const room = z.object({
  guid,
  levelGuid: guid,
  nameZh: name,
  nameEn: name,
  modelName: z.string().max(400).nullable().describe('As the model calls it'),
  use: z.string().trim().max(60).nullable().describe('A category of spaces, or what a model or owner wrote'),
  geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(200) }),
})
export type DrawnRoom = z.output<typeof room>

const opening = z.object({
  guid: wayGuid,
  levelGuid: guid,
  kind: z.enum(['door', 'opening', 'open-plan']),
  name: z.string().trim().max(120).nullable(),
  line: z.tuple([point, point]).describe('From jamb to jamb, on the edge of a room'),
  entrance: z.boolean().describe('Leads outdoors'),
  hasSteps: z.boolean().describe('Wheels do not pass'),
  rooms: z.array(guid).max(2).describe('Rooms that it is known to join; else they are found by where it lies'),
})

const facility = z.object({
  guid,
  levelGuid: guid,
  category: z.string().trim().min(1).max(60),
  nameZh: name,
  nameEn: name,
  at: point,
})

const connector = z.object({
  guid: wayGuid,
  kind: z.enum(connectorKinds),
  name: z.string().trim().max(120).nullable(),
  stops: z
    .array(
      z.object({
        levelGuid: guid,
        at: point,
        metres: z
          .number()
          .min(0)
          .max(10_000)
          .nullable()
          .describe('To walk from the stop before; null where it is to be reckoned'),
      }),
    )
    .max(200),
})

export const floorDrawing = z.object({
  levels: z.array(level).max(120),
  rooms: z.array(room).max(3_000),
  openings: z.array(opening).max(6_000),
  facilities: z.array(facility).max(2_000),
  connectors: z.array(connector).max(500),
})
export type FloorDrawing = z.output<typeof floorDrawing>

export const drawingRules = [
  'no-rooms',
  'level-twice',
  'level-unknown',
  'guid-twice',
  'far-from-place',
  'room-invalid',
  'room-too-small',
  'rooms-overlap',
  'connector-outside',
  'connector-one-stop',
  'opening-joins-nothing',
] as const

const fault = z.object({
  rule: z.enum(drawingRules),
  guid: z.string().nullable(),
  other: z.string().nullable().describe('The second room of an overlap'),
  detail: z.string(),
  blocks: z.boolean().describe('Whether it must be mended before publishing; else the thing is left out'),
})
export type DrawingFault = z.output<typeof fault>

const kept = z.object({
  version: z.number().int().describe('0 where nothing was saved yet'),
  state: z.enum(['new', 'draft', 'published']),
  stale: z.boolean().describe('The floors were replaced since (a new model, an import)'),
  drawing: floorDrawing,
  faults: z.array(fault),
})

export const getDrawing = route({
  method: 'get',
  path: '/api/places/:id/indoor/drawing',
  tag: 'buildings',
  summary:
    'The drawing of the floors that its owner works on; where none was saved, made of the floors that citizens see',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  reply: kept,
  errors: ['place-not-found', 'building-not-placed'],
})

export const saveDrawing = route({
  method: 'put',
  path: '/api/places/:id/indoor/drawing',
  tag: 'buildings',
  summary:
    'Keep the drawing as a draft, with what is to be mended before publishing; If-Match names the version it was made from',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  ifMatch: true,
  body: floorDrawing,
  reply: kept.omit({ drawing: true }),
  errors: ['place-not-found', 'building-not-placed', 'drawing-changed'],
})

export const publishDrawing = route({
  method: 'post',
  path: '/api/places/:id/indoor/drawing/publish',
  tag: 'buildings',
  summary: 'Make the saved drawing the floors of the place, on the map and in routes',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  ifMatch: true,
  body: z.object({ over: z.boolean().default(false).describe('Also where the floors were replaced since') }),
  reply: z.object({
    version: z.number().int(),
    levels: z.number().int(),
    spaces: z.number().int(),
    openings: z.number().int(),
    connectors: z.number().int(),
    faults: z.array(fault).describe('What was left out'),
  }),
  errors: ['drawing-not-found', 'drawing-changed', 'drawing-faulty', 'floors-replaced', 'building-not-placed'],
})

export const discardDrawing = route({
  method: 'delete',
  path: '/api/places/:id/indoor/drawing',
  tag: 'buildings',
  summary: 'Give the draft up: the next begins from the floors that citizens see',
  roles: keepers,
  target: { place: 'id' },
  status: 204,
  params: place,
  reply: z.null(),
})
