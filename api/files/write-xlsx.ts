import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { escapeXml } from './escape-xml.ts'

const mostRows = 1_048_576

type Cell = string | number | boolean | null | undefined

/**
 * A workbook of one sheet, its rows written into the archive as they come (the usual libraries hold all of them). Texts are inline
 * strings, which no spreadsheet takes for a formula. Rows beyond what a sheet holds are left out and the last row says so.
 */
export function xlsxStream(
  sheet: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly Record<string, Cell>[]>,
): Readable {
  const zip = new ZipFile()
  const file = (path: string, text: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`), path)
  const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  file(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
  )
  file(
    '_rels/.rels',
    `<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  file(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escapeXml(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  file(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  )
  const source = Readable.from(sheetChunks(main, columns, rows), { objectMode: false })
  const out = zip.outputStream as unknown as Readable
  source.on('error', (error) => out.destroy(error))
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml')
  zip.end()
  return out
}

async function* sheetChunks(
  main: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly Record<string, Cell>[]>,
): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
  yield rowXml(1, columns)
  let written = 1
  for await (const batch of rows) {
    const room = mostRows - 1 - written
    yield batch
      .slice(0, room)
      .map((row, index) =>
        rowXml(
          written + index + 1,
          columns.map((column) => row[column]),
        ),
      )
      .join('')
    written += Math.min(room, batch.length)
    if (batch.length <= room) continue
    yield rowXml(written + 1, [`… a sheet holds ${mostRows} rows; take CSV or GeoPackage for all`])
    break
  }
  yield '</sheetData></worksheet>'
}

const rowXml = (row: number, cells: readonly Cell[]): string =>
  `<row r="${row}">${cells.map((cell, index) => cellXml(cell, `${columnName(index)}${row}`)).join('')}</row>`

/** A … Z, AA …: readers want each cell's address although the standard does not. */
const columnName = (index: number): string =>
  (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

function cellXml(value: Cell, at: string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value.slice(0, 32_767))}</t></is></c>`
}
