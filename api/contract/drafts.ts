import { z } from 'zod'
import { place, placeFields } from './place-record.ts'
import { placePatch } from './places.ts'
import { route } from './route.ts'
import { id, limit, regionCode } from './shapes.ts'

/** Drafts: changes of a place that wait for an operator, or that a trusted owner publishes at once. */

export const draftStates = ['draft', 'submitted', 'published', 'returned', 'withdrawn'] as const

/** Fields that the draft sets; geometry in WGS84. Hours, lists and attributes are replaced whole. */
export const draftChanges = placePatch.omit({ reason: true, openingHours: true, sourceDatum: true })
export type DraftChanges = z.output<typeof draftChanges>

const difference = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })

export const draftSummary = z.object({
  id,
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  placeType: z.string(),
  regionCode: regionCode.nullable(),
  authorId: z.uuid(),
  authorName: z.string(),
  version: z.number().int(),
  baseVersion: z.number().int(),
  placeVersion: z.number().int().describe('Version of the place now'),
  state: z.enum(draftStates),
  reason: z.string().describe('The author’s words'),
  answer: z.string().describe('The operator’s words'),
  publishedVersion: z.number().int().nullable(),
  submittedAt: z.string().nullable(),
  updatedAt: z.string(),
  fields: z.array(z.string()).describe('Names of the fields that it sets'),
})
export type DraftSummary = z.output<typeof draftSummary>

export const draft = draftSummary.extend({
  changes: draftChanges,
  differences: z.array(difference).describe('Against the record now'),
})
export type Draft = z.output<typeof draft>

const draftBody = z.object({
  baseVersion: z.number().int().positive().describe('Version of the place that the changes were made from'),
  changes: draftChanges,
  reason: z.string().max(500).default(''),
})

const keepers = ['owner', 'operator', 'administrator'] as const
const deciders = ['operator', 'administrator'] as const
const oneDraft = z.object({ id })
const draftErrors = ['draft-not-found', 'role-missing']
const changeErrors = ['draft-changed-meanwhile', 'draft-decided']

export const startDraft = route({
  method: 'post',
  path: '/api/places/:id/drafts',
  tag: 'drafts',
  summary: 'Begin a draft of a place; a person has one open draft of a place',
  roles: keepers,
  target: { place: 'id' },
  status: 201,
  params: oneDraft,
  body: draftBody,
  reply: draft,
  errors: ['place-not-found', 'draft-open', 'revision-not-found'],
})

export const listDrafts = route({
  method: 'get',
  path: '/api/drafts',
  tag: 'drafts',
  summary: 'My drafts, or those that wait for an operator of their region (oldest first)',
  roles: keepers,
  query: z.object({
    whose: z.enum(['mine', 'queue']).default('mine'),
    state: z.enum(draftStates).optional(),
    place: id.optional(),
    region: regionCode.optional(),
    limit: limit(100, 50),
    cursor: z.string().max(40).optional(),
  }),
  reply: z.object({ items: z.array(draftSummary), nextCursor: z.string().nullable() }),
  errors: ['cursor-invalid'],
})

export const getDraft = route({
  method: 'get',
  path: '/api/drafts/:id',
  tag: 'drafts',
  summary: 'A draft with its differences from the record now; the ETag names its version',
  roles: keepers,
  params: oneDraft,
  reply: draft,
  errors: draftErrors,
})

export const saveDraft = route({
  method: 'put',
  path: '/api/drafts/:id',
  tag: 'drafts',
  summary: 'Replace what a draft sets; needs If-Match. A submitted or returned one becomes a draft again',
  roles: keepers,
  params: oneDraft,
  ifMatch: true,
  body: draftBody,
  reply: draft,
  errors: [...draftErrors, ...changeErrors, 'revision-not-found'],
})

export const submitDraft = route({
  method: 'post',
  path: '/api/drafts/:id/submit',
  tag: 'drafts',
  summary: 'Hand a draft in; what trusted owners and operators of the region hand in is published at once',
  roles: keepers,
  params: oneDraft,
  ifMatch: true,
  reply: draft,
  errors: [...draftErrors, ...changeErrors, 'draft-empty', 'draft-base-changed'],
})

export const withdrawDraft = route({
  method: 'post',
  path: '/api/drafts/:id/withdraw',
  tag: 'drafts',
  summary: 'Give a draft up',
  roles: keepers,
  params: oneDraft,
  reply: draft,
  errors: [...draftErrors, 'draft-decided'],
})

export const publishDraft = route({
  method: 'post',
  path: '/api/drafts/:id/publish',
  tag: 'drafts',
  summary: 'Make a submitted draft the record; needs If-Match with the version that was reviewed',
  roles: deciders,
  params: oneDraft,
  ifMatch: true,
  body: z.object({ answer: z.string().max(1000).default('') }),
  reply: draft,
  errors: [...draftErrors, ...changeErrors, 'draft-base-changed'],
})

export const returnDraft = route({
  method: 'post',
  path: '/api/drafts/:id/return',
  tag: 'drafts',
  summary: 'Give a submitted draft back with a reason',
  roles: deciders,
  params: oneDraft,
  ifMatch: true,
  body: z.object({ answer: z.string().trim().min(1).max(1000) }),
  reply: draft,
  errors: [...draftErrors, ...changeErrors],
})

/** One field three ways: as the draft found it, as the record is now, as the draft sets it. */
const mergeField = z.object({
  field: z.string().describe('Name of a field; of attributes, one each, as attributes.seats'),
  base: z.unknown(),
  theirs: z.unknown(),
  mine: z.unknown(),
  conflict: z.boolean().describe('Both changed it, differently'),
})
export type MergeField = z.output<typeof mergeField>

export const mergeDraft = route({
  method: 'get',
  path: '/api/drafts/:id/merge',
  tag: 'drafts',
  summary: 'A draft against a record that changed meanwhile: every field that either side changed, three ways',
  roles: keepers,
  params: oneDraft,
  reply: z.object({
    baseVersion: z.number().int(),
    placeVersion: z.number().int(),
    changedBy: z.string(),
    changedAt: z.string(),
    fields: z.array(mergeField),
  }),
  errors: draftErrors,
})

export const checkChanges = route({
  method: 'post',
  path: '/api/places/:id/check',
  tag: 'drafts',
  summary: 'What a change would meet: faults that stop it, and doubts that do not; nothing is kept',
  roles: keepers,
  target: { place: 'id' },
  params: oneDraft,
  body: z.object({ changes: draftChanges }),
  reply: z.object({
    problem: z
      .object({
        code: z.string(),
        detail: z.string(),
        faults: z.array(z.object({ path: z.string(), message: z.string() })),
      })
      .nullable(),
    warnings: place.shape.warnings,
    openingHours: z.string().nullable(),
    openNow: place.shape.openNow,
    lengthM: z.number().nullable(),
  }),
  errors: ['place-not-found'],
})

export const readOpeningHours = route({
  method: 'post',
  path: '/api/opening-hours',
  tag: 'drafts',
  summary: 'Opening hours from OpenStreetMap text, or to it',
  roles: ['public'],
  body: z.object({ text: z.string().max(2000).optional(), hours: placeFields.shape.hours.optional() }),
  reply: z.object({ text: z.string().nullable(), hours: placeFields.shape.hours }),
  errors: ['opening-hours-refused'],
})
