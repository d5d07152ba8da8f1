import { z } from 'zod'
import { fileRecord } from './files.ts'
import { placeStatuses } from './place-record.ts'
import { route } from './route.ts'
import { id, limit, regionCode } from './shapes.ts'

/** Who keeps a place: claims, owners, handovers, and the rules for them. */

const one = z.object({ id })
const deciders = ['operator', 'administrator'] as const
const keepers = ['owner', ...deciders] as const

export const claimStates = ['submitted', 'notice', 'objected', 'approved', 'refused', 'withdrawn'] as const
export const claimWants = ['join', 'take-over'] as const

const claim = z.object({
  id,
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  regionCode: regionCode.nullable(),
  location: z.tuple([z.number(), z.number()]),
  personId: z.uuid(),
  personName: z.string(),
  wants: z.enum(claimWants),
  message: z.string(),
  contact: z.string().nullable(),
  state: z.enum(claimStates),
  reason: z.string(),
  noticeEndsAt: z.string().nullable(),
  objection: z.string().nullable(),
  owners: z.number().int().describe('Owners that the place has now'),
  createdAt: z.string(),
})
export type Claim = z.output<typeof claim>

export const claimPlace = route({
  method: 'post',
  path: '/api/places/:id/claims',
  tag: 'owners',
  summary: 'Ask to keep a place; proofs are files that hang on the claim',
  roles: ['citizen'],
  status: 201,
  params: one,
  body: z.object({
    wants: z.enum(claimWants).default('join'),
    message: z.string().trim().min(1).max(2000),
    contact: z.string().trim().max(200).optional(),
    proofFileIds: z.array(id).max(10).default([]).describe('Files that POST /api/places/:id/claim-proofs gave'),
  }),
  reply: claim,
  errors: ['place-not-found', 'claim-open', 'owner-already', 'attachment-unknown', 'too-many-requests'],
})

export const listClaims = route({
  method: 'get',
  path: '/api/claims',
  tag: 'owners',
  summary: 'My claims, those on my places, or those that wait for an operator of their region',
  roles: ['citizen'],
  query: z.object({
    whose: z.enum(['mine', 'on-my-places', 'queue']).default('mine'),
    region: regionCode.optional(),
    limit: limit(100, 50),
    cursor: z.string().max(40).optional(),
  }),
  reply: z.object({ items: z.array(claim), nextCursor: z.string().nullable() }),
  errors: ['cursor-invalid', 'role-missing'],
})

export const claimProofs = route({
  method: 'get',
  path: '/api/claims/:id/proofs',
  tag: 'owners',
  summary: 'Proof documents of a claim, for who made it and the operators of the region',
  roles: ['citizen'],
  params: one,
  reply: z.object({ items: z.array(fileRecord) }),
  errors: ['claim-not-found', 'role-missing'],
})

export const decideClaim = route({
  method: 'post',
  path: '/api/claims/:id/decide',
  tag: 'owners',
  summary:
    'Approve or refuse a claim. Taking over a place that has owners runs through a notice first; an objection comes back here',
  roles: deciders,
  params: one,
  body: z.object({ outcome: z.enum(['approve', 'refuse']), reason: z.string().trim().max(1000).default('') }),
  reply: claim,
  errors: ['claim-not-found', 'claim-decided', 'reason-missing', 'role-missing'],
})

export const withdrawClaim = route({
  method: 'post',
  path: '/api/claims/:id/withdraw',
  tag: 'owners',
  summary: 'Take an own claim back',
  roles: ['citizen'],
  params: one,
  reply: claim,
  errors: ['claim-not-found', 'claim-decided'],
})

const objection = z.object({ reason: z.string().trim().min(1).max(1000) })

export const objectToClaim = route({
  method: 'post',
  path: '/api/claims/:id/object',
  tag: 'owners',
  summary: 'Object to a take-over during its notice, as a present owner or an operator',
  roles: keepers,
  params: one,
  body: objection,
  reply: claim,
  errors: ['claim-not-found', 'claim-decided', 'role-missing'],
})

const handover = z.object({
  id,
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  regionCode: regionCode.nullable(),
  kind: z.enum(['invite', 'transfer']),
  fromName: z.string(),
  toName: z.string().nullable(),
  state: z.enum(['offered', 'notice', 'objected', 'done', 'stopped']),
  noticeEndsAt: z.string().nullable(),
  objection: z.string().nullable(),
  reason: z.string(),
  expiresAt: z.string(),
})
export type Handover = z.output<typeof handover>

export const offerHandover = route({
  method: 'post',
  path: '/api/places/:id/handovers',
  tag: 'owners',
  summary: 'Offer a place by a secret link: to keep it together, or to hand it over',
  roles: ['owner'],
  target: { place: 'id' },
  status: 201,
  params: one,
  body: z.object({ kind: z.enum(['invite', 'transfer']) }),
  reply: handover.extend({ token: z.string().describe('Shown this once; the link is /manage?handover=TOKEN') }),
  errors: ['place-not-found', 'handover-open'],
})

export const listHandovers = route({
  method: 'get',
  path: '/api/places/:id/handovers',
  tag: 'owners',
  summary: 'Handovers of a place that are under way or ended',
  roles: keepers,
  target: { place: 'id' },
  params: one,
  reply: z.object({ items: z.array(handover) }),
})

const token = z.object({ token: z.string().min(20).max(100) })

export const viewHandover = route({
  method: 'post',
  path: '/api/handovers/view',
  tag: 'owners',
  summary: 'What a secret link offers',
  roles: ['citizen'],
  body: token,
  reply: handover,
  errors: ['handover-not-found'],
})

export const acceptHandover = route({
  method: 'post',
  path: '/api/handovers/accept',
  tag: 'owners',
  summary: 'Accept what a secret link offers: an invitation counts at once, a transfer after its notice',
  roles: ['citizen'],
  body: token,
  reply: handover,
  errors: ['handover-not-found', 'handover-ended', 'owner-already'],
})

export const objectToHandover = route({
  method: 'post',
  path: '/api/handovers/:id/object',
  tag: 'owners',
  summary: 'Object to a transfer during its notice, as another owner or an operator',
  roles: keepers,
  params: one,
  body: objection,
  reply: handover,
  errors: ['handover-not-found', 'handover-ended', 'role-missing'],
})

export const stopHandover = route({
  method: 'post',
  path: '/api/handovers/:id/stop',
  tag: 'owners',
  summary: 'Call a handover off: the owner who offered it, or an operator',
  roles: keepers,
  params: one,
  body: z.object({ reason: z.string().trim().max(1000).default('') }),
  reply: handover,
  errors: ['handover-not-found', 'handover-ended', 'role-missing'],
})

export const settleHandover = route({
  method: 'post',
  path: '/api/handovers/:id/settle',
  tag: 'owners',
  summary: 'Let a transfer go on although somebody objected',
  roles: deciders,
  params: one,
  body: z.object({ reason: z.string().trim().min(1).max(1000) }),
  reply: handover,
  errors: ['handover-not-found', 'handover-ended', 'role-missing'],
})

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
