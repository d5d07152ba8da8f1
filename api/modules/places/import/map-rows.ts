import { createHash } from 'node:crypto'
import type { Geometry } from 'geojson'
import type { FieldSource, Mapping, RowProblem } from '../../../contract/imports.ts'
import { placeFields } from '../../../contract/place-record.ts'
import type { Geometry as RecordGeometry } from '../../../contract/shapes.ts'
import { ProblemError } from '../../../errors.ts'
import type { FileRow } from '../../../spatial/formats/file-rows.ts'
import { trailAscent } from '../../../spatial/trail.ts'
import { checkGeometry } from '../check-geometry.ts'
import { checkAttributes } from '../types.ts'
import { searchKeys } from '../write-place.ts'
import { joinShapes, partsOf, positionsOf, readShape, type SourceSystem, systemOf } from './read-shape.ts'
import { cleanText, measured, type Reading, readBoolean, readField, type Vocabulary } from './read-value.ts'

/** A place as a file gives it: the fields that the mapping names and no others, or what is wrong with it. */
export interface MappedRow {
  number: number
  sourceRef: string | null
  cells: Record<string, string>
  record: Record<string, unknown> | null
  pinyin: string
  initials: string
  problems: RowProblem[]
}

interface Draft {
  row: FileRow
  record: Record<string, unknown>
  shapes: Geometry[]
  problems: RowProblem[]
  ref: string
}

/** The rows of a file as places. Rows of one group need not stand together; those without a group come as they are read. */
export async function* mapRows(
  rows: AsyncIterable<FileRow> | Iterable<FileRow>,
  mapping: Mapping,
  vocabulary: Vocabulary,
): AsyncGenerator<MappedRow> {
  const system = systemOf(mapping.system)
  const empty = new Set(mapping.emptyWords)
  const groups = new Map<string, Draft>()
  const refs = new Map<string, number>()
  const finish = (draft: Draft) => finished(draft, mapping, system, vocabulary, refs)
  for await (const row of rows) {
    const cells = Object.fromEntries(
      Object.entries(row.cells).map(([column, text]) => [column, cleanText(text, empty)]),
    )
    const key = mapping.groupBy ? (cells[mapping.groupBy] ?? '') : ''
    const before = key === '' ? undefined : groups.get(key)
    const draft = readRow({ ...row, cells }, mapping, system, vocabulary, before)
    if (key !== '') groups.set(key, draft)
    else yield* finish(draft)
  }
  for (const draft of groups.values()) yield* finish(draft)
}

function readRow(row: FileRow, mapping: Mapping, system: SourceSystem, vocabulary: Vocabulary, before?: Draft): Draft {
  const draft = before ?? {
    row,
    record: {},
    shapes: [],
    problems: [],
    ref: mapping.ref ? (row.cells[mapping.ref] ?? '') : '',
  }
  const take = (source: FieldSource | undefined, read: (text: string) => Reading): unknown => {
    const text = textOf(source, row)
    if (text === '') return undefined
    const found = read(text)
    if ('value' in found) return found.value
    const column = source?.column ?? '—'
    draft.problems.push(problem(row.number, column, text, found.expected))
    return undefined
  }
  if (!before) readFields(draft, mapping, vocabulary, take)
  const shape = readShape(row, mapping, system)
  if ('geometry' in shape) draft.shapes.push(shape.geometry)
  else draft.problems.push(problem(row.number, shape.column, shape.value, shape.expected))
  addFacility(draft, 'courts', mapping.court, take, vocabulary)
  addFacility(draft, 'equipment', mapping.equipment, take, vocabulary)
  return draft
}

type Take = (source: FieldSource | undefined, read: (text: string) => Reading) => unknown

function readFields({ record }: Draft, { fields }: Mapping, vocabulary: Vocabulary, take: Take): void {
  const type = take(fields.type, (text) => readField('type', text, vocabulary, null)) as string | undefined
  if (type !== undefined) record.type = type
  const known = type === undefined ? null : (vocabulary.types.get(type) ?? null)
  const attributes: Record<string, unknown> = {}
  for (const [field, source] of Object.entries(fields)) {
    if (field === 'type') continue
    const value = take(source, (text) => readField(field, text, vocabulary, known))
    if (value === undefined) continue
    if (field.startsWith('attributes.')) attributes[field.slice(11)] = value
    else record[field === 'priceYuan' ? 'priceFen' : field] = value
  }
  if (Object.keys(attributes).length > 0) record.attributes = attributes
}

const numbers = new Set(['count', 'areaM2', 'year'])
const flags = new Set(['indoor', 'lit'])

function addFacility(
  { record }: Draft,
  list: 'courts' | 'equipment',
  sources: Mapping['court'] | Mapping['equipment'],
  take: Take,
  vocabulary: Vocabulary,
): void {
  if (!sources) return
  const item: Record<string, unknown> = {}
  for (const [name, source] of Object.entries(sources) as [string, FieldSource | undefined][]) {
    const value = take(source, (text) => {
      if (numbers.has(name)) return measured(text, { '㎡': 1, 平方米: 1, 片: 1, 个: 1, 块: 1, 件: 1, 年: 1 })
      if (flags.has(name)) return readBoolean(text)
      if (name !== 'sport') return { value: text }
      const read = readField('sports', text, vocabulary, null)
      return 'value' in read ? { value: (read.value as string[])[0] } : read
    })
    if (value !== undefined) item[name] = value
  }
  if (Object.keys(item).length === 0) return
  if (list === 'courts' && item.nameZh === undefined) item.nameZh = String(item.sport ?? '')
  if (list === 'equipment')
    Object.assign(item, {
      nameEn: item.nameEn ?? '',
      nameZh: item.nameZh ?? item.kind,
      kind: item.kind ?? item.nameZh,
      count: item.count ?? 1,
    })
  record[list] = [...((record[list] as unknown[] | undefined) ?? []), item]
}

function* finished(
  draft: Draft,
  mapping: Mapping,
  system: SourceSystem,
  vocabulary: Vocabulary,
  refs: Map<string, number>,
): Generator<MappedRow> {
  const whole = draft.shapes.length > 0 ? joinShapes(draft.shapes) : null
  const multi = mapping.geometry.kind === 'geometry' ? mapping.geometry.multi : 'keep'
  const shapes =
    whole === null
      ? [null]
      : multi === 'keep'
        ? [whole]
        : multi === 'split'
          ? partsOf(whole)
          : [largest(partsOf(whole))]
  for (const [index, shape] of shapes.entries()) {
    const ref = draft.ref === '' ? '' : shapes.length > 1 ? `${draft.ref}#${index + 1}` : draft.ref
    yield mapped(draft, shape, ref, mapping, system, vocabulary, refs)
  }
}

function mapped(
  draft: Draft,
  shape: Geometry | null,
  ref: string,
  mapping: Mapping,
  system: SourceSystem,
  vocabulary: Vocabulary,
  refs: Map<string, number>,
): MappedRow {
  const { row } = draft
  const record: Record<string, unknown> = {
    ...draft.record,
    ...(shape ? { geometry: shape } : {}),
    source: mapping.source,
    sourceDatum: system.datum,
  }
  addAscent(record)
  const problems = [...draft.problems]
  if (problems.length === 0) problems.push(...faultsOf(record, row, mapping, system, vocabulary))
  const sourceRef = problems.length > 0 && ref === '' ? null : ref === '' ? madeRef(record) : ref
  const earlier = sourceRef === null ? undefined : refs.get(sourceRef)
  if (earlier !== undefined) {
    const column = mapping.ref ?? '—'
    problems.push(
      problem(row.number, column, sourceRef!, {
        code: 'ref-repeated',
        zh: `每个场所各不相同的编号；第 ${earlier} 行已有`,
        en: `an identifier of its own for each place; row ${earlier} has the same`,
      }),
    )
  } else if (sourceRef !== null) refs.set(sourceRef, row.number)
  const keys =
    problems.length === 0
      ? searchKeys({ nameZh: record.nameZh as string, aliases: (record.aliases as string[] | undefined) ?? [] })
      : null
  return {
    number: row.number,
    sourceRef,
    cells: shownCells(row.cells),
    record: problems.length === 0 ? record : null,
    pinyin: keys?.pinyin ?? '',
    initials: keys?.initials ?? '',
    problems,
  }
}

/** The same rules as for a single place (`writeRecord`), as far as they need no database. */
function faultsOf(
  record: Record<string, unknown>,
  row: FileRow,
  mapping: Mapping,
  system: SourceSystem,
  vocabulary: Vocabulary,
): RowProblem[] {
  const columnOf = (field: string) =>
    field === 'geometry'
      ? shapeColumn(mapping)
      : (mapping.fields[field]?.column ?? mapping.fields[field === 'priceFen' ? 'priceYuan' : field]?.column ?? field)
  const parsed = placeFields.safeParse(record)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => {
      const field = String(path[0] ?? '')
      const given = record[field]
      const missing = given === undefined
      return problem(
        row.number,
        columnOf(field),
        missing ? '' : (row.cells[columnOf(field)] ?? JSON.stringify(given)),
        {
          code: missing ? 'value-missing' : 'value-wrong',
          zh: missing ? '必填' : message,
          en: missing ? 'a value: the field is required' : message,
        },
      )
    })
  }
  const type = vocabulary.types.get(parsed.data.type)!
  try {
    if (system.srid === 4326) checkGeometry(record.geometry as RecordGeometry, type)
    checkAttributes(type, parsed.data.attributes)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const field = error.code.startsWith('geometry') ? 'geometry' : 'attributes'
    const zh =
      error.code === 'geometry-kind-wrong' ? `适合“${type.nameZh}”的几何（${type.geometryKind}）` : error.message
    return [
      problem(
        row.number,
        columnOf(field),
        field === 'geometry' ? (record.geometry as Geometry).type : JSON.stringify(record.attributes),
        { code: error.code, zh, en: error.message },
      ),
    ]
  }
  if (parsed.data.fee === 'free' && (parsed.data.priceFen ?? 0) > 0) {
    return [
      problem(row.number, columnOf('priceFen'), String(parsed.data.priceFen), {
        code: 'free-with-price',
        zh: '免费场所不填价格',
        en: 'no price, since the place is free',
      }),
    ]
  }
  return []
}

function addAscent(record: Record<string, unknown>): void {
  const geometry = record.geometry as Geometry | undefined
  if (record.ascentM !== undefined || (geometry?.type !== 'LineString' && geometry?.type !== 'MultiLineString')) return
  const ascent = trailAscent(geometry)
  if (ascent !== null) record.ascentM = Math.round(ascent)
}

/** Without an identifier of its own a place is known by what it is called, what it is and where it stands (to about ten metres). */
function madeRef({ nameZh, type, geometry }: Record<string, unknown>): string {
  const [lon, lat] = positionsOf(geometry as Geometry)[0] ?? [0, 0]
  const words = [nameZh, type, lon!.toFixed(4), lat!.toFixed(4)].join('\n')
  return `auto:${createHash('sha256').update(words).digest('base64url').slice(0, 22)}`
}

const largest = (parts: readonly Geometry[]): Geometry =>
  parts.reduce((best, part) => (extent(part) > extent(best) ? part : best))

function extent(geometry: Geometry): number {
  const positions = positionsOf(geometry)
  const [xs, ys] = [positions.map(([x]) => x!), positions.map(([, y]) => y!)]
  const span = (numbers: number[]) =>
    numbers.reduce((a, b) => Math.max(a, b)) - numbers.reduce((a, b) => Math.min(a, b))
  return span(xs) * span(ys)
}

const shapeColumn = ({ geometry }: Mapping): string =>
  geometry.kind === 'columns' ? `${geometry.x}, ${geometry.y}` : geometry.kind === 'wkt' ? geometry.column : 'geometry'

const textOf = (source: FieldSource | undefined, { cells }: FileRow): string => {
  if (!source) return ''
  const text = source.column === undefined ? '' : (cells[source.column] ?? '')
  const given = text === '' ? (source.constant ?? '') : text
  return source.codes && Object.hasOwn(source.codes, given) ? source.codes[given]! : given
}

const shownCells = (cells: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text !== '')
      .map(([column, text]) => [column, text.slice(0, 300)]),
  )

const problem = (
  row: number,
  column: string,
  value: string,
  { code, zh, en }: { code: string; zh: string; en: string },
): RowProblem => ({
  code,
  row,
  column,
  value: value.slice(0, 200),
  expectedZh: zh,
  expectedEn: en,
})
