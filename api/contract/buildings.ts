import { z } from 'zod'
import { fileRecord } from './files.ts'
import { route } from './route.ts'
import { id } from './shapes.ts'

/**
 * The building of a place: versions of its model, its floors and spaces, where it stands. The formats of what a version was made into
 * (model.glb, properties.json, structure.json) are in bim-viewer/ifc/FORMAT.md.
 */

const place = z.object({ id })
const ofVersion = z.object({ id, version: z.coerce.number().int().positive() })
const ofSpace = z.object({ id, space: id })
const keepers = ['owner', 'operator', 'administrator'] as const

export const modelStates = ['queued', 'reading', 'geometry', 'plans', 'ready', 'refused'] as const
export const refusalReasons = [
  'not-ifc',
  'several-models',
  'incomplete',
  'schema-unknown',
  'too-large',
  'damaged',
  'no-geometry',
  'took-too-long',
  'took-too-much',
] as const

/** A local point goes to the map as rotate(point − anchor) × scale, in metres east and north of lon, lat. */
export const placement = z.object({
  anchor: z.tuple([z.number(), z.number()]).describe('Local metres'),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  rotation: z.number().min(-360).max(360).describe('Degrees, counter-clockwise, from local x to east'),
  scale: z.number().min(0.5).max(2),
  elevation: z.number().describe('Metres above sea of local z = 0'),
})
export type Placement = z.output<typeof placement>

const ring = z.array(z.tuple([z.number(), z.number()])).min(4)
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) })

const level = z.object({
  id,
  guid: z.string().describe('GlobalId of the storey, or an id of whoever drew the floor'),
  name: z.string(),
  nameZh: z.string().nullable(),
  nameEn: z.string().nullable(),
  elevation: z.number(),
  ordinal: z.number().int().describe('0 is the floor at the ground'),
  spaces: z.number().int().describe('How many it has; switchers hide floors without'),
})
export type BuildingLevel = z.output<typeof level>

const spacePhoto = fileRecord.extend({
  pin: z.tuple([z.number(), z.number(), z.number()]).nullable().describe('Point of the local frame it is pinned to'),
})

export const buildingSpace = z.object({
  id,
  version: z.number().int(),
  guid: z.string(),
  levelId: id,
  levelGuid: z.string(),
  name: z.string().describe('As the model says it, often a number'),
  longName: z.string().nullable(),
  nameZh: z.string().nullable().describe('As the owner says it'),
  nameEn: z.string().nullable(),
  title: z.string().describe('The name to show where no language is asked: nameZh, longName or name'),
  use: z.string().nullable().describe('As the owner says it, else as the model does'),
  floor: z.number().describe('Lowest z in local metres'),
  height: z.number(),
  area: z.number().describe('Square metres, computed from the footprint'),
  declaredAreas: z.array(z.object({ definition: z.string(), area: z.number() })),
  capacity: z.number().int().nullable(),
  court: z.object({ id, nameZh: z.string(), nameEn: z.string().nullable() }).nullable(),
  photos: z.array(spacePhoto),
  footprint: polygon.nullable().describe('Local metres; null where the floor was drawn on the map'),
  geometry: polygon.nullable().describe('WGS84; null until the owner has confirmed where the building stands'),
  position: z.tuple([z.number(), z.number()]).nullable().describe('A point inside, WGS84'),
})
export type BuildingSpace = z.output<typeof buildingSpace>

const artifact = z.object({ name: z.string(), url: z.string(), bytes: z.number().int().describe('As sent, gzipped') })

export const buildingVersion = z.object({
  version: z.number().int(),
  name: z.string(),
  state: z.enum(modelStates),
  progress: z.number().min(0).max(1),
  reason: z.enum(refusalReasons).nullable().describe('Why it was refused'),
  detail: z.string().nullable(),
  schema: z.string().nullable(),
  current: z.boolean().describe('Whether citizens see it'),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  figures: z
    .object({
      triangles: z.number(),
      trianglesRead: z.number(),
      drawCalls: z.number(),
      elements: z.number(),
      seconds: z.number(),
      megabytes: z.number(),
    })
    .nullable(),
  artifacts: z.array(artifact),
})
export type BuildingVersion = z.output<typeof buildingVersion>

export const getBuilding = route({
  method: 'get',
  path: '/api/places/:id/building',
  tag: 'buildings',
  summary: 'The building of a place: model in force, floors, spaces, where it stands; the ETag names its version',
  roles: ['public'],
  params: place,
  reply: z.object({
    placeId: id,
    name: z.string().nullable(),
    version: z.number().int(),
    model: buildingVersion.nullable().describe('The version that citizens see; null where floors were drawn'),
    levels: z.array(level).describe('Lowest first'),
    spaces: z.array(buildingSpace),
    placement: placement.nullable().describe('Null until the owner has confirmed it'),
    mayChange: z.boolean(),
    pending: buildingVersion
      .nullable()
      .describe('For keepers: a version still at work, or refused after the one in force'),
    proposal: placement.nullable().describe('For keepers: where the model itself says it stands'),
    lostSpaces: z.number().int().describe('For keepers: spaces that the owner is asked about'),
  }),
  errors: ['building-not-found'],
})

export const addBuildingVersion = route({
  method: 'post',
  path: '/api/places/:id/building/versions',
  tag: 'buildings',
  summary: 'Make a version of the building from an uploaded file: IFC, or IFC packed (.ifczip) (kind building-model)',
  roles: keepers,
  target: { place: 'id' },
  status: 202,
  params: place,
  body: z.object({ fileId: id }),
  reply: z.object({ version: buildingVersion, url: z.string().describe('Where to ask how far it is') }),
  errors: ['file-not-found', 'model-not-ifc', 'model-at-work'],
})

export const listBuildingVersions = route({
  method: 'get',
  path: '/api/places/:id/building/versions',
  tag: 'buildings',
  summary: 'Versions of the building, the latest first, for its keepers',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  reply: z.object({ items: z.array(buildingVersion) }),
})

export const getBuildingVersion = route({
  method: 'get',
  path: '/api/places/:id/building/versions/:version',
  tag: 'buildings',
  summary: 'One version and what it was made into; for keepers also one at work or refused, with how far it is and why',
  roles: ['public'],
  params: ofVersion,
  reply: buildingVersion,
  errors: ['version-not-found'],
})

const changed = z.object({
  guid: z.string(),
  ifcClass: z.string(),
  name: z.string(),
  storeyGuid: z.string().nullable(),
})

const changes = z.object({
  against: z.number().int().nullable().describe('The version before that was ready'),
  added: z.array(changed),
  removed: z.array(changed),
  changed: z.array(
    changed.extend({ what: z.array(z.enum(['name', 'class', 'storey', 'space', 'shape', 'properties'])) }),
  ),
})
export type BuildingChanges = z.output<typeof changes>

export const buildingChanges = route({
  method: 'get',
  path: '/api/places/:id/building/versions/:version/changes',
  tag: 'buildings',
  summary: 'What a version added, removed and changed against the one before',
  roles: ['public'],
  params: ofVersion,
  reply: changes,
  errors: ['version-not-found'],
})

export const buildingArtifact = route({
  method: 'get',
  path: '/api/places/:id/building/versions/:version/:artifact',
  tag: 'buildings',
  summary: 'model.glb, properties.json or structure.json of a version; it never changes',
  roles: ['public'],
  params: ofVersion.extend({ artifact: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,55}\.(glb|json)$/) }),
  reply: z.any(),
  errors: ['version-not-found'],
})

export const placeBuilding = route({
  method: 'put',
  path: '/api/places/:id/building/georeference',
  tag: 'buildings',
  summary: 'Confirm where the building stands; spaces are on the map from then on',
  roles: keepers,
  target: { place: 'id' },
  ifMatch: true,
  params: place,
  body: placement,
  reply: z.object({ version: z.number().int(), placement }),
  errors: ['building-not-found', 'building-changed', 'building-elsewhere'],
})

export const changeSpace = route({
  method: 'patch',
  path: '/api/places/:id/building/spaces/:space',
  tag: 'buildings',
  summary: 'Name, use, capacity and bookable court of a space; they outlive versions of the model',
  roles: keepers,
  target: { place: 'id' },
  ifMatch: true,
  params: ofSpace,
  body: z.object({
    nameZh: z.string().trim().min(1).max(120).nullable().optional(),
    nameEn: z.string().trim().min(1).max(120).nullable().optional(),
    use: z.string().trim().min(1).max(60).nullable().optional(),
    capacity: z.number().int().min(0).max(1_000_000).nullable().optional(),
    courtId: id.nullable().optional(),
  }),
  reply: buildingSpace,
  errors: ['space-not-found', 'space-changed', 'court-unknown'],
})

export const addSpacePhoto = route({
  method: 'post',
  path: '/api/places/:id/building/spaces/:space/photos',
  tag: 'buildings',
  summary: 'Show a photo of the place with a space, pinned to a point or not',
  roles: keepers,
  target: { place: 'id' },
  params: ofSpace,
  body: z.object({ fileId: id, pin: z.tuple([z.number(), z.number(), z.number()]).nullable().default(null) }),
  reply: buildingSpace,
  errors: ['space-not-found', 'file-not-found'],
})

export const removeSpacePhoto = route({
  method: 'delete',
  path: '/api/places/:id/building/spaces/:space/photos/:file',
  tag: 'buildings',
  summary: 'Take a photo from a space; it stays with the place',
  roles: keepers,
  target: { place: 'id' },
  params: ofSpace.extend({ file: id }),
  reply: buildingSpace,
  errors: ['space-not-found', 'file-not-found'],
})

export const lostSpaces = route({
  method: 'get',
  path: '/api/places/:id/building/lost',
  tag: 'buildings',
  summary: 'Spaces that the model in force has no more and that have a name, photos, a capacity or a court',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  reply: z.object({ items: z.array(buildingSpace) }),
})

export const resolveLostSpace = route({
  method: 'post',
  path: '/api/places/:id/building/lost/:space',
  tag: 'buildings',
  summary: 'Say what became of a lost space: another one has what hung on it, or it is no more',
  roles: keepers,
  target: { place: 'id' },
  params: ofSpace,
  body: z.object({
    outcome: z.discriminatedUnion('is', [
      z.object({ is: z.literal('gone') }),
      z.object({ is: z.literal('now'), spaceId: id }),
    ]),
  }),
  reply: z.object({ lostSpaces: z.number().int().describe('Still to answer') }),
  errors: ['space-not-found'],
})

export const exportSpaces = route({
  method: 'get',
  path: '/api/places/:id/building/spaces.xlsx',
  tag: 'buildings',
  summary: 'All spaces of the building as a workbook: areas by definition, position, photos, court, inspection reports',
  roles: keepers,
  target: { place: 'id' },
  params: place,
  query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  reply: z.unknown(),
  errors: ['building-not-found'],
})
