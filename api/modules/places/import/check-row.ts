import type { Geometry } from 'geojson'
import type { Mapping, RowProblem } from '../../../contract/imports.ts'
import { placeFields } from '../../../contract/place-record.ts'
import type { Geometry as RecordGeometry } from '../../../contract/shapes.ts'
import { ProblemError } from '../../../errors.ts'
import type { FileRow } from '../../../spatial/formats/file-rows.ts'
import { checkGeometry } from '../check-geometry.ts'
import { checkAttributes } from '../types.ts'
import type { SourceSystem } from './read-shape.ts'
import type { Vocabulary } from './read-value.ts'
import { rowProblem } from './row-problem.ts'

/** The same rules as for a single place (`writeRecord`), as far as they need no database. */
export function faultsOf(
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
      return rowProblem(
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
      rowProblem(
        row.number,
        columnOf(field),
        field === 'geometry' ? (record.geometry as Geometry).type : JSON.stringify(record.attributes),
        { code: error.code, zh, en: error.message },
      ),
    ]
  }
  if (parsed.data.fee === 'free' && (parsed.data.priceFen ?? 0) > 0) {
    return [
      rowProblem(row.number, columnOf('priceFen'), String(parsed.data.priceFen), {
        code: 'free-with-price',
        zh: '免费场所不填价格',
        en: 'no price, since the place is free',
      }),
    ]
  }
  return []
}

const shapeColumn = ({ geometry }: Mapping): string =>
  geometry.kind === 'columns' ? `${geometry.x}, ${geometry.y}` : geometry.kind === 'wkt' ? geometry.column : 'geometry'
