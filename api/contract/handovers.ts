import { z } from 'zod'
import { route } from './route.ts'
import { id, regionCode } from './shapes.ts'

/** An owner asks another in, or gives a place over, by a secret link. */

const one = z.object({ id })
const deciders = ['operator', 'administrator'] as const
const keepers = ['owner', ...deciders] as const
const objection = z.object({ reason: z.string().trim().min(1).max(1000) })

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

export const waitingHandovers = route({
  method: 'get',
  path: '/api/handovers',
  tag: 'owners',
  summary: 'Transfers in the regions of the caller that somebody objected to, the oldest first',
  roles: deciders,
  query: z.object({ region: regionCode.optional() }),
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
