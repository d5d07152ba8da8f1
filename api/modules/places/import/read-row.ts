import type { Geometry } from 'geojson'
import type { FieldSource, Mapping, RowProblem } from '../../../contract/imports.ts'
import type { FileRow } from '../../../spatial/formats/file-rows.ts'
import { readShape, type SourceSystem } from './read-shape.ts'
import { measured, type Reading, readBoolean, readField, type Vocabulary } from './read-value.ts'
import { rowProblem } from './row-problem.ts'

/** A place while its rows are read: the fields that the mapping names, its shapes, and what could not be read. */
export interface Draft {
  row: FileRow
  record: Record<string, unknown>
  shapes: Geometry[]
  problems: RowProblem[]
  ref: string
}

/** A row as a place, or as one more facility or part of the place that its group has already. */
export function readRow(
  row: FileRow,
  mapping: Mapping,
  system: SourceSystem,
  vocabulary: Vocabulary,
  before?: Draft,
): Draft {
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
    draft.problems.push(rowProblem(row.number, column, text, found.expected))
    return undefined
  }
  if (!before) readFields(draft, mapping, vocabulary, take)
  const shape = readShape(row, mapping, system)
  if ('geometry' in shape) draft.shapes.push(shape.geometry)
  else draft.problems.push(rowProblem(row.number, shape.column, shape.value, shape.expected))
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

const textOf = (source: FieldSource | undefined, { cells }: FileRow): string => {
  if (!source) return ''
  const text = source.column === undefined ? '' : (cells[source.column] ?? '')
  const given = text === '' ? (source.constant ?? '') : text
  return source.codes && Object.hasOwn(source.codes, given) ? source.codes[given]! : given
}
