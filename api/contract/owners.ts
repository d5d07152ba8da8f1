import { z } from 'zod'
import { placeStatuses } from './place-record.ts'
import { route } from './route.ts'
import { id, regionCode } from './shapes.ts'

/** Who keeps a place, what waits for them, and the rules for claims, drafts and reports by region. */

const one = z.object({ id })
const deciders = ['operator', 'administrator'] as const
const keepers = ['owner', ...deciders] as const

export const myPlaces = route({
  method: 'get',
  path: '/api/my/places',
  tag: 'owners',
  summary: 'Places that I own, with what waits there',
  roles: ['citizen'],
  reply: z.object({
    items: z.array(
      z.object({
        id,
        nameZh: z.string(),
        nameEn: z.string().nullable(),
        type: z.string(),
        status: z.enum(placeStatuses),
        version: z.number().int(),
        location: z.tuple([z.number(), z.number()]),
        addressZh: z.string().nullable(),
        draftId: id.nullable(),
        draftState: z.string().nullable(),
        newReports: z.number().int(),
        overdueReports: z.number().int(),
        updatedAt: z.string(),
      }),
    ),
  }),
})

export const listOwners = route({
  method: 'get',
  path: '/api/places/:id/owners',
  tag: 'owners',
  summary: 'Owners of a place',
  roles: keepers,
  target: { place: 'id' },
  params: one,
  reply: z.object({
    items: z.array(z.object({ personId: z.uuid(), name: z.string(), since: z.string(), trusted: z.boolean() })),
  }),
})

export const leavePlace = route({
  method: 'delete',
  path: '/api/places/:id/owners/me',
  tag: 'owners',
  summary: 'Be an owner of the place no longer',
  roles: ['owner'],
  target: { place: 'id' },
  status: 204,
  params: one,
  reply: z.null(),
  errors: ['owner-not-found'],
})

const oneOwner = z.object({ id, person: z.uuid() })

export const removeOwner = route({
  method: 'post',
  path: '/api/places/:id/owners/:person/remove',
  tag: 'owners',
  summary: 'Take a place from an owner, with a reason',
  roles: deciders,
  target: { place: 'id' },
  status: 204,
  params: oneOwner,
  body: z.object({ reason: z.string().trim().min(1).max(1000) }),
  reply: z.null(),
  errors: ['owner-not-found'],
})

export const trustOwner = route({
  method: 'put',
  path: '/api/places/:id/owners/:person/trust',
  tag: 'owners',
  summary: 'Whether what this owner hands in is published at once',
  roles: deciders,
  target: { place: 'id' },
  status: 204,
  params: oneOwner,
  body: z.object({ trusted: z.boolean() }),
  reply: z.null(),
  errors: ['owner-not-found'],
})

export const ruleKeys = [
  'claim-notice-days',
  'handover-notice-days',
  'owners-publish-at-once',
  'report-days:wrong-location',
  'report-days:wrong-details',
  'report-days:closed',
  'report-days:broken-equipment',
  'report-days:other',
] as const

const rule = z.object({ regionCode: regionCode.nullable(), key: z.enum(ruleKeys), value: z.number().int() })

export const listModerationRules = route({
  method: 'get',
  path: '/api/moderation-rules',
  tag: 'owners',
  summary: 'Notice periods, report deadlines and whether owners publish at once: the default and what regions say',
  roles: keepers,
  reply: z.object({ items: z.array(rule) }),
})

export const setModerationRule = route({
  method: 'put',
  path: '/api/moderation-rules',
  tag: 'owners',
  summary: 'Set a rule for a region (null: everywhere); value null takes the region’s own rule away',
  roles: deciders,
  status: 204,
  body: z.object({
    regionCode: regionCode.nullable(),
    key: z.enum(ruleKeys),
    value: z.number().int().min(0).max(365).nullable(),
  }),
  reply: z.null(),
  errors: ['role-missing', 'rule-needs-default'],
})

export const moderationCounts = route({
  method: 'get',
  path: '/api/moderation/counts',
  tag: 'owners',
  summary: 'How much waits for an operator in the regions of the caller',
  roles: deciders,
  reply: z.object({
    claims: z.number().int(),
    drafts: z.number().int(),
    reports: z.number().int(),
    overdueReports: z.number().int(),
    handovers: z.number().int(),
  }),
})
