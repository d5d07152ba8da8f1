import { z } from 'zod'
import { route } from './route.ts'
import { id, lat, limit, lon } from './shapes.ts'

/** Reports: a citizen's word that something on a place's record is wrong. */

const placeId = z.object({ id })

export const reportPlace = route({
  method: 'post',
  path: '/api/places/:id/reports',
  tag: 'places',
  summary: 'Report a mistake on a place',
  roles: ['public'],
  status: 201,
  params: placeId,
  body: z.object({
    kind: z.enum(['wrong-location', 'wrong-details', 'closed', 'broken-equipment', 'other']),
    message: z.string().trim().min(1).max(2000),
    contact: z.string().max(200).optional(),
    lon: lon.optional(),
    lat: lat.optional(),
  }),
  reply: z.object({ id, status: z.string() }),
  errors: ['place-not-found', 'too-many-requests'],
})

export const listReports = route({
  method: 'get',
  path: '/api/reports',
  tag: 'places',
  summary: 'Reports of citizens, oldest new first',
  roles: ['operator', 'administrator'],
  query: z.object({
    status: z.enum(['new', 'accepted', 'rejected']).default('new'),
    limit: limit(100, 50),
    cursor: z.string().max(100).optional(),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        id,
        placeId: id,
        placeNameZh: z.string(),
        kind: z.string(),
        message: z.string(),
        contact: z.string().nullable(),
        location: z.tuple([z.number(), z.number()]).nullable(),
        status: z.string(),
        createdAt: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})

export const resolveReport = route({
  method: 'post',
  path: '/api/reports/:id/resolve',
  tag: 'places',
  summary: 'Accept or reject a report',
  roles: ['operator', 'administrator'],
  params: placeId,
  body: z.object({ status: z.enum(['accepted', 'rejected']) }),
  reply: z.object({ id, status: z.string() }),
  errors: ['report-not-found'],
})
