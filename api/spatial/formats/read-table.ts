import { parse } from 'csv-parse'
import { decodeText } from './decode-text.ts'
import { type FileRow, FileUnreadable, mostRows, type OpenedFile, type ReadOptions } from './file-rows.ts'

const delimiters = [',', '\t', ';', '|']

/** A table of separated values: encoding and delimiter as given, else as they look. Rows are parsed as they are asked for. */
export async function openTable(bytes: Buffer, options: ReadOptions): Promise<OpenedFile> {
  const { text, encoding } = decodeText(bytes, options.encoding)
  const delimiter = options.delimiter ?? detectDelimiter(text)
  const first = await firstRecord(text, delimiter)
  const columns = columnNames(first)
  return {
    format: 'csv',
    encoding,
    delimiter,
    sheets: [],
    sheet: null,
    columns,
    hasGeometry: false,
    rows: () => tableRows(text, delimiter, columns),
  }
}

async function* tableRows(text: string, delimiter: string, columns: readonly string[]): AsyncGenerator<FileRow> {
  let number = -1
  for await (const record of recordsOf(text, delimiter)) {
    number += 1
    if (number === 0) continue
    if (number > mostRows) throw new FileUnreadable(`The table has more than ${mostRows} rows; cut it into parts.`)
    yield { number, cells: Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ''])) }
  }
}

/** Lenient where spreadsheets are: rows of unequal length, quotes within a field. */
function recordsOf(text: string, delimiter: string): AsyncIterable<string[]> {
  const parser = parse({
    delimiter,
    bom: true,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    skipRecordsWithEmptyValues: true,
  })
  feed(parser, text)
  return parser
}

/** In pieces: a text of many megabytes at once would be parsed whole before the first row is taken. */
async function feed(parser: NodeJS.WritableStream, text: string): Promise<void> {
  const piece = 256 * 1024
  for (let at = 0; at < text.length; at += piece) {
    if (!parser.writable) return
    if (!parser.write(text.slice(at, at + piece))) await new Promise<void>((resolve) => parser.once('drain', resolve))
  }
  parser.end()
}

async function firstRecord(text: string, delimiter: string): Promise<string[]> {
  for await (const record of recordsOf(text.slice(0, 100_000), delimiter)) return record
  throw new FileUnreadable('The table is empty; its first row must name the columns.')
}

/** The delimiter that cuts the first lines into the most fields, all alike. */
export function detectDelimiter(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 10)
  const score = (delimiter: string) => {
    const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length)
    const least = Math.min(...counts)
    return least > 1 ? least + (counts.every((count) => count === least) ? 100 : 0) : 0
  }
  return delimiters.map((delimiter) => ({ delimiter, score: score(delimiter) })).sort((a, b) => b.score - a.score)[0]!
    .delimiter
}

/** Names of columns, blank and repeated ones made telling. */
export function columnNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell.replace(/^\ufeff/, '').trim() || `#${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}
