import { Readable } from 'node:stream'
import type { TableFormat } from '../contract/lists.ts'
import { csvChunks } from './write-csv.ts'
import { xlsxStream } from './write-xlsx.ts'

type Row = Readonly<Record<string, string | number | boolean | null | undefined>>

/** A page of a list as its route gives it; the list ends with a cursor of null. */
interface Page<Item> {
  items: readonly Item[]
  next: string | null
}

/**
 * A whole list as a file, read page by page while it is written, so that memory does not grow with it. The first page is read before
 * the reply begins: what is wrong with the question is then still a problem.
 */
export async function listFile<Item>(
  name: string,
  format: TableFormat,
  columns: readonly string[],
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  rowOf: (item: Item) => Row,
): Promise<{ body: Readable; options: { contentType: string; headers: Record<string, string> } }> {
  const first = await read(undefined)
  async function* pages() {
    for (let page = first; ; page = await read(page.next)) {
      if (page.items.length > 0) yield page.items.map(rowOf)
      if (page.next === null) return
    }
  }
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${format}"`, 'Cache-Control': 'no-store' }
  return format === 'csv'
    ? {
        body: Readable.from(csvChunks(columns, pages()), { objectMode: false }),
        options: { contentType: 'text/csv; charset=utf-8', headers },
      }
    : {
        body: xlsxStream(name, columns, pages()),
        options: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', headers },
      }
}
