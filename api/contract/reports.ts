import { z } from 'zod'
import { fileRecord } from './files.ts'
import { route } from './route.ts'
import { flag, id, lat, limit, lon, regionCode } from './shapes.ts'

/** Reports: a citizen's word that something on a place's record is wrong or a piece of equipment broken, and the answer. */

const one = z.object({ id })

export const reportKinds = ['wrong-location', 'wrong-details', 'closed', 'broken-equipment', 'other'] as const
export const reportStatuses = ['new', 'accepted', 'rejected'] as const

export const reportPlace = route({
  method: 'post',
  path: '/api/places/:id/reports',
  tag: 'places',
  summary: 'Report a mistake on a place or a broken piece of equipment',
  roles: ['public'],
  status: 201,
  params: one,
  body: z.object({
    kind: z.enum(reportKinds),
    message: z.string().trim().min(1).max(2000),
    contact: z.string().max(200).optional(),
    photoTokens: z
      .array(z.string().max(200))
      .max(3)
      .default([])
      .describe('What POST /api/places/:id/report-photos gave'),
    equipment: z.string().max(80).optional().describe('Which piece, as its QR code says'),
    lon: lon.optional(),
    lat: lat.optional(),
  }),
  reply: z.object({
    id,
    status: z.string(),
    secret: z.string().describe('Opens this report and its answer without an account; shown this once'),
    dueAt: z.string(),
  }),
  errors: ['place-not-found', 'photo-token-wrong', 'attachment-unknown', 'too-many-requests'],
})

const report = z.object({
  id,
  placeId: id,
  placeNameZh: z.string(),
  placeNameEn: z.string().nullable(),
  kind: z.enum(reportKinds),
  message: z.string(),
  equipment: z.string().nullable(),
  location: z.tuple([z.number(), z.number()]).nullable(),
  status: z.enum(reportStatuses),
  answer: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string(),
  resolvedAt: z.string().nullable(),
})
export type Report = z.output<typeof report>

export const listReports = route({
  method: 'get',
  path: '/api/reports',
  tag: 'places',
  summary:
    'Reports on the places of the caller: an operator’s regions, an owner’s places; new ones with the nearest deadline first',
  roles: ['owner', 'operator', 'administrator'],
  query: z.object({
    status: z.enum(reportStatuses).default('new'),
    kind: z.enum(reportKinds).optional(),
    region: regionCode.optional(),
    place: id.optional(),
    overdue: flag.optional(),
    limit: limit(100, 50),
    cursor: z.string().max(100).optional(),
  }),
  reply: z.object({
    items: z.array(report.extend({ contact: z.string().nullable(), overdue: z.boolean() })),
    nextCursor: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})

export const myReports = route({
  method: 'get',
  path: '/api/my/reports',
  tag: 'places',
  summary: 'What I reported while signed in, newest first',
  roles: ['citizen'],
  reply: z.object({ items: z.array(report) }),
})

export const viewReport = route({
  method: 'post',
  path: '/api/reports/:id/view',
  tag: 'places',
  summary: 'A report and its answer by the secret that its writer got',
  roles: ['public'],
  params: one,
  body: z.object({ secret: z.string().min(10).max(100) }),
  reply: report,
  errors: ['report-not-found', 'too-many-requests'],
})

export const reportPhotos = route({
  method: 'get',
  path: '/api/reports/:id/photos',
  tag: 'places',
  summary: 'Photos of a report, for the owners of its place and the operators of its region',
  roles: ['owner', 'operator', 'administrator'],
  params: one,
  reply: z.object({ items: z.array(fileRecord) }),
  errors: ['report-not-found', 'role-missing'],
})

export const resolveReport = route({
  method: 'post',
  path: '/api/reports/:id/resolve',
  tag: 'places',
  summary: 'Accept or reject a report, with an answer to who wrote it',
  roles: ['owner', 'operator', 'administrator'],
  params: one,
  body: z.object({ status: z.enum(['accepted', 'rejected']), answer: z.string().trim().max(2000).optional() }),
  reply: z.object({ id, status: z.string() }),
  errors: ['report-not-found', 'report-resolved', 'role-missing'],
})
