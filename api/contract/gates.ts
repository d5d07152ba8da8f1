import { z } from 'zod'
import { route } from './route.ts'
import { id } from './shapes.ts'

/** Devices at a place's door: their keys, and the personal codes that they check. */

const placeId = z.object({ id })

const key = z.object({
  id: z.number().int(),
  name: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  expiresAt: z.string(),
  seenAt: z.string().nullable(),
})

export const listKeys = route({
  method: 'get',
  path: '/api/places/:id/keys',
  tag: 'gates',
  summary: 'Keys of the devices at a place',
  roles: ['owner', 'operator', 'administrator'],
  target: { place: 'id' },
  params: placeId,
  reply: z.object({ items: z.array(key) }),
})

export const makeKey = route({
  method: 'post',
  path: '/api/places/:id/keys',
  tag: 'gates',
  summary: 'Make a key for a device; it acts as a gate of this place only. The key is shown this once',
  roles: ['owner', 'operator', 'administrator'],
  target: { place: 'id' },
  params: placeId,
  status: 201,
  body: z.object({
    name: z.string().trim().min(1).max(60),
    days: z.number().int().min(1).max(730).default(365).describe('How long it works'),
  }),
  reply: key.extend({ key: z.string().describe('Goes as Authorization: Bearer …') }),
  errors: ['place-not-found', 'too-many-keys'],
})

export const revokeKey = route({
  method: 'delete',
  path: '/api/places/:id/keys/:keyId',
  tag: 'gates',
  summary: 'End a key at once',
  roles: ['owner', 'operator', 'administrator'],
  target: { place: 'id' },
  params: placeId.extend({ keyId: id }),
  status: 204,
  reply: z.null(),
  errors: ['key-not-found'],
})

export const checkPersonalCode = route({
  method: 'post',
  path: '/api/places/:id/code-checks',
  tag: 'gates',
  summary: 'Check a personal code at a place: once, and within its minute',
  roles: ['gate', 'owner', 'operator', 'administrator'],
  target: { place: 'id' },
  params: placeId,
  body: z.object({ token: z.string().min(1).max(200) }),
  reply: z.object({ person: z.object({ id: z.uuid(), name: z.string() }), checkedAt: z.string() }),
  errors: ['code-invalid', 'code-expired', 'code-used', 'place-not-found'],
})
