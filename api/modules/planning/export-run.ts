import type { Readable } from 'node:stream'
import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { xlsxStream } from '../../files/write-xlsx.ts'
import { readValues, type ValueRow } from './run-queries.ts'

type Format = 'xlsx' | 'csv' | 'geojson'

const about: Record<Format, { contentType: string; ending: string }> = {
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
  csv: { contentType: 'text/csv; charset=utf-8', ending: 'csv' },
  geojson: { contentType: 'application/geo+json', ending: 'geojson' },
}

/** The figures of a run as a file: a row or a feature a region; a hidden figure is empty and named in `hidden`. */
export async function exportRunAs(database: Database, run: CoverageRun, format: Format, level: string) {
  const rows = await readValues(database, database.primary, run.id, { level })
  const figures = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].sort()
  const columns = ['code', 'nameZh', 'nameEn', 'population', ...figures, 'hidden']
  const flat = rows.map((row) => flatRow(row, figures))
  const { contentType, ending } = about[format]
  const headers = { 'Content-Disposition': `attachment; filename="planning-${run.id}-${level}.${ending}"` }
  const body =
    format === 'xlsx'
      ? xlsxStream('planning', columns, batch(flat))
      : format === 'csv'
        ? csv(columns, flat)
        : JSON.stringify(await collection(database, run, rows, flat))
  return { body: body as string | Readable, contentType, headers }
}

type Flat = Record<string, string | number | null>

const flatRow = ({ code, nameZh, nameEn, population, values, hidden }: ValueRow, figures: readonly string[]): Flat => ({
  code,
  nameZh,
  nameEn,
  population,
  ...Object.fromEntries(figures.map((figure) => [figure, values[figure] ?? null])),
  hidden: hidden.join(' '),
})

async function* batch(rows: readonly Flat[]) {
  yield rows
}

/** With a byte order mark, so that spreadsheets read the Chinese. */
function csv(columns: readonly string[], rows: readonly Flat[]): string {
  const field = (value: string | number | null | undefined) => {
    const text = value === null || value === undefined ? '' : String(value)
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => field(row[column])).join(','))]
  return `\ufeff${lines.join('\r\n')}\r\n`
}

async function collection(database: Database, run: CoverageRun, rows: readonly ValueRow[], flat: readonly Flat[]) {
  const shapes = await database.rows<{ code: string; geometry: object }>(database.primary, {
    name: 'planning-export-shapes',
    text: `
      select code::text as code, st_asgeojson(st_simplifypreservetopology(geom, 0.001), 5)::jsonb as geometry
      from region
      where code::text = any($1::text[])`,
    values: [rows.map(({ code }) => code)],
  })
  const geometryOf = new Map(shapes.map(({ code, geometry }) => [code, geometry]))
  return {
    type: 'FeatureCollection',
    run: {
      id: run.id,
      population: run.populationName,
      isRough: run.isRough,
      dataAt: run.dataAt,
      parameters: run.parameters,
    },
    features: flat.map((properties) => ({
      type: 'Feature',
      geometry: geometryOf.get(String(properties.code)) ?? null,
      properties,
    })),
  }
}
