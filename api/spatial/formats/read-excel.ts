import readXlsxFile from 'read-excel-file/node'
import { type FileRow, FileUnreadable, mostRows, type OpenedFile, type ReadOptions } from './file-rows.ts'
import { unzip } from './open-zip.ts'
import { columnNames } from './read-table.ts'

/** A sheet of a workbook (.xlsx), the first unless said; dates come as YYYY-MM-DD. */
export async function openExcel(bytes: Buffer, options: ReadOptions): Promise<OpenedFile> {
  // Looked through for bombs before the library unpacks it.
  await unzip(bytes, () => false)
  const sheets = await readXlsxFile(bytes).catch((error: Error) => {
    throw new FileUnreadable(`The workbook cannot be read: ${error.message}. Save it as .xlsx or CSV.`)
  })
  const chosen =
    sheets.find(({ sheet }) => sheet === options.sheet) ?? sheets.find(({ data }) => data.length > 1) ?? sheets[0]
  if (!chosen || chosen.data.length === 0) throw new FileUnreadable('The workbook has no sheet with a heading row.')
  if (chosen.data.length > mostRows)
    throw new FileUnreadable(`The sheet has more than ${mostRows} rows; cut it into parts.`)
  const columns = columnNames(chosen.data[0]!.map(cellText))
  return {
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    sheets: sheets.map(({ sheet }) => sheet),
    sheet: chosen.sheet,
    columns,
    hasGeometry: false,
    *rows(): Iterable<FileRow> {
      for (const [index, record] of chosen.data.entries()) {
        if (index === 0 || record.every((cell) => cell === null)) continue
        yield {
          number: index,
          cells: Object.fromEntries(columns.map((column, at) => [column, cellText(record[at] ?? null)])),
        }
      }
    },
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell)
}
