import { z } from 'zod'
import { fileKinds } from './file-kinds.ts'
import { localDay } from './place-record.ts'
import { route } from './route.ts'
import { id } from './shapes.ts'

/** Files of a place: photos, drawings, reports, certificates, maps and models. Limits are in `file-kinds.ts`. */

const fileId = z.object({ id })
const placeId = z.object({ id })
const keepers = ['owner', 'operator', 'administrator'] as const

const source = z.object({ type: z.string(), width: z.number().int(), height: z.number().int(), url: z.string() })

export const fileRecord = z.object({
  id,
  version: z.number().int(),
  kind: z.enum(fileKinds),
  placeId: id,
  part: z.string().nullable(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  visibility: z.enum(['public', 'private']),
  captionZh: z.string(),
  captionEn: z.string(),
  issuedOn: localDay.nullable(),
  expiresOn: localDay.nullable(),
  issuer: z.string().nullable(),
  result: z.enum(['passed', 'passed-with-conditions', 'failed']).nullable(),
  uploadedBy: z.string().nullable().describe('Name, for those who may change the file'),
  createdAt: z.string(),
  deletedAt: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  pages: z.number().int().nullable(),
  pictures: z
    .array(source)
    .describe('Sizes of the photo or of the first page, smallest first; empty until they are made'),
  picturesFault: z.string().nullable().describe('Why there are none'),
  url: z.string().nullable().describe('Signed address of the file itself, good for a quarter of an hour'),
})
export type FileRecord = z.output<typeof fileRecord>

const uploadQuery = z.object({
  kind: z.enum(fileKinds),
  name: z.string().min(1).max(400),
  part: z
    .string()
    .regex(/^(court|space):[A-Za-z0-9_-]{1,60}$/)
    .optional(),
  visibility: z.enum(['public', 'private']).optional(),
})

const uploadErrors = [
  'file-too-large',
  'file-empty',
  'file-kind-unfit',
  'file-type-unknown',
  'file-name-unfit',
  'file-damaged',
  'file-mixed',
  'picture-too-large',
  'quota-full',
  'too-many-files',
  'upload-stalled',
  'upload-cut-off',
  'upload-form',
  'place-not-found',
] as const

export const uploadFile = route({
  method: 'post',
  path: '/api/places/:id/files',
  tag: 'files',
  summary: 'Add a file of up to 20 MB: the request’s body is the file itself',
  roles: keepers,
  target: { place: 'id' },
  status: 201,
  upload: true,
  pace: 'upload',
  params: placeId,
  query: uploadQuery,
  reply: fileRecord,
  errors: uploadErrors,
})

export const uploadClaimProof = route({
  method: 'post',
  path: '/api/places/:id/claim-proofs',
  tag: 'files',
  summary: 'Add a document that proves a claim, before the claim is sent; seen by its uploader and operators only',
  roles: ['citizen'],
  status: 201,
  upload: true,
  pace: 'upload',
  params: placeId,
  query: z.object({ name: z.string().min(1).max(400) }),
  reply: fileRecord,
  errors: [...uploadErrors, 'too-many-requests'],
})

export const uploadReportPhoto = route({
  method: 'post',
  path: '/api/places/:id/report-photos',
  tag: 'files',
  summary: 'Add a photo for a report that is about to be sent; the token goes with the report',
  roles: ['public'],
  status: 201,
  upload: true,
  pace: 'upload',
  params: placeId,
  query: z.object({ name: z.string().min(1).max(400) }),
  reply: z.object({ id, token: z.string(), bytes: z.number().int() }),
  errors: [...uploadErrors, 'too-many-requests'],
})

export const beginUpload = route({
  method: 'post',
  path: '/api/uploads',
  tag: 'files',
  summary: 'Begin a resumable upload: its parts go to the address by the tus protocol 1.0, then it is finished',
  roles: ['citizen'],
  status: 201,
  pace: 'upload',
  body: uploadQuery.extend({ placeId: id, bytes: z.number().int().min(0) }),
  reply: z.object({ id: z.string(), url: z.string(), partBytes: z.number().int() }),
  errors: uploadErrors,
})

const uploadId = z.object({ id: z.uuid() })

export const uploadState = route({
  method: 'get',
  path: '/api/uploads/:id',
  tag: 'files',
  summary: 'How far a resumable upload is (tus HEAD)',
  roles: ['citizen'],
  params: uploadId,
  reply: z.any(),
  errors: ['upload-not-found'],
})

export const uploadPart = route({
  method: 'patch',
  path: '/api/uploads/:id',
  tag: 'files',
  summary: 'The next part of a resumable upload (tus PATCH)',
  roles: ['citizen'],
  params: uploadId,
  upload: true,
  reply: z.any(),
  errors: ['upload-not-found'],
})

export const abandonUpload = route({
  method: 'delete',
  path: '/api/uploads/:id',
  tag: 'files',
  summary: 'Give up a resumable upload',
  roles: ['citizen'],
  status: 204,
  params: uploadId,
  reply: z.null(),
  errors: ['upload-not-found'],
})

export const finishUpload = route({
  method: 'post',
  path: '/api/uploads/:id/finish',
  tag: 'files',
  summary: 'Check a complete resumable upload and make it a file',
  roles: ['citizen'],
  status: 201,
  params: uploadId,
  reply: fileRecord,
  errors: ['upload-not-found', 'upload-incomplete', ...uploadErrors],
})

export const listFiles = route({
  method: 'get',
  path: '/api/places/:id/files',
  tag: 'files',
  summary: 'Files of a place: the public ones, and the private ones for those who keep the place',
  roles: ['public'],
  params: placeId,
  query: z.object({
    kind: z.enum(fileKinds).optional(),
    deleted: z.literal('true').optional().describe('Those deleted in the last 30 days instead; for keepers'),
  }),
  reply: z.object({
    items: z.array(fileRecord),
    mayChange: z.boolean(),
    usage: z.object({ bytes: z.number(), mostBytes: z.number() }).nullable().describe('For keepers'),
  }),
  errors: ['place-not-found'],
})

export const getFile = route({
  method: 'get',
  path: '/api/files/:id',
  tag: 'files',
  summary: 'One file’s record; the ETag names its version',
  roles: ['public'],
  params: fileId,
  reply: fileRecord,
  errors: ['file-not-found'],
})

export const changeFile = route({
  method: 'patch',
  path: '/api/files/:id',
  tag: 'files',
  summary: 'Change what is said of a file',
  roles: keepers,
  ifMatch: true,
  params: fileId,
  body: z.object({
    captionZh: z.string().trim().max(200).optional(),
    captionEn: z.string().trim().max(200).optional(),
    visibility: z.enum(['public', 'private']).optional(),
    issuedOn: localDay.nullable().optional(),
    expiresOn: localDay.nullable().optional(),
    issuer: z.string().trim().max(200).nullable().optional(),
    result: z.enum(['passed', 'passed-with-conditions', 'failed']).nullable().optional(),
  }),
  reply: fileRecord,
  errors: ['file-not-found', 'file-changed', 'visibility-fixed', 'file-not-dated', 'expiry-before-issue'],
})

export const deleteFile = route({
  method: 'delete',
  path: '/api/files/:id',
  tag: 'files',
  summary: 'Delete a file; it can be restored for 30 days',
  roles: ['citizen'],
  params: fileId,
  reply: fileRecord,
  errors: ['file-not-found'],
})

export const restoreFile = route({
  method: 'post',
  path: '/api/files/:id/restore',
  tag: 'files',
  summary: 'Bring a deleted file back',
  roles: ['citizen'],
  params: fileId,
  reply: fileRecord,
  errors: ['file-not-found', 'quota-full', 'file-exists'],
})

export const orderPhotos = route({
  method: 'put',
  path: '/api/places/:id/photo-order',
  tag: 'files',
  summary: 'Put the photos of a place in order: their ids, the first first',
  roles: keepers,
  target: { place: 'id' },
  status: 204,
  params: placeId,
  body: z.object({ ids: z.array(id).min(1).max(200) }),
  reply: z.null(),
  errors: ['photo-order-incomplete'],
})

export const fileContent = route({
  method: 'get',
  path: '/api/files/:id/content',
  tag: 'files',
  summary: 'The file itself, by a signed address from its record; answers ranges',
  roles: ['public'],
  params: fileId,
  query: z.object({
    until: z.coerce.number().int(),
    signature: z.string().max(64),
    download: z.enum(['1']).optional(),
  }),
  reply: z.any(),
  errors: ['address-expired', 'file-not-found', 'range-not-there'],
})

export const picture = route({
  method: 'get',
  path: '/api/pictures/:name',
  tag: 'files',
  summary: 'A size of a public photo or first page',
  roles: ['public'],
  params: z.object({ name: z.string().regex(/^[0-9a-f]{64}\.(avif|webp|jpg)$/) }),
  reply: z.any(),
  errors: ['file-not-found'],
})

export const privatePicture = route({
  method: 'get',
  path: '/api/files/:id/pictures/:name',
  tag: 'files',
  summary: 'A size of a private photo or first page, by a signed address',
  roles: ['public'],
  params: z.object({ id, name: z.string().regex(/^[0-9a-f]{64}\.(avif|webp|jpg)$/) }),
  query: z.object({ until: z.coerce.number().int(), signature: z.string().max(64) }),
  reply: z.any(),
  errors: ['address-expired', 'file-not-found'],
})
