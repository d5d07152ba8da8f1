import { z } from 'zod'
import { findPeople, listAudit } from './people.ts'
import { listReports } from './reports.ts'
import { route } from './route.ts'
import { id, limit, regionCode } from './shapes.ts'

/** Lists of the consoles as files, with the filters of the list and within the same scope; and the documents that run out. */

export const tableFormats = ['csv', 'xlsx'] as const
export type TableFormat = (typeof tableFormats)[number]
const format = z.enum(tableFormats)
const errors = ['too-many-requests'] as const
const keepers = ['owner', 'operator', 'administrator'] as const

export const exportPeople = route({
  method: 'get',
  path: '/api/exports/people',
  tag: 'people',
  summary: 'The people of a search with their roles as a file; noted in the audit log',
  roles: ['operator', 'administrator'],
  query: findPeople.query!.omit({ limit: true, cursor: true }).extend({ format }),
  reply: z.unknown(),
  errors,
})

export const exportAudit = route({
  method: 'get',
  path: '/api/exports/audit',
  tag: 'people',
  summary: 'Privileged acts as a file, the latest first',
  roles: ['operator', 'administrator'],
  query: listAudit.query!.omit({ limit: true, cursor: true }).extend({ format }),
  reply: z.unknown(),
  errors,
})

export const exportReports = route({
  method: 'get',
  path: '/api/exports/reports',
  tag: 'places',
  summary: 'Citizens’ reports on the places of the caller as a file',
  roles: keepers,
  query: listReports.query!.omit({ limit: true, cursor: true }).extend({ format }),
  reply: z.unknown(),
  errors,
})

export const exportImports = route({
  method: 'get',
  path: '/api/exports/imports',
  tag: 'imports',
  summary: 'Imports with their counts as a file: one’s own; operators and administrators see all',
  roles: keepers,
  query: z.object({ format }),
  reply: z.unknown(),
  errors,
})

const documentFilter = {
  kind: z.enum(['report', 'certificate']).optional(),
  region: regionCode.optional(),
  expiresWithinDays: z.coerce
    .number()
    .int()
    .min(-1)
    .max(3650)
    .optional()
    .describe(
      'Only those whose last day is at most so many days ahead: -1 is expired; without it all, undated ones last',
    ),
}

export const listDocuments = route({
  method: 'get',
  path: '/api/documents',
  tag: 'files',
  summary: 'Inspection reports and certificates of the places of the caller, by their last day',
  roles: keepers,
  query: z.object({ ...documentFilter, limit: limit(200, 50), cursor: z.string().max(60).optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        id,
        kind: z.enum(['report', 'certificate']),
        name: z.string(),
        placeId: id,
        placeNameZh: z.string(),
        placeNameEn: z.string().nullable(),
        regionCode: z.string().nullable(),
        issuedOn: z.string().nullable(),
        expiresOn: z.string().nullable(),
        daysLeft: z.number().int().nullable().describe('Below zero: expired so many days ago'),
        issuer: z.string().nullable(),
        result: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})

export const exportDocuments = route({
  method: 'get',
  path: '/api/exports/documents',
  tag: 'files',
  summary: 'Inspection reports and certificates of the places of the caller as a file',
  roles: keepers,
  query: z.object({ ...documentFilter, format }),
  reply: z.unknown(),
  errors,
})
