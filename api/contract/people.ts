import { z } from 'zod'
import { grantedRoles } from './access.ts'
import { personData } from './account.ts'
import { route } from './route.ts'
import { session } from './session.ts'
import { id, limit, regionCode } from './shapes.ts'

/** People as operators and administrators see them: who has which role where. */

const personId = z.object({ id: z.uuid() })

const heldGrant = z.object({
  id: z.number().int(),
  role: z.enum(grantedRoles),
  placeId: z.number().int().nullable(),
  placeName: z.string().nullable(),
  regionCode: z.string().nullable(),
  regionName: z.string().nullable(),
  grantedAt: z.string(),
  grantedBy: z.string().nullable(),
  /** Whether the asker may take it. */
  mayTake: z.boolean(),
})

const listedPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  account: z.string().nullable(),
  /** Middle digits hidden. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  createdAt: z.string(),
  archivedAt: z.string().nullable(),
  erasedAt: z.string().nullable(),
  grants: z.array(heldGrant),
})

const personDetail = listedPerson.extend({
  archiveReason: z.string().nullable(),
  secondFactor: z.boolean(),
  lastSeenAt: z.string().nullable(),
  /** Administrators only. */
  sessions: z.array(session.omit({ isThis: true })),
})

export const findPeople = route({
  method: 'get',
  path: '/api/people',
  tag: 'people',
  summary:
    'Find people. Operators of a region see those with a role there, and anybody by the whole phone number, mailbox or account',
  roles: ['operator', 'administrator'],
  query: z.object({
    q: z.string().trim().max(100).optional().describe('Part of a name; or a whole phone number, mailbox or account'),
    role: z.enum(grantedRoles).optional(),
    placeId: id.optional(),
    regionCode: regionCode.optional(),
    archived: z.enum(['no', 'yes', 'all']).default('no'),
    limit: limit(100, 30),
    cursor: z.string().max(200).optional(),
  }),
  reply: z.object({ items: z.array(listedPerson), nextCursor: z.string().nullable() }),
  errors: ['cursor-invalid', 'too-many-requests'],
})

export const getPerson = route({
  method: 'get',
  path: '/api/people/:id',
  tag: 'people',
  summary: 'One person with roles; administrators also see sessions',
  roles: ['operator', 'administrator'],
  params: personId,
  reply: personDetail,
  errors: ['person-not-found'],
})

export const giveRole = route({
  method: 'post',
  path: '/api/people/:id/grants',
  tag: 'people',
  summary: 'Give a role on a place, in a region, or (administrators) everywhere',
  roles: ['operator', 'administrator'],
  params: personId,
  status: 201,
  body: z.object({
    role: z.enum(grantedRoles),
    placeId: id.nullable().default(null),
    regionCode: regionCode.nullable().default(null),
  }),
  reply: personDetail,
  errors: [
    'person-not-found',
    'place-not-found',
    'region-not-found',
    'role-scope-invalid',
    'role-held',
    'person-archived',
  ],
})

export const takeRole = route({
  method: 'delete',
  path: '/api/people/:id/grants/:grantId',
  tag: 'people',
  summary: 'Take a role',
  roles: ['operator', 'administrator'],
  params: personId.extend({ grantId: id }),
  reply: personDetail,
  errors: ['person-not-found', 'grant-not-found', 'last-administrator'],
})

export const archivePerson = route({
  method: 'post',
  path: '/api/people/:id/archive',
  tag: 'people',
  summary: 'Archive: all sessions and keys stop at once',
  roles: ['administrator'],
  params: personId,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  reply: personDetail,
  errors: ['person-not-found', 'last-administrator'],
})

export const unarchivePerson = route({
  method: 'delete',
  path: '/api/people/:id/archive',
  tag: 'people',
  summary: 'Take back from the archive; they sign in anew',
  roles: ['administrator'],
  params: personId,
  reply: personDetail,
  errors: ['person-not-found', 'person-erased'],
})

export const endSessionsOf = route({
  method: 'delete',
  path: '/api/people/:id/sessions',
  tag: 'people',
  summary: 'End all sessions of somebody at once',
  roles: ['administrator'],
  params: personId,
  reply: personDetail,
  errors: ['person-not-found'],
})

export const exportPerson = route({
  method: 'get',
  path: '/api/people/:id/data',
  tag: 'people',
  summary: 'All data kept about a person, as JSON; noted in the audit log',
  roles: ['administrator'],
  params: personId,
  reply: personData,
  errors: ['person-not-found'],
})

export const erasePerson = route({
  method: 'delete',
  path: '/api/people/:id',
  tag: 'people',
  summary: 'Erase somebody at their wish: what must stay becomes nameless',
  roles: ['administrator'],
  params: personId,
  status: 204,
  reply: z.null(),
  errors: ['person-not-found', 'last-administrator', 'bookings-ahead'],
})

export const listAudit = route({
  method: 'get',
  path: '/api/audit',
  tag: 'people',
  summary: 'Privileged acts, the latest first; operators of a region see those that touched it',
  roles: ['operator', 'administrator'],
  query: z.object({
    personId: z.uuid().optional(),
    act: z.string().max(80).optional().describe('Whole (role.given) or its beginning (role.)'),
    targetKind: z.string().max(40).optional(),
    targetId: z.string().max(100).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    limit: limit(200, 50),
    cursor: z.string().max(30).optional(),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        id: z.number().int(),
        at: z.string(),
        personId: z.string().nullable(),
        personName: z.string().nullable(),
        via: z.string(),
        act: z.string(),
        targetKind: z.string(),
        targetId: z.string(),
        targetName: z.string().nullable(),
        regionCode: z.string().nullable(),
        before: z.unknown().nullable(),
        after: z.unknown().nullable(),
        address: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})
