import { z } from 'zod'
import { fileRecord } from './files.ts'
import { route } from './route.ts'
import { id, limit, regionCode } from './shapes.ts'

/** A person's word that a place is theirs to keep, until an operator decides. */

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
