import { z } from 'zod'
import { route } from './route.ts'
import { id, limit } from './shapes.ts'

/** Imports of places from files: upload in pieces, look, map, check (dry run), decide, apply, undo. */

const column = z.string().min(1).max(200)
const words = z.record(z.string().max(200), z.string().max(200))

/** Where a field's value comes from: a column, or the same for all rows; `codes` turn the words of the file into ours. */
export const fieldSource = z.object({
  column: column.optional(),
  constant: z.string().max(500).optional(),
  codes: words.optional().describe('Value in the file → ours; what is not listed is taken as it is'),
})
export type FieldSource = z.output<typeof fieldSource>

export const geometrySource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('columns'), x: column, y: column }),
  z.object({ kind: z.literal('wkt'), column }),
  z.object({
    kind: z.literal('geometry'),
    multi: z
      .enum(['keep', 'split', 'largest'])
      .default('keep')
      .describe('What a geometry of several parts becomes: one place, a place a part, its largest part'),
  }),
])

export const mapping = z.object({
  source: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('Name of the registry that the file comes from; with the reference it is the stable identity of a place'),
  ref: column.nullable().default(null).describe('Column with the stable identifier of a place in that registry'),
  groupBy: column
    .nullable()
    .default(null)
    .describe('Rows with the same value here are one place: facilities of its rows are gathered, shapes joined'),
  fields: z.record(z.string().max(80), fieldSource),
  court: z
    .partialRecord(
      z.enum(['sport', 'nameZh', 'nameEn', 'count', 'indoor', 'surface', 'lit', 'areaM2']),
      fieldSource.optional(),
    )
    .nullable()
    .default(null)
    .describe('Each row adds a court'),
  equipment: z
    .partialRecord(z.enum(['kind', 'nameZh', 'nameEn', 'count', 'year']), fieldSource)
    .nullable()
    .default(null)
    .describe('Each row adds a piece of equipment'),
  geometry: geometrySource,
  system: z
    .string()
    .regex(/^(WGS84|CGCS2000|GCJ-02|BD-09|EPSG:\d{4,6})$/, 'WGS84, CGCS2000, GCJ-02, BD-09 or EPSG:number')
    .default('WGS84'),
  read: z
    .object({
      encoding: z.string().max(40).nullable().default(null),
      delimiter: z.string().length(1).nullable().default(null),
      sheet: z.string().max(100).nullable().default(null),
    })
    .default({ encoding: null, delimiter: null, sheet: null }),
  emptyWords: z
    .array(z.string().max(20))
    .max(50)
    .default(['NA', 'N/A', '无', '-', '—', '－', '/', 'null', 'NULL', '暂无', '不详']),
})
export type Mapping = z.output<typeof mapping>

export const importStates = [
  'uploading',
  'uploaded',
  'checking',
  'checked',
  'applying',
  'applied',
  'undoing',
  'undone',
  'failed',
] as const
export const outcomes = ['new', 'changed', 'unchanged', 'duplicate', 'rejected'] as const

const note = z.object({ code: z.string(), messageZh: z.string(), messageEn: z.string() })

export const importRecord = z.object({
  id,
  name: z.string(),
  account: z.string(),
  sizeBytes: z.number().int(),
  state: z.enum(importStates),
  mapping: mapping.nullable(),
  doneRows: z.number().int(),
  totalRows: z.number().int().nullable(),
  counts: z
    .record(z.string(), z.number().int())
    .describe('Places by outcome after the check; applied, undone, kept after those'),
  notes: z.array(note).describe('Doubts about the file as a whole'),
  problem: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type ImportRecord = z.output<typeof importRecord>

export const rowProblem = z.object({
  code: z.string(),
  row: z.number().int(),
  column: z.string(),
  value: z.string(),
  expectedZh: z.string(),
  expectedEn: z.string(),
})
export type RowProblem = z.output<typeof rowProblem>

export const importedRow = z.object({
  number: z.number().int().describe('Place in the reading'),
  row: z.number().int().describe('Row of the file, the heading not counted'),
  sourceRef: z.string().nullable(),
  outcome: z.enum(outcomes),
  cells: z.record(z.string(), z.string()),
  nameZh: z.string().nullable(),
  location: z.tuple([z.number(), z.number()]).nullable(),
  placeId: z.number().int().nullable().describe('The place that it is, or may be'),
  placeName: z.string().nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).nullable(),
  problems: z.array(rowProblem),
  similarity: z.number().nullable(),
  distanceMetres: z.number().nullable(),
  decision: z.enum(['new', 'same', 'skip']).nullable(),
  decisions: z
    .array(z.enum(['new', 'same', 'skip']))
    .describe('What may be decided of a possible duplicate with the roles of whoever checked'),
})

export const chunkBytes = 1_048_576
export const mostImportBytes = 64 * chunkBytes

const roles = ['owner', 'operator', 'administrator'] as const
const params = z.object({ id })
const tag = 'imports'

export const createImport = route({
  method: 'post',
  path: '/api/imports',
  tag,
  summary: 'Begin an import; its file follows in pieces of at most 1 MiB',
  roles,
  status: 201,
  body: z.object({ name: z.string().trim().min(1).max(200), sizeBytes: z.number().int().min(1).max(mostImportBytes) }),
  reply: importRecord.extend({ chunkBytes: z.number().int() }),
})
export const putImportChunk = route({
  method: 'put',
  path: '/api/imports/:id/chunks/:number',
  tag,
  summary: 'A piece of the file in base64; sent again it is replaced',
  roles,
  params: params.extend({ number: z.coerce.number().int().min(0).max(63) }),
  body: z.object({ base64: z.base64().max(1_400_000) }),
  reply: z.object({ receivedBytes: z.number().int(), complete: z.boolean() }),
  errors: ['import-not-found', 'import-state-wrong', 'chunk-wrong'],
})
export const listImports = route({
  method: 'get',
  path: '/api/imports',
  tag,
  summary: 'Imports, newest first: one’s own; operators and administrators see all',
  roles,
  query: z.object({ limit: limit(50, 20), before: z.coerce.number().int().positive().optional() }),
  reply: z.object({ items: z.array(importRecord), nextBefore: z.number().int().nullable() }),
})
export const getImport = route({
  method: 'get',
  path: '/api/imports/:id',
  tag,
  summary: 'One import with its progress',
  roles,
  params,
  reply: importRecord,
  errors: ['import-not-found'],
})
export const previewImport = route({
  method: 'get',
  path: '/api/imports/:id/preview',
  tag,
  summary: 'What the file holds: kind, sheets, encoding, delimiter, columns, first rows, and a mapping that fits',
  roles,
  params,
  query: z.object({
    encoding: z.string().max(40).optional(),
    delimiter: z.string().length(1).optional(),
    sheet: z.string().max(100).optional(),
  }),
  reply: z.object({
    format: z.string(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheets: z.array(z.string()),
    sheet: z.string().nullable(),
    columns: z.array(z.string()),
    rows: z.array(z.record(z.string(), z.string())),
    hasGeometry: z.boolean(),
    suggestion: mapping,
  }),
  errors: ['import-not-found', 'import-state-wrong', 'file-unreadable'],
})
export const checkImport = route({
  method: 'post',
  path: '/api/imports/:id/check',
  tag,
  summary: 'Dry run: every row gets its outcome; the registry is not touched',
  roles,
  params,
  status: 202,
  body: z.object({ mapping }),
  reply: importRecord,
  errors: ['import-not-found', 'import-state-wrong', 'mapping-invalid'],
})
export const listImportRows = route({
  method: 'get',
  path: '/api/imports/:id/rows',
  tag,
  summary: 'Rows with their outcomes, differences and problems',
  roles,
  params,
  query: z.object({
    outcome: z.enum(outcomes).optional(),
    limit: limit(200, 50),
    after: z.coerce.number().int().min(0).default(0),
  }),
  reply: z.object({ items: z.array(importedRow), nextAfter: z.number().int().nullable() }),
  errors: ['import-not-found'],
})
export const decideImportRows = route({
  method: 'post',
  path: '/api/imports/:id/decisions',
  tag,
  summary:
    'Say of possible duplicates whether they are new places, the same place, or left out; no rows means all of them',
  roles,
  params,
  body: z.object({
    rows: z.array(z.number().int().positive()).max(1_000).nullable(),
    decision: z.enum(['new', 'same', 'skip']),
  }),
  reply: z.object({ decided: z.number().int() }),
  errors: ['import-not-found', 'import-state-wrong'],
})
export const applyImport = route({
  method: 'post',
  path: '/api/imports/:id/apply',
  tag,
  summary: 'Bring the checked rows into the registry; undecided duplicates are left out',
  roles,
  params,
  status: 202,
  body: z.object({}),
  reply: importRecord,
  errors: ['import-not-found', 'import-state-wrong', 'grants-changed'],
})
export const undoImport = route({
  method: 'post',
  path: '/api/imports/:id/undo',
  tag,
  summary: 'Restore the former revisions; new places are closed, places changed since stay as they are',
  roles,
  params,
  status: 202,
  body: z.object({}),
  reply: importRecord,
  errors: ['import-not-found', 'import-state-wrong', 'grants-changed'],
})
export const listImportMappings = route({
  method: 'get',
  path: '/api/import-mappings',
  tag,
  summary: 'Saved mappings',
  roles,
  reply: z.object({ items: z.array(z.object({ name: z.string(), mapping })) }),
})
export const saveImportMapping = route({
  method: 'post',
  path: '/api/import-mappings',
  tag,
  summary: 'Save a mapping under a name; one of the same name is replaced',
  roles: ['operator', 'administrator'],
  body: z.object({ name: z.string().trim().min(1).max(100), mapping }),
  reply: z.object({ name: z.string(), mapping }),
})
