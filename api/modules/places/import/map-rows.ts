import { createHash } from 'node:crypto'
import type { Geometry } from 'geojson'
import type { Mapping, RowProblem } from '../../../contract/imports.ts'
import type { FileRow } from '../../../spatial/formats/file-rows.ts'
import { trailAscent } from '../../../spatial/trail.ts'
import { waypointsAlong } from '../../../spatial/waypoints.ts'
import { searchKeys } from '../write-place.ts'
import { faultsOf } from './check-row.ts'
import { type Draft, readRow } from './read-row.ts'
import { joinShapes, partsOf, positionsOf, type SourceSystem, systemOf } from './read-shape.ts'
import { cleanText, type Vocabulary } from './read-value.ts'
import { rowProblem } from './row-problem.ts'

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
  addWaypoints(record, row)
  const problems = [...draft.problems]
  if (problems.length === 0) problems.push(...faultsOf(record, row, mapping, system, vocabulary))
  const sourceRef = problems.length > 0 && ref === '' ? null : ref === '' ? madeRef(record) : ref
  const earlier = sourceRef === null ? undefined : refs.get(sourceRef)
  if (earlier !== undefined) {
    const column = mapping.ref ?? '—'
    problems.push(
      rowProblem(row.number, column, sourceRef!, {
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

function addAscent(record: Record<string, unknown>): void {
  const geometry = record.geometry as Geometry | undefined
  if (record.ascentM !== undefined || (geometry?.type !== 'LineString' && geometry?.type !== 'MultiLineString')) return
  const ascent = trailAscent(geometry)
  if (ascent !== null) record.ascentM = Math.round(ascent)
}

/** Those of the file that lie along this trail. */
function addWaypoints(record: Record<string, unknown>, { waypoints }: FileRow): void {
  const geometry = record.geometry as Geometry | undefined
  if (!waypoints?.length || !geometry || !/LineString$/.test(geometry.type)) return
  record.waypoints = waypointsAlong(geometry, waypoints)
    .slice(0, 200)
    .map((one) => ({ nameEn: null, ...one, nameZh: cleanText(one.nameZh, new Set()) }))
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

const shownCells = (cells: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text !== '')
      .map(([column, text]) => [column, text.slice(0, 300)]),
  )
